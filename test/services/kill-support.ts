import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildServicesRuntime } from './built-runtime.ts'

/** How often each way of ending is tried: `APITEST_KILL_REPEATS=20` for the full matrix. */
export const killRepeats = Number(process.env.APITEST_KILL_REPEATS ?? 1)

/** A run in a process of its own, the leader of its group, with its own temporary folder. */
export interface KilledRun {
  readonly child: ChildProcess
  /** Where its service listens; rejects with the output when the run ends before that. */
  readonly up: Promise<string>
  /** Starts another run with the same temporary folder, whose own service does nothing, and waits for its end. */
  next(): Promise<void>
}

export type Way = (run: KilledRun) => void | Promise<void>

export const whenUp =
  (act: (child: ChildProcess) => void): Way =>
  async ({ child, up }) => {
    await up
    act(child)
  }

export const duringStart =
  (signal: NodeJS.Signals, [fromMs, toMs]: readonly [number, number]): Way =>
  async ({ child }) => {
    await sleep(fromMs + Math.random() * (toMs - fromMs))
    child.kill(signal)
  }

/** The ways in which every kind of service is tried. */
export const commonWays: Readonly<Record<string, Way>> = {
  'the run succeeds': whenUp((child) => child.stdin!.write('stop\n')),
  'process.exit': whenUp((child) => child.stdin!.write('exit\n')),
  'an exception': whenUp((child) => child.stdin!.write('throw\n')),
  SIGINT: whenUp((child) => child.kill('SIGINT')),
  SIGTERM: whenUp((child) => child.kill('SIGTERM')),
  SIGHUP: whenUp((child) => child.kill('SIGHUP')),
  SIGKILL: whenUp((child) => child.kill('SIGKILL')),
  'SIGKILL of the process group': whenUp((child) => process.kill(-child.pid!, 'SIGKILL')),
  'SIGKILL of run and guard, then a next run': async (run) => {
    await run.up
    const guard = guardOf(run.child)
    run.child.kill('SIGKILL')
    process.kill(guard, 'SIGKILL')
    await ended(run.child)
    await sleep(20)
    await run.next()
  },
}

/** Where runs are made that will be killed; `remove` takes it away. */
export class KillBench {
  readonly root: string
  readonly #runtime: string

  static async make(name: string): Promise<KillBench> {
    return new KillBench(await buildServicesRuntime(), realpathSync(mkdtempSync(join(tmpdir(), `${name}-`))))
  }

  private constructor(runtime: string, root: string) {
    this.#runtime = runtime
    this.root = root
  }

  remove(): void {
    for (const folder of [this.#runtime, this.root]) rmSync(folder, { recursive: true, force: true })
  }

  start({ folder, tmp, service }: { folder: string; tmp: string; service: object }): KilledRun {
    const child = this.#spawn({ folder, tmp, service })
    const up = new Promise<string>((resolve, reject) => {
      let output = ''
      child.stdout!.on('data', (text) => {
        output += text
        const [, url] = /^UP (\S+)$/m.exec(output) ?? []
        if (url !== undefined) resolve(url)
      })
      child.stderr!.on('data', (text) => (output += text))
      child.on('exit', () => reject(new Error(`the run ended before its service was up:\n${output}`)))
    })
    up.catch(() => {})
    return { child, up, next: () => this.#next(tmp) }
  }

  async #next(tmp: string): Promise<void> {
    const folder = join(tmp, 'next')
    mkdirSync(folder)
    const child = this.#spawn({ folder, tmp, service: { process: { command: ['sleep', '600'], ready: { command: ['true'] } } } })
    child.stdout!.once('data', () => child.stdin!.write('stop\n'))
    await ended(child)
  }

  #spawn({ folder, tmp, service }: { folder: string; tmp: string; service: object }): ChildProcess {
    const { APITEST_GUARD: _, ...env } = process.env
    return spawn(process.execPath, [join(this.#runtime, 'runner.js'), folder, JSON.stringify(service)], {
      cwd: this.root,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, TMPDIR: tmp, APITEST_RUN_DIR: join(tmp, 'report') },
    })
  }
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
}

/** Folders that runs leave in the temporary folder until all of theirs is gone. */
export function sessionsIn(tmp: string): string[] {
  return readdirSync(tmp).filter((name) => /^apitest-[0-9a-f]{12}$/.test(name))
}

/** Asks until the list is empty or the time is over. */
export async function eventually<T>(list: () => T[], waitMs: number): Promise<T[]> {
  const deadline = Date.now() + waitMs
  let found = list()
  while (found.length > 0 && Date.now() < deadline) {
    await sleep(25)
    found = list()
  }
  return found
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
