import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { endProcesses } from '../../services/processes/end-processes.ts'
import { memberFinder } from '../../services/processes/find-members.ts'
import { closeSession, markerVariable, nameSession, openSession, recordService } from '../../services/processes/run-session.ts'
import { startGuard } from '../../services/processes/start-guard.ts'
import { ProgramMissingError } from './generator-program.ts'

export interface FamilyMember {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/** Processes that belong to one run. All of them end with it, also when the run is killed: a guard outlives it just long enough. */
export class ProcessFamily {
  readonly #session = nameSession()
  readonly #mark
  readonly #find
  readonly #folder: string
  readonly #last = new Map<string, string[]>()

  /** @param folder where their output goes, one file each */
  constructor(name: string, folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    startGuard(this.#session)
    openSession(this.#session)
    this.#mark = recordService(this.#session, { name, signal: 'SIGTERM', graceMs: 3000 })
    this.#find = memberFinder({ mark: this.#mark, runner: this.#session.runner })
  }

  /** @param stdout `pipe`: the caller reads it */
  start({ name, command, args, env, cwd }: FamilyMember, { stdout = 'log' }: { stdout?: 'log' | 'pipe' } = {}): ChildProcess {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env, ...markerVariable(this.#mark) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const log = createWriteStream(join(this.#folder, `${name}.log`))
    log.on('error', () => undefined)
    for (const stream of stdout === 'log' ? [child.stdout, child.stderr] : [child.stderr]) {
      stream.on('data', (chunk: Buffer) => this.#remember(name, chunk.toString()))
      stream.pipe(log, { end: false })
    }
    child.on('error', (error) => this.#remember(name, error.message))
    child.once('close', () => log.end())
    return child
  }

  /** What it printed last, for an error. */
  lastLines(name: string): string {
    return (this.#last.get(name) ?? []).join('\n')
  }

  /** All of them, and what they started. */
  async end(graceMs: number): Promise<void> {
    await endProcesses(this.#find, { signal: 'SIGTERM', graceMs })
    closeSession(this.#session)
  }

  #remember(name: string, text: string): void {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    this.#last.set(name, [...(this.#last.get(name) ?? []), ...lines].slice(-12))
  }
}

/** The version that a program tells; throws where there is no such program. */
export function requireProgram(command: string, { args, advice }: { args: readonly string[]; advice: string }): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 })
  if (error !== undefined || status !== 0) throw new ProgramMissingError(command, advice)
  return (stdout || stderr).trim().split('\n')[0] ?? ''
}
