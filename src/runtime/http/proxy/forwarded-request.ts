import type { Proxy } from './proxy-for.ts'

interface Forwarded {
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
}

/**
 * A request for an `http:` origin as a proxy takes it: the whole address in the first line, and the service's name in `host`.
 * See RFC 9112, section 3.2.2.
 */
export function forwardedRequest(
  { authorization }: Proxy,
  origin: string,
  { path, headers }: Forwarded,
): { path: string; headers: string[] } {
  const names = new Set(headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()))
  return {
    path: `${origin}${path}`,
    headers: [
      ...(names.has('host') ? [] : ['host', new URL(origin).host]),
      ...headers,
      ...(authorization === undefined || names.has('proxy-authorization') ? [] : ['proxy-authorization', authorization]),
    ],
  }
}
