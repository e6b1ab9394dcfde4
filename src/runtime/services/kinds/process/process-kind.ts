import { urlHost } from '../../readiness/probe.ts'
import type { ServiceHandle } from '../../service-handle.ts'
import type { ServiceKind } from '../../service-kind.ts'
import { becomeReady } from './become-ready.ts'
import { chooseFreePort, fixedPort, takeFixedPort } from './choose-port.ts'
import type { ChosenPort } from './choose-port.ts'
import { launch } from './launch.ts'
import type { Attempt, ProcessContext } from './launch.ts'
import { PortLostError } from './port-lost-error.ts'
import { processOptions } from './process-options.ts'
import { socketHandover } from './socket-handover.ts'

/**
 * A local program. Its port, when it is not fixed, comes in one of two ways: gunicorn without a bind of its own inherits a listening
 * socket, so that no other program can get in between; all others are told a free port, as `${port}` and PORT, and start again on
 * another one if somebody was faster.
 */
export const processKind: ServiceKind<'process'> = { name: 'process', start }

const PORTS_TO_TRY = 3

async function start(context: ProcessContext): Promise<ServiceHandle> {
  const fixed = fixedPort(context.name, context.outline.process)
  if (fixed !== undefined) return startOn(context, await takeFixedPort(context.name, fixed))
  const hold = takesSocket(context)
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(context, await chooseFreePort({ hold }))
    } catch (error) {
      if (!(error instanceof PortLostError) || attempt === PORTS_TO_TRY || context.signal.aborted) throw error
    }
  }
}

/** A socket that is handed over accepts connections before the program does, so readiness by connecting would say nothing. */
function takesSocket({ outline }: ProcessContext): boolean {
  const { ready = { tcp: true } } = outline.process
  const { command, env } = processOptions(outline.process)
  return ready.tcp !== true && socketHandover(command, env) !== undefined
}

async function startOn(context: ProcessContext, { port, held }: ChosenPort): Promise<ServiceHandle> {
  const attempt = await launch(context, { port, held }).finally(() => held?.release())
  try {
    const host = await becomeReady(attempt)
    return handleOf(attempt, host)
  } catch (error) {
    await attempt.running.stop()
    throw error
  }
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
      return log.excerpt(query)
    },
    ended: () => running.ended(),
    stop: () => running.stop(),
    stopNow: () => running.stopNow(),
    release: () => running.release(),
  }
}
