import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoadControl } from '../record/load-record.ts'
import { defaultPercentiles } from '../report/analyse-load.ts'
import { LiveFeed } from './live-feed.ts'
import type { StartSettings } from './live-types.ts'
import { answerRequest } from './answer-request.ts'

export interface LoadPageOptions {
  /** Given: this one or an error. Default: 8089, or the next free one of the ten behind it. */
  readonly port?: number
  /** The interface it listens on. Default: 127.0.0.1; other machines reach the page only where this is set to something else. */
  readonly host?: string
  /** Columns and lines of response times. Default: 50, 95, 99. */
  readonly percentiles?: readonly number[]
  /** What the start form is filled with. */
  readonly settings?: StartSettings
  /** Takes secrets out of everything that is sent. */
  readonly redact?: (text: string) => string
}

export interface LoadPage {
  /** `http://127.0.0.1:8089/` */
  readonly url: string
  readonly port: number
  /** The port that was wanted and is taken by somebody else; then another one was chosen. */
  readonly takenPort: number | undefined
  /** Lets open pages see the end, then closes them. */
  close(): Promise<void>
}

/** The port of the page is not free; the message says what to do. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
  readonly port: number

  constructor(port: number, host: string) {
    super(`Port ${port} of ${host} is taken, the page of the load run cannot be shown there; choose another one with \`--web-port\``)
    this.port = port
  }
}

const usualPort = 8089
const portsToTry = 10

/**
 * Serves the live page of a run until it is closed.
 *
 * @example
 * const page = await openLoadPage(control, { percentiles: [50, 90, 99] })
 * console.log(page.url) // http://127.0.0.1:8089/
 */
export async function openLoadPage(control: LoadControl, options: LoadPageOptions = {}): Promise<LoadPage> {
  const { host = '127.0.0.1', percentiles = defaultPercentiles, settings = {}, redact = (text: string) => text } = options
  const feed = new LiveFeed(control, { percentiles, settings, redact })
  const token = randomBytes(18).toString('base64url')
  const server = createServer((request, response) => {
    void answerRequest({ request, response, control, feed, token, boundTo: host, redact })
  })
  const candidates = options.port === undefined ? Array.from({ length: portsToTry }, (_, index) => usualPort + index) : [options.port]
  const port = await listenOnFirst(server, candidates, host).catch((error: unknown) => {
    feed.close()
    throw error
  })
  const wanted = candidates[0] as number
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    port,
    takenPort: wanted === 0 || wanted === port ? undefined : wanted,
    close: () => {
      feed.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 250).unref()
      })
    },
  }
}

async function listenOnFirst(server: Server, ports: readonly number[], host: string): Promise<number> {
  for (const port of ports) {
    try {
      return await listen(server, port, host)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  throw new PortTakenError(ports[0] as number, host)
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
