import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { commonWays, duringStart, ended, eventually, KillBench, killRepeats, sessionsIn } from './kill-support.ts'
import type { Way } from './kill-support.ts'
import { leftInDocker } from './left-in-docker.ts'

/** A compose service in each way a run can end: no container, network, volume or folder may be left. */
const missing = requireComponent('docker')
const note = missing === undefined ? '' : ` (skipped: ${missing})`
const GONE_MS = 15_000

const file = `services:
  web:
    image: debian-python:local
    command: [python3, -m, http.server, "80"]
    init: true
    depends_on: [db]
    volumes: ["data:/data"]
    ports: [{ target: 80, host_ip: 127.0.0.1 }]
  db: { image: "debian-python:local", command: [sleep, "600"], init: true, volumes: [/anonymous] }
volumes: { data: {} }
`
const service = { compose: { files: ['c.yaml'], service: 'web', port: 80, ready: { http: '/' } } }

const ways: Readonly<Record<string, Way>> = {
  ...commonWays,
  'SIGKILL at the beginning of the start': duringStart('SIGKILL', [0, 500]),
  'SIGKILL in the middle of the start': duringStart('SIGKILL', [0, 2000]),
  'SIGINT in the middle of the start': duringStart('SIGINT', [300, 1500]),
}

let bench: KillBench
beforeAll(async () => {
  if (missing === undefined) bench = await KillBench.make('compose-kill')
})
afterAll(() => bench?.remove())

test.for(Object.keys(ways))(`nothing is left in docker: %s${note}`, { timeout: 600_000, skip: missing !== undefined }, async (name) => {
  for (let round = 0; round < killRepeats; round++) expect(await trial(ways[name]!)).toEqual([])
})

let trials = 0

async function trial(way: Way): Promise<string[]> {
  const folder = join(bench.root, `t${++trials}`)
  const tmp = join(bench.root, `tmp${trials}`)
  for (const path of [folder, tmp]) mkdirSync(path)
  writeFileSync(join(folder, 'c.yaml'), file)
  const run = bench.start({ folder, tmp, service })
  const seen = new Set<string>()
  const look = setInterval(() => sessionsIn(tmp).forEach((session) => seen.add(session)), 10)
  await way(run)
  await ended(run.child)
  clearInterval(look)
  const sessions = await eventually(() => sessionsIn(tmp), GONE_MS)
  await sleep(300) // what docker was still making
  return [...(await leftInDocker(folder, [...seen])), ...sessions]
}
