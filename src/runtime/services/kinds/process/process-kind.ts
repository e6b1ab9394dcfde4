import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { isPortTaken, listeningPorts } from '../../processes/ports.ts'
import { httpProbe } from '../../readiness/probe-http.ts'
import { tcpProbe } from '../../readiness/probe-tcp.ts'
import { commandProbe } from '../../readiness/probe-command.ts'
import { loopbackHosts, urlHost } from '../../readiness/probe.ts'
import type { Probe } from '../../readiness/probe.ts'
import { readiness } from '../../readiness/readiness.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { waitUntilReady } from '../../readiness/wait-until-ready.ts'
import type { ServiceHandle } from '../../service-handle.ts'
import { ServiceError, serviceError } from '../../service-error.ts'
import type { ServiceKind, StartContext } from '../../service-kind.ts'
import { ServiceLog } from '../../service-log.ts'
import { chooseFreePort, takeFixedPort } from './choose-port.ts'
import type { ChosenPort } from './choose-port.ts'
import { explainEnd, explainNeverReady, portTaken } from './explain-failure.ts'
import { findProgram } from './find-program.ts'
import { processEnvironment } from './process-environment.ts'
import { processOptions } from './process-options.ts'
import type { ProcessOptions } from './process-options.ts'
import { RunningProcess } from './running-process.ts'
import { socketHandover } from './socket-handover.ts'
import { findStranger } from './verify-owner.ts'

type Context = StartContext<'process'>

/**
 * A local program. Its port, when it is not fixed, comes in one of two ways: gunicorn without a bind of its own inherits a listening
 * socket, so that no other program can get in between; all others are told a free port, as `${port}` and PORT, and start again on
 * another one if somebody was faster.
 */
export const processKind: ServiceKind<'process'> = { name: 'process', start }

const READY_TIMEOUT_MS = 60_000
const PORTS_TO_TRY = 3

async function start(context: Context): Promise<ServiceHandle> {
  const outline = context.outline.process
  if (typeof outline.port === 'number') return startOn(context, await takeFixedPort(context.name, outline.port))
  const options = processOptions(outline)
  const hold = outline.ready?.tcp !== true && outline.ready !== undefined && socketHandover(options.command, options.env) !== undefined
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(context, await chooseFreePort({ hold }))
    } catch (error) {
      if (!(error instanceof PortLostError) || attempt === PORTS_TO_TRY || context.signal.aborted) throw error
    }
  }
}

/** Another program took the port between our choice and the start of the service. */
class PortLostError extends ServiceError {}

/** All that belongs to one attempt. */
interface Attempt {
  readonly context: Context
  readonly port: number
  readonly options: ProcessOptions
  readonly readiness: Readiness
  readonly log: ServiceLog
  readonly running: RunningProcess
  readonly probe: Probe
  readonly startedMs: number
}

async function startOn(context: Context, { port, held }: ChosenPort): Promise<ServiceHandle> {
  const attempt = await launch(context, { port, held }).finally(() => held?.release())
  try {
    const host = await becomeReady(attempt)
    return handleOf(attempt, host)
  } catch (error) {
    await attempt.running.stop()
    throw error
  }
}

async function launch(context: Context, { port, held }: ChosenPort): Promise<Attempt> {
  const { name, folder, session } = context
  const definition = context.define(port).process
  const options = processOptions(definition)
  const cwd = resolve(folder, options.cwd ?? '.')
  const handover = held === undefined ? {} : socketHandover(options.command, options.env)
  const env = processEnvironment({ outer: process.env, own: { ...options.env, ...handover }, port, extra: {} })
  checkProgram({ context, options, cwd, env })
  const ready = readiness(definition.ready, { timeoutMs: READY_TIMEOUT_MS })
  const log = openLog(context, ready)
  const startedMs = performance.now()
  try {
    const running = await RunningProcess.launch({
      name,
      command: options.command,
      cwd,
      env,
      stop: options.stop,
      session,
      log,
      socket: held?.descriptor,
      detached: context.keep,
    })
    return { context, port, options, readiness: ready, log, running, startedMs, probe: probeFor(ready, { port, cwd, log, running }) }
  } catch (error) {
    log.close()
    throw serviceError(
      {
        service: name,
        message: `Service \`${name}\` cannot start: ${(error as Error).message}`,
        path: ['process', 'command'],
        details: [`command: ${options.command.join(' ')}`],
        hint: 'Does the first line of a script name an interpreter that exists?',
      },
      { cause: error },
    )
  }
}

function checkProgram({ context, options, cwd, env }: { context: Context; options: ProcessOptions; cwd: string; env: NodeJS.ProcessEnv }): void {
  const { name, folder } = context
  const fail = (reason: string, at: 'command' | 'cwd', hint: string) =>
    serviceError({ service: name, message: `Service \`${name}\` cannot start: ${reason}`, path: ['process', at], hint })
  const [program] = options.command
  if (program === undefined || program === '') throw fail('its command is empty', 'command', 'Write the program and its arguments')
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw fail(`its folder \`${options.cwd}\` does not exist`, 'cwd', `\`cwd\` is relative to the project's folder, ${folder}`)
  }
  const found = findProgram({ program, cwd, path: env.PATH, folder })
  if (found.kind === 'missing') throw fail(lowerFirst(found.message), 'command', found.hint)
}

function openLog({ name, logFile }: Context, ready: Readiness): ServiceLog {
  try {
    return new ServiceLog(logFile, ready.kind === 'log' ? { awaited: ready.pattern } : {})
  } catch (error) {
    throw serviceError(
      {
        service: name,
        message: `Service \`${name}\` cannot start: its log cannot be written to ${logFile} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
        hint: 'Is the report folder writable, and is there space left? `--report FOLDER` chooses another one',
      },
      { cause: error },
    )
  }
}

function probeFor(ready: Readiness, { port, cwd, log, running }: { port: number; cwd: string; log: ServiceLog; running: RunningProcess }): Probe {
  switch (ready.kind) {
    case 'http':
      return httpProbe({ origin: { loopbackPort: port }, path: ready.path, status: ready.status })
    case 'tcp':
      return tcpProbe({ hosts: loopbackHosts, port })
    case 'command':
      return commandProbe({ command: ready.command, cwd, env: running.env })
    case 'log':
      return {
        description: `a line like ${ready.pattern}`,
        attempt: async () => {
          running.readOutput()
          return log.matched ? { ready: true } : { ready: false, answer: 'no such line' }
        },
      }
  }
}

/** The host at which it answers. */
async function becomeReady(attempt: Attempt): Promise<string> {
  const { context, readiness: ready, running, log, probe } = attempt
  const result = await waitUntilReady({
    probe: ready.kind === 'http' || ready.kind === 'tcp' ? ownPort(attempt) : probe,
    timeoutMs: ready.timeoutMs,
    intervalMs: ready.intervalMs,
    over: () => running.failedToStart(),
    wake: running.exited,
    signal: context.signal,
    slow(waitedMs, answer) {
      const last = log.lines({ limit: 1 })[0]
      const printed = last === undefined ? '' : `; last line: ${last}`
      context.waiting(`waiting for \`${context.name}\` for ${Math.round(waitedMs / 1000)}s: ${probe.description}: ${answer}${printed}`)
    },
  })
  switch (result.kind) {
    case 'ready':
      return result.host ?? loopbackHosts[0]
    case 'over':
      throw await endedEarly(attempt, result.reason, result.answer)
    case 'timeout':
      throw neverReady(attempt, result.answer)
    case 'aborted':
      throw serviceError({ service: context.name, message: `Service \`${context.name}\` was stopped before it was ready` })
  }
}

/** The probe, but an answer of somebody else does not count. */
function ownPort({ context, port, probe, running, options }: Attempt): Probe {
  return {
    description: probe.description,
    async attempt(timeoutMs) {
      const result = await probe.attempt(timeoutMs)
      if (!result.ready) return result
      const stranger = findStranger({ port, running, session: context.session })
      if (stranger === undefined) return result
      const reason = `port ${port} is answered by pid ${stranger.pid}${stranger.name === undefined ? '' : ` (${stranger.name})`}, which is not this service`
      if (context.outline.process.port === undefined || context.outline.process.port === 'auto') throw portLost(context.name, reason, options)
      return { ready: false, answer: reason }
    },
  }
}

function portLost(service: string, reason: string, options: ProcessOptions): PortLostError {
  const { failure } = serviceError({
    service,
    message: `Service \`${service}\` cannot start: ${reason}`,
    path: ['process', 'port'],
    details: [`command: ${options.command.join(' ')}`],
  })
  return new PortLostError(failure)
}

async function endedEarly(attempt: Attempt, reason: string, answer: string | undefined): Promise<ServiceError> {
  const { context, options, port, log, startedMs } = attempt
  const lines = log.lines()
  const auto = typeof context.outline.process.port !== 'number'
  if (auto && portTaken.test(lines.join('\n')) && (await isPortTaken(port))) return portLost(context.name, `port ${port} was taken by another program`, options)
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` ${reason} after ${seconds(performance.now() - startedMs)}, before it was ready`,
    path: ['process', 'command'],
    details: facts(attempt, answer),
    log: lines,
    hint: explainEnd(reason, lines),
  })
}

function neverReady(attempt: Attempt, answer: string): ServiceError {
  const { context, readiness: ready, log, running, port } = attempt
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` was not ready after ${seconds(ready.timeoutMs)}; last answer: ${answer}`,
    path: ['process', 'ready'],
    details: facts(attempt, answer),
    log: log.lines(),
    hint: explainNeverReady({ port, listening: listeningPorts(running.pids()), readiness: ready.kind, answer, timeoutMs: ready.timeoutMs }),
  })
}

function facts({ context, options, probe, log }: Attempt, answer: string | undefined): string[] {
  const file = relative(context.folder, log.file)
  return [
    `command: ${options.command.join(' ')}`,
    `probe: ${probe.description}${answer === undefined ? '' : ` → ${answer}`}`,
    `log: ${file.startsWith('..') ? log.file : file}`,
  ]
}

function handleOf({ context, port, log, running, startedMs }: Attempt, host: string): ServiceHandle {
  return {
    name: context.name,
    kind: 'process',
    url: `http://${urlHost(host)}:${port}`,
    host,
    port,
    readyMs: Math.round(performance.now() - startedMs),
    logFile: log.file,
    pids: () => running.pids(),
    log(query) {
      running.readOutput()
      return log.lines(query)
    },
    ended: () => running.ended(),
    stop: () => running.stop(),
    stopNow: () => running.stopNow(),
    release: () => running.release(),
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(1))}s`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
