import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'

export interface GuardOptions {
  /** What the server listens on. */
  readonly boundTo: string
  readonly token: string
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * Why a request is refused, or `undefined`. A page of another origin could reach the server through the reader's browser: a name that
 * was made to point here shows in `Host`, another origin in `Origin` or `Sec-Fetch-Site`, and only our own page knows the token.
 */
export function refuse(request: IncomingMessage, { boundTo, token }: GuardOptions): string | undefined {
  const { host = '', origin } = request.headers
  const name = hostName(host)
  if (name === undefined || !isOurs(name, boundTo)) return 'The name in the address is not one of this machine'
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Another page may not ask'
  if (origin !== undefined && origin !== `http://${host}`) return 'Another page may not ask'
  if (request.method === 'POST' && !sameText(String(request.headers['x-apitest-token'] ?? ''), token))
    return 'The token is missing or belongs to an earlier run: reload the page'
  return undefined
}

function hostName(host: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined
  try {
    return new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '').toLowerCase()
  } catch {
    return undefined
  }
}

/** Where others may reach it, they do so by an address or by the machine's own name. */
function isOurs(name: string, boundTo: string): boolean {
  if (loopback.has(name) || name === boundTo.toLowerCase()) return true
  return !loopback.has(boundTo) && (isIP(name) !== 0 || name === hostname().toLowerCase())
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(left as Buffer, right as Buffer)
}
