import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { buildServicesRuntime } from './built-runtime.ts'
import { survivorsIn } from './service-project.ts'

/** Each kind of service in each way a run can end: nothing may be left. More rounds with `APITEST_KILL_REPEATS=20`. */
const repeats = Number(process.env.APITEST_KILL_REPEATS ?? 1)
const parallel = Number(process.env.APITEST_KILL_PARALLEL ?? 3)

const up = { command: ['test', '-e', 'up'], interval: '10ms' }
const shell = (script: string) => ({ process: { command: ['sh', '-c', script], ready: up, stop: { grace: '300ms' } } })
const services: Readonly<Record<string, object>> = {
  'a plain process': shell(': > up; exec sleep 600'),
  'a pre-forking process': shell('sleep 600 & sleep 600 & (sleep 600 & sleep 600) & : > up; wait'),
  'a process that ignores signals': shell("trap '' TERM INT HUP; : > up; while :; do sleep 600; done"),
  'a daemon in its own session': shell('setsid sh -c ": > up; exec sleep 600" > /dev/null 2>&1 &'),
  'a daemon without environment': shell('setsid env -i /bin/sh -c ": > up; exec sleep 600" > /dev/null 2>&1 & exit 0'),
  'a child in another group whose parent stays': shell('setsid -f sleep 600; : > up; exec sleep 600'),
}

const python = requireComponent('python')
const gunicorn = (...more: string[]) => ({
  process: {
    command: ['python3', '-m', 'gunicorn', 'app:app', '--bind', 'unix:s.sock', ...more],
    ready: { command: ['test', '-S', 's.sock'] },
    stop: { grace: '2s' },
  },
})
const pythonServices: Readonly<Record<string, object>> = {
  'gunicorn with two workers': gunicorn('-w', '2'),
  'gunicorn --daemon': gunicorn('-w', '2', '--daemon'),
  'an application in our own server, with children': { python: { app: 'with_children:app' } },
}

/** One in its own session, one whose parent is not the application, a thread that never ends. */
const children = `import subprocess, threading, time
subprocess.Popen(['sleep', '600'], start_new_session=True)
subprocess.run('sleep 600 > /dev/null 2>&1 &', shell=True)
threading.Thread(target=time.sleep, args=(600,)).start()
`

type Way = (run: Run) => void | Promise<void>

interface Run {
  readonly child: ChildProcess
  readonly up: Promise<void>
  readonly tmp: string
}

const whenUp =
  (act: (child: ChildProcess) => void): Way =>
  async (run) => {
    await run.up
    act(run.child)
  }
const ways: Readonly<Record<string, Way>> = {
  'the run succeeds': whenUp((child) => child.stdin!.write('stop\n')),
  'process.exit': whenUp((child) => child.stdin!.write('exit\n')),
  'an exception': whenUp((child) => child.stdin!.write('throw\n')),
  SIGINT: whenUp((child) => child.kill('SIGINT')),
  SIGTERM: whenUp((child) => child.kill('SIGTERM')),
  SIGHUP: whenUp((child) => child.kill('SIGHUP')),
  'two SIGINT': async (run) => {
    await run.up
    run.child.kill('SIGINT')
    await sleep(350)
    run.child.kill('SIGINT')
  },
  SIGKILL: whenUp((child) => child.kill('SIGKILL')),
  'SIGKILL of the process group': whenUp((child) => process.kill(-child.pid!, 'SIGKILL')),
  'SIGKILL at a random moment of the start': async ({ child }) => {
    await sleep(60 + Math.random() * 150)
    child.kill('SIGKILL')
  },
  'SIGKILL of run and guard, then a next run': async (run) => {
    await run.up
    const guard = guardOf(run)
    run.child.kill('SIGKILL')
    process.kill(guard, 'SIGKILL')
    await ended(run.child)
    await sleep(20)
    await nextRun(run)
  },
}

let runtime = ''
let root = ''
beforeAll(async () => {
  runtime = await buildServicesRuntime()
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kill-matrix-')))
})
afterAll(() => {
  for (const folder of [runtime, root]) rmSync(folder, { recursive: true, force: true })
})

test.for(Object.keys(services))('nothing is left of %s, however the run ends', { timeout: 600_000 }, async (name) => {
  expect((await leftovers(services[name]!)).join('\n')).toBe('')
})

test.for(Object.keys(pythonServices))(
  `nothing is left of %s, however the run ends${python === undefined ? '' : ` (skipped: ${python})`}`,
  { timeout: 600_000, skip: python !== undefined },
  async (name) => {
    expect((await leftovers(pythonServices[name]!)).join('\n')).toBe('')
  },
)

test('the matrix would notice a process that is left', async () => {
  const folder = join(root, 'control')
  mkdirSync(folder)
  const child = spawn('sleep', ['600'], { cwd: folder, detached: true, stdio: 'ignore' })
  expect(await stillThere(folder, 100)).toEqual([child.pid])
  child.kill('SIGKILL')
  await ended(child)
})

/** Runs every way `repeats` times, some at once; one line for each that left something. */
async function leftovers(service: object): Promise<string[]> {
  const trials = Object.entries(ways).flatMap(([name, way]) => Array.from({ length: repeats }, () => ({ name, way })))
  const found: string[] = []
  const work = async () => {
    for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
      const left = await runTrial(service, trial.way)
      if (left !== undefined) found.push(`${trial.name}: ${left}`)
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return found
}

let trials = 0

async function runTrial(service: object, way: Way): Promise<string | undefined> {
  const folder = join(root, `t${++trials}`)
  const tmp = join(root, `tmp${trials}`)
  mkdirSync(folder)
  mkdirSync(tmp)
  writeFileSync(join(folder, 'app.py'), "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'ok']\n")
  writeFileSync(join(folder, 'with_children.py'), `${children}from app import app\n`)
  const child = startRun(folder, tmp, service)
  const isUp = new Promise<void>((resolve, reject) => {
    let output = ''
    child.stdout!.on('data', (text) => (output += text).includes('UP') && resolve())
    child.stderr!.on('data', (text) => (output += text))
    child.on('exit', () => reject(new Error(`the run ended before its service was up:\n${output}`)))
  })
  isUp.catch(() => {})
  try {
    await way({ child, up: isUp, tmp })
    await ended(child)
    const pids = await stillThere(folder, 4000)
    if (pids.length > 0) return pids.map(describe).join(', ')
    const sessions = await eventually(() => readdirSync(tmp).filter((name) => /^apitest-[0-9a-f]{12}$/.test(name)), 4000)
    return sessions.length > 0 ? `folder ${sessions.join(', ')}` : undefined
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL')
    for (const pid of survivorsIn(folder)) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    rmSync(tmp, { recursive: true, force: true })
  }
}

function startRun(folder: string, tmp: string, service: object): ChildProcess {
  const { APITEST_GUARD: _, ...env } = process.env
  return spawn(process.execPath, [join(runtime, 'runner.js'), folder, JSON.stringify(service)], {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env, TMPDIR: tmp, APITEST_RUN_DIR: join(tmp, 'report') },
  })
}

/** Another run with the same temporary folder; its own service does nothing. */
async function nextRun({ tmp }: Run): Promise<void> {
  const folder = join(tmp, 'next')
  mkdirSync(folder)
  const child = startRun(folder, tmp, { process: { command: ['sleep', '600'], ready: { command: ['true'] } } })
  child.stdout!.once('data', () => child.stdin!.write('stop\n'))
  await ended(child)
}

function guardOf({ child }: Run): number {
  const guard = readdirSync('/proc').find((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return parent === child.pid && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('apitest-guard')
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

function stillThere(folder: string, waitMs: number): Promise<number[]> {
  return eventually(() => survivorsIn(folder), waitMs)
}

/** Asks until the list is empty or the time is over. */
async function eventually<T>(list: () => T[], waitMs: number): Promise<T[]> {
  const deadline = Date.now() + waitMs
  let found = list()
  while (found.length > 0 && Date.now() < deadline) {
    await sleep(25)
    found = list()
  }
  return found
}

function describe(pid: number): string {
  try {
    return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()}`
  } catch {
    return String(pid)
  }
}
