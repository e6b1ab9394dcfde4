import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildServicesRuntime } from './built-runtime.ts'
import { helloServer, survivorsIn } from './service-project.ts'

const runs = Number(process.env.APITEST_KILL_REPEATS ?? 1) > 1 ? 20 : 8

let runtime = ''
let folder = ''
beforeAll(async () => {
  runtime = await buildServicesRuntime()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'side-by-side-')))
  writeFileSync(join(folder, 'hello.mjs'), helloServer)
})
afterAll(() => {
  for (const path of [runtime, folder]) rmSync(path, { recursive: true, force: true })
})

/** One run in a process of its own; answers with the address of its service. */
async function run(number: number): Promise<string> {
  const { APITEST_GUARD: _, ...env } = process.env
  const service = { process: { command: [process.execPath, 'hello.mjs'], ready: { http: '/' } } }
  const child = spawn(process.execPath, [join(runtime, 'runner.js'), folder, JSON.stringify(service)], {
    env: { ...env, TMPDIR: folder, APITEST_RUN_DIR: join(folder, `report${number}`) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (data) => resolve(String(data)))
    void ended.then(() => resolve('the run ended'))
  })
  const url = line.replace('UP ', '').trim()
  const pid = await (await fetch(url)).text()
  if (!survivorsIn(folder).includes(Number(pid))) throw new Error(`${url} is answered by ${pid}`)
  child.stdin.write('stop\n')
  await ended
  return url
}

test(`${runs} runs side by side have a port of their own and leave nothing`, async () => {
  const urls = await Promise.all(Array.from({ length: runs }, (_, number) => run(number)))
  expect(urls.filter((url) => !/^http:\/\/127\.0\.0\.1:\d+$/.test(url))).toEqual([])
  expect(survivorsIn(folder)).toEqual([])
  expect(readdirSync(folder).filter((name) => name.startsWith('apitest-'))).toEqual([])
})
