import { relative } from 'node:path'
import { isPortTaken, listeningPorts } from '../../processes/ports.ts'
import { commandProbe } from '../../readiness/probe-command.ts'
import { httpProbe } from '../../readiness/probe-http.ts'
import { tcpProbe } from '../../readiness/probe-tcp.ts'
import { loopbackHosts } from '../../readiness/probe.ts'
import type { Probe } from '../../readiness/probe.ts'
import { waitUntilReady } from '../../readiness/wait-until-ready.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import { fixedPort } from './choose-port.ts'
import { explainEnd, explainNeverReady, portTaken } from './explain-failure.ts'
import type { Attempt } from './launch.ts'
import { PortLostError } from './port-lost-error.ts'
import { findStranger } from './verify-owner.ts'

/** Waits until the program is ready; returns the host at which it answers. Throws `ServiceError` when it ends or takes too long. */
export async function becomeReady(attempt: Attempt): Promise<string> {
  const { context, readiness, running, log } = attempt
  const probe = probeFor(attempt)
  const result = await waitUntilReady({
    probe,
    timeoutMs: readiness.timeoutMs,
    intervalMs: readiness.intervalMs,
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
      throw await endedEarly(attempt, { probe, reason: result.reason, answer: result.answer })
    case 'timeout':
      throw neverReady(attempt, { probe, answer: result.answer })
    case 'aborted':
      throw serviceError({ service: context.name, message: `Service \`${context.name}\` was stopped before it was ready` })
  }
}

function probeFor(attempt: Attempt): Probe {
  const { readiness, port, cwd, log, running } = attempt
  switch (readiness.kind) {
    case 'http':
      return ownPort(attempt, httpProbe({ origin: { loopbackPort: port }, path: readiness.path, status: readiness.status }))
    case 'tcp':
      return ownPort(attempt, tcpProbe({ hosts: loopbackHosts, port }))
    case 'command':
      return commandProbe({ command: readiness.command, cwd, env: running.env })
    case 'log':
      return {
        description: `a line like ${readiness.pattern}`,
        attempt: async () => {
          running.readOutput()
          return log.matched ? { ready: true } : { ready: false, answer: 'no such line' }
        },
      }
  }
}

/** The probe, but an answer of somebody else does not count. */
function ownPort(attempt: Attempt, probe: Probe): Probe {
  const { context, port, running } = attempt
  return {
    description: probe.description,
    async attempt(timeoutMs) {
      const result = await probe.attempt(timeoutMs)
      if (!result.ready) return result
      const stranger = findStranger({ port, running, session: context.session })
      if (stranger === undefined) return result
      const reason = `port ${port} is answered by pid ${stranger.pid}${stranger.name === undefined ? '' : ` (${stranger.name})`}, which is not this service`
      if (isPortFree(attempt)) throw portLost(attempt, reason)
      return { ready: false, answer: reason }
    },
  }
}

interface Outcome {
  readonly probe: Probe
  /** The last one before. */
  readonly answer: string | undefined
}

async function endedEarly(attempt: Attempt, { probe, reason, answer }: Outcome & { reason: string }): Promise<ServiceError> {
  const { context, port, log, startedMs } = attempt
  const lines = log.lines()
  if (isPortFree(attempt) && portTaken.test(lines.join('\n')) && (await isPortTaken(port)))
    return portLost(attempt, `port ${port} was taken by another program`)
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` ${reason} after ${seconds(performance.now() - startedMs)}, before it was ready`,
    path: ['process', 'command'],
    details: facts(attempt, { probe, answer }),
    log: lines,
    hint: explainEnd(reason, lines),
  })
}

function neverReady(attempt: Attempt, { probe, answer }: { probe: Probe; answer: string }): ServiceError {
  const { context, readiness, log, running, port } = attempt
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` was not ready after ${seconds(readiness.timeoutMs)}; last answer: ${answer}`,
    path: ['process', 'ready'],
    details: facts(attempt, { probe, answer }),
    log: log.lines(),
    hint: explainNeverReady({ port, listening: listeningPorts(running.pids()), readiness: readiness.kind, answer }),
  })
}

/** Nobody but us chose the port, so another one will do. */
function isPortFree({ context }: Attempt): boolean {
  return fixedPort(context.name, context.outline.process) === undefined
}

function portLost({ context, options }: Attempt, reason: string): PortLostError {
  const { failure } = serviceError({
    service: context.name,
    message: `Service \`${context.name}\` cannot start: ${reason}`,
    path: ['process', 'port'],
    details: [`command: ${options.command.join(' ')}`],
  })
  return new PortLostError(failure)
}

function facts({ context, options, log }: Attempt, { probe, answer }: Outcome): string[] {
  const file = relative(context.folder, log.file)
  return [
    `command: ${options.command.join(' ')}`,
    `probe: ${probe.description}${answer === undefined ? '' : ` → ${answer}`}`,
    `log: ${file.startsWith('..') ? log.file : file}`,
  ]
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(1))}s`
}
