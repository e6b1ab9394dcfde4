import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import { explainEnd } from '../process/explain-failure.ts'
import type { RunningShim } from './launch-shim.ts'
import type { ShimFailure, ShimReply, ShimStart } from './shim-channel.ts'

const SLOW_MS = 10_000
/** Of a traceback; its end says what is wrong. */
const SHOWN_LINES = 14

/** Waits until the application answers. Throws `ServiceError` when it cannot. */
export async function waitForShim(shim: RunningShim): Promise<void> {
  const { context, channel, running, startedMs } = shim
  const slow = setInterval(
    () => context.waiting(`waiting for \`${context.name}\` for ${seconds(startedMs)}: importing ${shim.app}`),
    SLOW_MS,
  )
  const patience = deferred<'timeout' | 'aborted'>()
  const timer = setTimeout(() => patience.resolve('timeout'), shim.readyWithinMs)
  const abort = () => patience.resolve('aborted')
  context.signal.addEventListener('abort', abort, { once: true })
  if (context.signal.aborted) abort()
  try {
    const start = await Promise.race([channel.started, patience.promise])
    if (start === 'aborted')
      throw serviceError({ service: context.name, message: `Service \`${context.name}\` was stopped before it was ready` })
    if (start === 'timeout') throw await neverReady(shim)
    await judge(shim, start)
  } finally {
    clearInterval(slow)
    clearTimeout(timer)
    context.signal.removeEventListener('abort', abort)
  }

  async function judge(shim: RunningShim, start: ShimStart): Promise<void> {
    if (start?.event === 'ready') return
    await running.exited
    throw start === undefined ? endedEarly(shim) : cannotServe(shim, start)
  }
}

function cannotServe(shim: RunningShim, { stage, message, hint, traceback = [], target }: ShimFailure): ServiceError {
  const { context, log } = shim
  const lines = traceback.length > 0 ? traceback : log.lines({ limit: SHOWN_LINES })
  const shown = lines.length > SHOWN_LINES ? [`… ${lines.length - SHOWN_LINES} lines before`, ...lines.slice(-SHOWN_LINES)] : lines
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` cannot start: ${message}`,
    path: target === null || target === undefined ? ['python', keyOf[stage ?? 'import']] : ['python', 'mocks', target],
    details: facts(shim),
    log: shown,
    hint: hint ?? explainEnd('', lines),
  })
}

const keyOf = {
  python: 'python',
  import: 'app',
  attribute: 'app',
  call: 'app',
  kind: 'app',
  startup: 'app',
  coverage: 'coverage',
  mock: 'mocks',
} as const

/** Killed, or ended by its own code, such as `os._exit`. */
function endedEarly(shim: RunningShim): ServiceError {
  const { context, log, running, startedMs } = shim
  const lines = log.lines()
  const reason = running.failedToStart() ?? 'ended'
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` ${reason} after ${seconds(startedMs)}, before it was ready`,
    path: ['python', 'app'],
    details: facts(shim),
    log: lines,
    hint: explainEnd(reason, lines),
  })
}

async function neverReady(shim: RunningShim): Promise<ServiceError> {
  const { context, log, channel, startedMs } = shim
  const nothing: ShimReply = {}
  const { stack = [] } = await Promise.race([channel.ask({ op: 'stack' }).catch(() => nothing), sleep(1000, nothing, { ref: false })])
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` was not ready after ${seconds(startedMs)}; it is still importing \`${shim.app}\``,
    path: ['python', 'app'],
    details: facts(shim),
    log: [...log.lines({ limit: 5 }), ...stack.slice(-SHOWN_LINES)],
    hint: 'The last lines say where it is. A module that starts a server itself does so under `if __name__ == "__main__":`; if it only needs longer, write `ready: { timeout: 5m }`',
  })
}

function facts({ context, app, log }: RunningShim): string[] {
  const file = relative(context.folder, log.file)
  return [`app: ${app}`, `log: ${file.startsWith('..') ? log.file : file}`]
}

function seconds(sinceMs: number): string {
  const milliseconds = performance.now() - sinceMs
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(1))}s`
}

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
}

function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
