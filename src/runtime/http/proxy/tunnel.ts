import { connect as connectPlain } from 'node:net'
import type { Socket } from 'node:net'
import type { connect as connectSecurely } from 'node:tls'
import type { buildConnector } from 'undici'
import { requireLazily } from '../../values/require-lazily.ts'
import { RequestError } from '../request-error.ts'
import type { Proxy } from './proxy-for.ts'

/** What a proxy says to CONNECT is short; more than this is something else. */
const longestHead = 16 * 1024

/** How undici connects to an `https:` origin through a proxy: a tunnel by CONNECT (RFC 9110, section 9.3.6), and TLS in it. */
export function tunnelThrough(proxy: Proxy, options: buildConnector.BuildOptions): buildConnector.connector {
  const build = requireLazily<(options: buildConnector.BuildOptions) => buildConnector.connector>('undici/lib/core/connect.js')
  const secure = build(options)
  return (target, callback) => {
    const authority = `${target.hostname}:${target.port === '' ? '443' : target.port}`
    openTunnel(proxy, authority).then(
      (httpSocket) => secure({ ...target, httpSocket }, callback),
      (error: Error) => callback(error, null),
    )
  }
}

function openTunnel({ origin, authorization }: Proxy, authority: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(origin)
    let head = ''
    const end = (reason: string): void => {
      socket.destroy()
      reject(new RequestError('connection', `The proxy ${origin} ${reason}`, { hint: proxyHint }))
    }
    const lost = (error: NodeJS.ErrnoException): void => end(`cannot be reached (${error.code ?? error.message})`)
    const closed = (): void => end('closed the connection')
    const read = (data: Buffer): void => {
      head += data.toString('latin1')
      if (!head.includes('\r\n\r\n') && head.length < longestHead) return
      socket.off('data', read).off('error', lost).off('close', closed)
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]
      if (status === undefined) return end('did not answer in HTTP')
      if (status !== '200') return end(`opens no way to ${authority} (status ${status})`)
      // Of TLS this side speaks first, so nothing can stand behind the head.
      socket.pause()
      resolve(socket)
    }
    socket.on('data', read).on('error', lost).on('close', closed)
    const login = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${login}\r\n`, 'latin1')
  })
}

export const proxyHint = 'HTTP_PROXY, HTTPS_PROXY and ALL_PROXY name it; NO_PROXY lists hosts that are reached without it'

function connectTo(origin: string): Socket {
  const { protocol, hostname, port } = new URL(origin)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'http:') return connectPlain({ host, port: Number(port || 80), noDelay: true })
  const { connect } = requireLazily<{ connect: typeof connectSecurely }>('node:tls')
  return connect({ host, port: Number(port || 443), servername: host })
}
