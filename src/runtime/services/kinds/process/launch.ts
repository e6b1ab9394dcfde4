import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { readiness } from '../../readiness/readiness.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { openLog } from '../../open-log.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import type { StartContext } from '../../service-kind.ts'
import type { ServiceLog } from '../../service-log.ts'
import type { ChosenPort } from './choose-port.ts'
import { findProgram } from './find-program.ts'
import { processEnvironment } from './process-environment.ts'
import { processOptions } from './process-options.ts'
import type { ProcessOptions } from './process-options.ts'
import { RunningProcess } from './running-process.ts'
import { socketHandover } from './socket-handover.ts'

export type ProcessContext = StartContext<'process'>

/** One start of the program on one port, with all that belongs to it. */
export interface Attempt {
  readonly context: ProcessContext
  readonly port: number
  readonly options: ProcessOptions
  /** Absolute. */
  readonly cwd: string
  readonly readiness: Readiness
  readonly log: ServiceLog
  readonly running: RunningProcess
  /** On the clock of `performance.now()`. */
  readonly startedMs: number
}

const READY_TIMEOUT_MS = 60_000

/** Starts the program; whatever can be wrong with it beforehand is said in words. */
export async function launch(context: ProcessContext, { port, held }: ChosenPort): Promise<Attempt> {
  const definition = context.define(port).process
  const options = processOptions(definition)
  const cwd = resolve(context.folder, options.cwd ?? '.')
  const handover = held === undefined ? {} : socketHandover(options.command, options.env)
  const env = processEnvironment({ outer: process.env, own: { ...options.env, ...handover }, port })
  checkProgram({ context, options, cwd, path: env.PATH })
  const ready = readiness(definition.ready, { timeoutMs: READY_TIMEOUT_MS })
  const awaited = ready.kind === 'log' ? { awaited: ready.pattern } : {}
  const log = openLog({ name: context.name, kind: 'process', file: context.logFile }, awaited)
  const startedMs = performance.now()
  try {
    const { name, session, keep } = context
    const { command, stop } = options
    const running = await RunningProcess.launch({ name, command, cwd, env, stop, session, log, socket: held?.descriptor, detached: keep })
    return { context, port, options, cwd, readiness: ready, log, running, startedMs }
  } catch (error) {
    log.close()
    throw cannotStart(context, (error as Error).message, {
      at: 'command',
      details: [`command: ${options.command.join(' ')}`],
      hint: 'Does the first line of a script name an interpreter that exists?',
      cause: error,
    })
  }
}

interface ProgramCheck {
  readonly context: ProcessContext
  readonly options: ProcessOptions
  readonly cwd: string
  readonly path: string | undefined
}

function checkProgram({ context, options, cwd, path }: ProgramCheck): void {
  const { folder } = context
  const [program = ''] = options.command
  if (program === '') throw cannotStart(context, 'its command is empty', { at: 'command', hint: 'Write the program and its arguments' })
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw cannotStart(context, `its folder \`${options.cwd}\` does not exist`, {
      at: 'cwd',
      hint: `\`cwd\` is relative to the project's folder, ${folder}`,
    })
  }
  const found = findProgram({ program, cwd, path, folder })
  if (found.kind === 'missing') throw cannotStart(context, found.message, { at: 'command', hint: found.hint })
}

interface Reason {
  readonly at?: 'command' | 'cwd'
  readonly details?: readonly string[]
  readonly hint: string
  readonly cause?: unknown
}

function cannotStart({ name }: ProcessContext, message: string, { at, details, hint, cause }: Reason): ServiceError {
  const path = at === undefined ? ['process'] : ['process', at]
  return serviceError({ service: name, message: `Service \`${name}\` cannot start: ${message}`, path, details, hint }, { cause })
}
