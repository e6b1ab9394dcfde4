import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { buildServicesRuntime } from './built-runtime.ts'
import { leftInDocker } from './left-in-docker.ts'

/** A compose service in each way a run can end: no container, network, volume or folder may be left. More rounds with `APITEST_KILL_REPEATS=20`. */
const missing = requireComponent('docker')
const note = missing === undefined ? '' : ` (skipped: ${missing})`
const repeats = Number(process.env.APITEST_KILL_REPEATS ?? 1)
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

interface Run {
  readonly child: ChildProcess
  readonly up: Promise<void>
  readonly tmp: string
}

const whenUp = (act: (child: ChildProcess) => void) => async (run: Run) => {
  await run.up
  act(run.child)
}
const during = (mostMs: number) => async ({ child }: Run) => {
  await sleep(Math.random() * mostMs)
  child.kill('SIGKILL')
}
const ways: Readonly<Record<string, (run: Run) => Promise<void>>> = {
  'the run succeeds': whenUp((child) => child.stdin!.write('stop\n')),
  'process.exit': whenUp((child) => child.stdin!.write('exit\n')),
  'an exception': whenUp((child) => child.stdin!.write('throw\n')),
  SIGINT: whenUp((child) => child.kill('SIGINT')),
  SIGTERM: whenUp((child) => child.kill('SIGTERM')),
  SIGHUP: whenUp((child) => child.kill('SIGHUP')),
  SIGKILL: whenUp((child) => child.kill('SIGKILL')),
  'SIGKILL of the process group': whenUp((child) => process.kill(-child.pid!, 'SIGKILL')),
  'SIGKILL at the beginning of the start': during(500),
  'SIGKILL in the middle of the start': during(2000),
  'SIGINT in the middle of the start': async ({ child }) => {
    await sleep(300 + Math.random() * 1200)
    child.kill('SIGINT')
  },
  'SIGKILL of run and guard, then a next run': async (run) => {
    await run.up
    const guard = guardOf(run.child)
    run.child.kill('SIGKILL')
    process.kill(guard, 'SIGKILL')
    await ended(run.child)
    await nextRun(run.tmp)
  },
}

let runtime = ''
let root = ''
beforeAll(async () => {
  if (missing !== undefined) return
  runtime = await buildServicesRuntime()
  root = realpathSync(mkdtempSync(join(tmpdir(), 'compose-kill-')))
})
afterAll(() => {
  for (const folder of [runtime, root]) if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

test.for(Object.keys(ways))(`nothing is left in docker: %s${note}`, { timeout: 600_000, skip: missing !== undefined }, async (name) => {
  for (let round = 0; round < repeats; round++) expect(await trial(ways[name]!)).toEqual([])
})

let trials = 0

async function trial(way: (run: Run) => Promise<void>): Promise<string[]> {
  const folder = join(root, `t${++trials}`)
  const tmp = join(root, `tmp${trials}`)
  for (const path of [folder, tmp]) mkdirSync(path)
  writeFileSync(join(folder, 'c.yaml'), file)
  const child = start(folder, tmp, service)
  let output = ''
  const up = new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text) => (output += text).includes('UP') && resolve())
    child.stderr!.on('data', (text) => (output += text))
    child.on('exit', () => reject(new Error(`the run ended before its service was up:\n${output}`)))
  })
  up.catch(() => {})
  const sessions = () => readdirSync(tmp).filter((entry) => /^apitest-[0-9a-f]{12}$/.test(entry))
  const seen = new Set<string>()
  const look = setInterval(() => sessions().forEach((session) => seen.add(session)), 10)
  await way({ child, up, tmp })
  await ended(child)
  const deadline = Date.now() + GONE_MS
  clearInterval(look)
  while (sessions().length > 0 && Date.now() < deadline) await sleep(50)
  await sleep(300) // what docker was still making
  return [...(await leftInDocker(folder, [...seen])), ...sessions()]
}

function start(folder: string, tmp: string, what: object): ChildProcess {
  const { APITEST_GUARD: _, ...env } = process.env
  return spawn(process.execPath, [join(runtime, 'runner.js'), folder, JSON.stringify(what)], {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env, TMPDIR: tmp, APITEST_RUN_DIR: join(tmp, 'report') },
  })
}

/** Another run with the same temporary folder; its own service does nothing. */
async function nextRun(tmp: string): Promise<void> {
  const folder = join(tmp, 'next')
  mkdirSync(folder)
  const child = start(folder, tmp, { process: { command: ['sleep', '600'], ready: { command: ['true'] } } })
  child.stdout!.once('data', () => child.stdin!.write('stop\n'))
  await ended(child)
}

function guardOf({ pid }: ChildProcess): number {
  const guard = readdirSync('/proc').find((entry) => {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return parent === pid && readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes('apitest-guard')
    } catch {
      return false
    }
  })
  if (guard === undefined) throw new Error('the run has no guard')
  return Number(guard)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
}
