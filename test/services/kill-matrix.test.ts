import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { commonWays, duringStart, ended, eventually, KillBench, killRepeats, sessionsIn } from './kill-support.ts'
import type { Way } from './kill-support.ts'
import { survivorsIn } from './service-project.ts'

/** Each kind of service in each way a run can end: nothing may be left. */
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

const ways: Readonly<Record<string, Way>> = {
  ...commonWays,
  'two SIGINT': async ({ child, up }) => {
    await up
    child.kill('SIGINT')
    await sleep(350)
    child.kill('SIGINT')
  },
  'SIGKILL at a random moment of the start': duringStart('SIGKILL', [60, 210]),
}

let bench: KillBench
beforeAll(async () => {
  bench = await KillBench.make('kill-matrix')
})
afterAll(() => bench.remove())

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
  const folder = join(bench.root, 'control')
  mkdirSync(folder)
  const child = spawn('sleep', ['600'], { cwd: folder, detached: true, stdio: 'ignore' })
  expect(await stillThere(folder, 100)).toEqual([child.pid])
  child.kill('SIGKILL')
  await ended(child)
})

/** Runs every way `killRepeats` times, some at once; one line for each that left something. */
async function leftovers(service: object): Promise<string[]> {
  const trials = Object.entries(ways).flatMap(([name, way]) => Array.from({ length: killRepeats }, () => ({ name, way })))
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
  const folder = join(bench.root, `t${++trials}`)
  const tmp = join(bench.root, `tmp${trials}`)
  mkdirSync(folder)
  mkdirSync(tmp)
  writeFileSync(join(folder, 'app.py'), "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'ok']\n")
  writeFileSync(join(folder, 'with_children.py'), `${children}from app import app\n`)
  const run = bench.start({ folder, tmp, service })
  try {
    await way(run)
    await ended(run.child)
    const pids = await stillThere(folder, 4000)
    if (pids.length > 0) return pids.map(describe).join(', ')
    const sessions = await eventually(() => sessionsIn(tmp), 4000)
    return sessions.length > 0 ? `folder ${sessions.join(', ')}` : undefined
  } finally {
    if (run.child.exitCode === null) run.child.kill('SIGKILL')
    for (const pid of survivorsIn(folder)) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    rmSync(tmp, { recursive: true, force: true })
  }
}

function stillThere(folder: string, waitMs: number): Promise<number[]> {
  return eventually(() => survivorsIn(folder), waitMs)
}

function describe(pid: number): string {
  try {
    return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()}`
  } catch {
    return String(pid)
  }
}
