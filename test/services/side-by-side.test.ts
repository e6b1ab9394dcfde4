import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { ended, KillBench, killRepeats } from './kill-support.ts'
import { leftInDocker } from './left-in-docker.ts'
import { helloServer, survivorsIn } from './service-project.ts'

/** Runs of one project at the same time, each with a service that says who it is. 20 of each kind with `APITEST_KILL_REPEATS=20`. */
const missing = requireComponent('docker')
const full = killRepeats > 1

const composeFile = `services:
  web:
    image: debian-python:local
    init: true
    command: [python3, -c, "import http.server as h, os; open('/index.html', 'w').write(os.uname().nodename); os.chdir('/'); h.test(h.SimpleHTTPRequestHandler, port=80)"]
    ports: [{ target: 80, host_ip: 127.0.0.1 }]
`
const kinds = {
  process: { count: full ? 20 : 8, service: { process: { command: [process.execPath, 'hello.mjs'], ready: { http: '/' } } } },
  compose: { count: full ? 20 : 3, service: { compose: { files: ['c.yaml'], service: 'web', port: 80, ready: { http: '/', timeout: '2m' } } } },
}

let bench: KillBench
beforeAll(async () => {
  bench = await KillBench.make('side-by-side')
})
afterAll(() => bench.remove())

test.for(Object.entries(kinds))('runs side by side have a service of their own and leave nothing: %s', { timeout: 300_000 }, async ([kind, { count, service }], { skip }) => {
  if (kind === 'compose' && missing !== undefined) skip(missing)
  const folder = join(bench.root, kind)
  const tmp = join(bench.root, `${kind}-tmp`)
  for (const path of [folder, tmp]) mkdirSync(path)
  writeFileSync(join(folder, 'hello.mjs'), helloServer)
  writeFileSync(join(folder, 'c.yaml'), composeFile)
  const runs = Array.from({ length: count }, () => bench.start({ folder, tmp, service }))
  const urls = await Promise.all(runs.map(({ up }) => up))
  const owners = await Promise.all(urls.map(async (url) => (await fetch(url)).text()))
  expect(new Set(urls).size).toBe(count)
  expect(new Set(owners).size).toBe(count)
  for (const { child } of runs) child.stdin!.write('stop\n')
  await Promise.all(runs.map(({ child }) => ended(child)))
  expect(runs.map(({ child }) => child.exitCode)).toEqual(runs.map(() => 0))
  expect(survivorsIn(folder)).toEqual([])
  expect(readdirSync(tmp).filter((name) => name.startsWith('apitest-'))).toEqual([])
  if (missing === undefined) expect(await leftInDocker(folder)).toEqual([])
})
