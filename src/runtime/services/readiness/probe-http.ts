import { request as requestHttp } from 'node:http'
import { describeNetworkError, loopbackHosts, urlHost } from './probe.ts'
import type { Probe, ProbeResult } from './probe.ts'

export interface HttpTarget {
  /** A scheme, host and port; the loopback port is tried at both loopback addresses. */
  readonly origin: string | { readonly loopbackPort: number }
  readonly path: string
  /** Undefined: any answer counts. */
  readonly status: readonly (number | string)[] | undefined
}

/** Ready once a GET is answered, with one of the statuses if any are named. */
export function httpProbe({ origin, path, status: wanted }: HttpTarget): Probe {
  const places =
    typeof origin === 'string'
      ? [{ host: new URL(origin).hostname, url: origin + path }]
      : loopbackHosts.map((host) => ({ host, url: `http://${urlHost(host)}:${origin.loopbackPort}${path}` }))
  return {
    description: `GET ${places[0]!.url}`,
    async attempt(timeoutMs) {
      for (const { host, url } of places) {
        const status = await statusOf(url, timeoutMs)
        if (typeof status === 'number') return judge(status, { host, wanted })
        if (status !== REFUSED) return { ready: false, answer: status }
      }
      return { ready: false, answer: REFUSED }
    },
  }
}

const REFUSED = describeNetworkError('ECONNREFUSED')

function judge(status: number, { host, wanted }: { host: string; wanted: HttpTarget['status'] }): ProbeResult {
  if (wanted === undefined || wanted.some((pattern) => matches(status, pattern))) return { ready: true, host }
  return { ready: false, answer: `status ${status}, expected ${wanted.join(' or ')}` }
}

/** `2xx` is a class, anything else a status. */
function matches(status: number, pattern: number | string): boolean {
  const [, statusClass] = /^([1-5])xx$/i.exec(String(pattern)) ?? []
  return statusClass === undefined ? status === Number(pattern) : Math.floor(status / 100) === Number(statusClass)
}

/** The status of the answer, or why there is none. */
async function statusOf(url: string, timeoutMs: number): Promise<number | string> {
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestHttp
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, headers: { connection: 'close', 'user-agent': 'apitest' } }, (response) => {
      resolve(response.statusCode ?? 0)
      asked.destroy()
    })
    const timer = setTimeout(() => asked.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), timeoutMs)
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const isNotHttp = error.code?.startsWith('HPE_') ?? false
      resolve(isNotHttp ? `an answer that is not HTTP (${error.message})` : describeNetworkError(error.code ?? error.message))
    })
    asked.on('close', () => clearTimeout(timer))
    asked.end()
  })
}
