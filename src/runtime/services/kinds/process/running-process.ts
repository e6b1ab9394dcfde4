import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { endProcesses, killProcesses } from '../../processes/end-processes.ts'
import { memberFinder } from '../../processes/find-members.ts'
import type { FindMembers } from '../../processes/find-members.ts'
import { forgetService, markerVariable, recordService } from '../../processes/run-session.ts'
import type { RunSession } from '../../processes/run-session.ts'
import type { ServiceLog } from '../../service-log.ts'
import type { ServiceEnd, StopResult } from '../../service-handle.ts'
import type { StopOptions } from './process-options.ts'
import { tailFile } from './tail-file.ts'
import type { Tail } from './tail-file.ts'

export interface Launch {
  readonly name: string
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stop: StopOptions
  readonly session: RunSession
  readonly log: ServiceLog
  /** A listening socket that the program takes as descriptor 3. */
  readonly socket: number | undefined
  /** The program talks to this process over descriptor 5; when the channel ends, so does the run. @default false */
  readonly channel?: boolean
  /** The output goes to a file of the session instead of a pipe, which would break when this process ends. */
  readonly detached: boolean
}

/** A program with everything that comes from it, in whatever group or session: its daemon, its workers, their children. */
export class RunningProcess {
  /** Settles when the program itself has ended; what it started may go on. */
  readonly exited: Promise<void>
  readonly env: NodeJS.ProcessEnv
  /** Of the program itself. */
  readonly pid: number
  /** This end of the channel, for a program that has one. */
  readonly channel: Duplex | undefined
  readonly #launch: Launch
  readonly #child: ChildProcess
  readonly #find: FindMembers
  readonly #tail: Tail | undefined
  #end: { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly atMs: number } | undefined

  private constructor(
    launch: Launch,
    { child, find, env, tail }: { child: ChildProcess; find: FindMembers; env: NodeJS.ProcessEnv; tail: Tail | undefined },
  ) {
    this.#launch = launch
    this.#child = child
    this.#find = find
    this.#tail = tail
    this.env = env
    this.pid = child.pid!
    this.channel = (child.stdio as readonly unknown[])[5] as Duplex | undefined // a socket pair, which the types do not tell
    this.exited = this.#watch()
  }

  /** Throws the system's error when the program cannot be executed. */
  static async launch(launch: Launch): Promise<RunningProcess> {
    const { name, session, stop } = launch
    const mark = recordService(session, { name, ...stop })
    const env = { ...launch.env, ...markerVariable(mark) }
    const token = openSync(mark.token, 'r')
    const output = launch.detached ? join(session.folder, `${name}.out`) : undefined
    const outputDescriptor = output === undefined ? 'pipe' : openSync(output, 'a', 0o600)
    try {
      const child = spawn(launch.command[0]!, launch.command.slice(1), {
        cwd: launch.cwd,
        env,
        detached: true,
        stdio: [
          'ignore',
          outputDescriptor,
          outputDescriptor,
          launch.socket ?? 'ignore',
          token,
          ...(launch.channel === true ? ['pipe' as const] : []),
        ],
      })
      if (child.pid === undefined) throw await new Promise((resolve) => child.once('error', resolve))
      child.on('error', () => {}) // a signal that came too late
      const tail = output === undefined ? undefined : tailFile(output, (text) => launch.log.accept('stdout', text))
      return new RunningProcess(launch, { child, env, tail, find: memberFinder({ mark, runner: session.runner }) })
    } catch (error) {
      forgetService(session, name)
      throw error
    } finally {
      closeSync(token)
      if (typeof outputDescriptor === 'number') closeSync(outputDescriptor)
    }
  }

  pids(): number[] {
    return this.#find().map(({ pid }) => pid)
  }

  /** Brings the log up to date. */
  readOutput(): void {
    this.#tail?.poll()
  }

  /** Why it can no longer become ready. A starter that ended with 0 and left a daemon behind goes on. */
  failedToStart(): string | undefined {
    if (this.#end === undefined) return undefined
    if (this.#end.code !== 0) return describeEnd(this.#end)
    return this.#isGone() ? describeEnd(this.#end) : undefined
  }

  /** How it ended, once nothing of it is left. */
  ended(): ServiceEnd | undefined {
    if (this.#end === undefined || !this.#isGone()) return undefined
    return { description: describeEnd(this.#end), atMs: this.#end.atMs, clean: this.#end.code === 0 }
  }

  async stop(): Promise<StopResult> {
    const { name, session, stop } = this.#launch
    const ended = await endProcesses(this.#find, stop)
    await Promise.race([this.exited, sleep(200)])
    this.#close()
    forgetService(session, name)
    return ended
  }

  stopNow(): void {
    killProcesses(this.#find)
  }

  release(): void {
    this.#close()
    this.#child.unref()
  }

  /** Looks more than once: a process that forks and ends at that very moment, as daemons do, can be missed together with its child. */
  #isGone(): boolean {
    return [1, 2, 3].every(() => this.#find().length === 0)
  }

  #close(): void {
    this.readOutput()
    this.#tail?.close()
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
    this.channel?.destroy()
    this.#launch.log.close()
  }

  async #watch(): Promise<void> {
    const { log } = this.#launch
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#child[stream]?.setEncoding('utf8').on('data', (text: string) => log.accept(stream, text))
      this.#child[stream]?.on('error', () => {})
    }
    const closed = new Promise((resolve) => this.#child.once('close', resolve))
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      this.#child.once('exit', (...end) => resolve(end)),
    )
    // Its last lines may still be in the pipe; a daemon holds the pipe for ever.
    await Promise.race([closed, sleep(50)])
    this.readOutput()
    this.#end = { code, signal, atMs: Date.now() }
  }
}

function describeEnd({ code, signal }: { code: number | null; signal: string | null }): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
}
