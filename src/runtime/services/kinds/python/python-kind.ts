import type { MockCommand, MockReply } from '../../../mocks/mock-protocol.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceHandle } from '../../service-handle.ts'
import type { ServiceKind } from '../../service-kind.ts'
import { chooseFreePort } from '../process/choose-port.ts'
import { launchShim } from './launch-shim.ts'
import type { PythonContext, RunningShim } from './launch-shim.ts'
import { waitForShim } from './wait-for-shim.ts'

/**
 * A WSGI or ASGI application, served by a small program of ours (`apitest_shim`) in a process of its own. It takes a listening socket that
 * is open before it starts, so no port is ever lost, and says over a channel when it is ready, so nothing has to be probed. Functions are
 * replaced over the same channel; its end ends the process.
 */
export const pythonKind: ServiceKind<'python'> = { name: 'python', start }

async function start(context: PythonContext): Promise<ServiceHandle> {
  const { port, held } = await chooseFreePort({ hold: true })
  const shim = await launchShim(context, { port, held }).finally(() => held?.release())
  try {
    await waitForShim(shim)
    return handleOf(shim)
  } catch (error) {
    await shim.running.stop()
    throw error
  }
}

function handleOf({ context, port, log, running, channel, startedMs }: RunningShim): ServiceHandle {
  return {
    name: context.name,
    kind: 'python',
    url: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    readyMs: Math.round(performance.now() - startedMs),
    logFile: log.file,
    pids: () => running.pids(),
    log(query) {
      running.readOutput()
      return log.excerpt(query)
    },
    ended: () => running.ended(),
    async mock(command: MockCommand): Promise<MockReply> {
      const { error, ...reply } = await channel.ask(command)
      if (error === undefined) return reply
      throw serviceError({ service: context.name, message: `A mock of service \`${context.name}\` fails: ${error}`, path: ['python'] })
    },
    stop: () => running.stop(),
    stopNow: () => running.stopNow(),
    release() {
      channel.keep()
      running.release()
    },
  }
}
