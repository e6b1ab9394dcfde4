import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { sessionBegan } from '../../processes/run-session.ts'
import { readiness } from '../../readiness/readiness.ts'
import { openLog } from '../../open-log.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import type { StartContext } from '../../service-kind.ts'
import type { ServiceLog } from '../../service-log.ts'
import type { ChosenPort } from '../process/choose-port.ts'
import { processEnvironment } from '../process/process-environment.ts'
import { processOptions } from '../process/process-options.ts'
import { RunningProcess } from '../process/running-process.ts'
import { findPython } from './find-python.ts'
import { ShimChannel } from './shim-channel.ts'
import { shimFile } from './shim-file.ts'

export type PythonContext = StartContext<'python'>

/** One start of the application. */
export interface RunningShim {
  readonly context: PythonContext
  /** `module:attribute`. */
  readonly app: string
  readonly port: number
  readonly log: ServiceLog
  readonly running: RunningProcess
  readonly channel: ShimChannel
  /** How long it may take until it is ready. */
  readonly readyWithinMs: number
  /** On the clock of `performance.now()`. */
  readonly startedMs: number
}

/** Models take their time; an application that starts a server of its own while it is imported never comes to an end. */
const READY_TIMEOUT_MS = 120_000
/** Where the shim finds the listening socket: as descriptor 3, like every program that is handed one. */
const SOCKET = 3

/** Starts the shim; whatever can be wrong beforehand is said in words. */
export async function launchShim(context: PythonContext, { port, held }: ChosenPort): Promise<RunningShim> {
  const { name, folder, session, keep } = context
  const definition = context.define(port).python
  const app = String(definition.app)
  const { env: own, stop } = processOptions({ command: [], ...(definition.env !== undefined && { env: definition.env }) })
  const env = processEnvironment({ outer: process.env, own, port })
  const cwd = resolve(folder, definition.cwd ?? '.')
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw cannotStart(context, `its folder \`${definition.cwd}\` does not exist`, {
      at: 'cwd',
      hint: `\`cwd\` is relative to the project's folder, ${folder}`,
    })
  }
  const python = findPython({ python: definition.python === undefined ? undefined : String(definition.python), folder, env })
  if (python.kind === 'missing') throw cannotStart(context, python.message, { at: 'python', hint: python.hint })
  const log = openLog({ name, kind: 'python', file: context.logFile })
  const startedMs = performance.now()
  try {
    const command = [python.program, shimFile()]
    const running = await RunningProcess.launch({
      name,
      command,
      cwd,
      env,
      stop,
      session,
      log,
      socket: held?.descriptor,
      channel: true,
      detached: keep,
    })
    const channel = new ShimChannel(running.channel!, {
      app,
      socket: SOCKET,
      mocks: definition.mocks ?? {},
      coverage: definition.coverage === true,
      since: sessionBegan(session) / 1000,
    })
    const { timeoutMs: readyWithinMs } = readiness(definition.ready, { timeoutMs: READY_TIMEOUT_MS })
    return { context, app, port, log, running, channel, readyWithinMs, startedMs }
  } catch (error) {
    log.close()
    throw cannotStart(context, (error as Error).message, { at: 'python', hint: `Can ${python.program} be executed?`, cause: error })
  }
}

interface Reason {
  readonly at?: 'cwd' | 'python'
  readonly hint: string
  readonly cause?: unknown
}

function cannotStart({ name }: PythonContext, message: string, { at, hint, cause }: Reason): ServiceError {
  const path = at === undefined ? ['python'] : ['python', at]
  return serviceError({ service: name, message: `Service \`${name}\` cannot start: ${message}`, path, hint }, { cause })
}
