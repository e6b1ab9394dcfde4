import { connect } from 'node:net'
import { describeNetworkError, urlHost } from '../../readiness/probe.ts'
import type { Probe, ProbeResult } from '../../readiness/probe.ts'

/** As long as docker needs to find out that nobody listens behind a port. */
const STABLE_MS = 120

/** Docker accepts connections to a published port before anything listens inside, and then closes them: one that stays open counts. */
export function publishedPortProbe({ host, port }: { host: string; port: number }): Probe {
  return {
    description: `connect to ${urlHost(host)}:${port}`,
    attempt: (timeoutMs) =>
      new Promise((resolve) => {
        const socket = connect({ host, port, timeout: timeoutMs })
        const settle = (result: ProbeResult) => {
          socket.destroy()
          resolve(result)
        }
        const closed = { ready: false, answer: 'the connection is closed at once: nothing listens inside the container' } as const
        socket.on('connect', () => void setTimeout(() => settle({ ready: true, host }), STABLE_MS))
        socket.on('data', () => settle({ ready: true, host }))
        socket.on('end', () => settle(closed))
        socket.on('timeout', () => settle({ ready: false, answer: describeNetworkError('ETIMEDOUT') }))
        socket.on('error', (error: NodeJS.ErrnoException) =>
          settle(error.code === 'ECONNRESET' ? closed : { ready: false, answer: describeNetworkError(error.code ?? error.message) }),
        )
      }),
  }
}
