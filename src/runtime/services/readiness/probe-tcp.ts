import { tryConnect } from '../processes/ports.ts'
import { describeNetworkError, urlHost } from './probe.ts'
import type { Probe } from './probe.ts'

/** Ready once a connection is accepted at any of the hosts. */
export function tcpProbe({ hosts, port }: { readonly hosts: readonly string[]; readonly port: number }): Probe {
  return {
    description: `connect to ${urlHost(hosts[0]!)}:${port}`,
    async attempt(timeoutMs) {
      let answer: string | undefined
      for (const host of hosts) {
        const error = await tryConnect(host, port, timeoutMs)
        if (error === undefined) return { ready: true, host }
        answer ??= describeNetworkError(error)
        if (error !== 'ECONNREFUSED') break
      }
      return { ready: false, answer: answer ?? 'no address to ask' }
    },
  }
}
