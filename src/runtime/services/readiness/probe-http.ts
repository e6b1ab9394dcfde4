import { request } from 'node:http'
import { describeNetworkError, urlHost } from './probe.ts'
import type { Probe, ProbeResult } from './probe.ts'

export interface HttpTarget {
  readonly hosts: readonly string[]
  readonly port: number
  readonly path: string
  /** Undefined: any answer counts. */
  readonly status: readonly (number | string)[] | undefined
}

/** Ready once a GET is answered, with one of the statuses if any are named. */
export function httpProbe(target: HttpTarget): Probe {
  const url = (host: string) => `http://${urlHost(host)}:${target.port}${target.path}`
  return {
    description: `GET ${url(target.hosts[0]!)}`,
    async attempt(timeoutMs) {
      let result: ProbeResult = { ready: false, answer: 'no address to ask' }
      for (const host of target.hosts) {
        const status = await statusOf(url(host), timeoutMs)
        if (typeof status === 'number') return judge(status, { host, wanted: target.status })
        if (result.ready === false && result.answer !== describeNetworkError('ECONNREFUSED')) result = { ready: false, answer: status }
        if (status !== describeNetworkError('ECONNREFUSED')) break
      }
      return result
    },
  }
}

function judge(status: number, { host, wanted }: { host: string; wanted: HttpTarget['status'] }): ProbeResult {
  if (wanted === undefined || wanted.some((pattern) => matches(status, pattern))) return { ready: true, host }
  return { ready: false, answer: `status ${status}, expected ${wanted.join(' or ')}` }
}

function matches(status: number, pattern: number | string): boolean {
  return typeof pattern === 'number' || !/^[1-5]xx$/i.test(pattern) ? status === Number(pattern) : Math.floor(status / 100) === Number(pattern[0])
}

/** The status of the answer, or why there is none. */
function statusOf(url: string, timeoutMs: number): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, headers: { connection: 'close', 'user-agent': 'apitest' } }, (response) => {
      resolve(response.statusCode ?? 0)
      asked.destroy()
    })
    const timer = setTimeout(() => asked.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), timeoutMs)
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const parser = error.code?.startsWith('HPE_') ?? false
      resolve(parser ? `an answer that is not HTTP (${error.message})` : describeNetworkError(error.code ?? error.message))
    })
    asked.on('close', () => clearTimeout(timer))
    asked.end()
  })
}
