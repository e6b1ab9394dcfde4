import type { ReceivedCookie } from '../assertions/types.ts'

interface StoredCookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** No `Domain` attribute: for the very host only. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  /** Milliseconds since 1970; `Infinity` for the session. */
  readonly expires: number
  readonly order: number
}

/** The cookies of one test, as RFC 6265 has them: domain, path, expiry and `Secure`. */
export class CookieJar {
  readonly #cookies = new Map<string, StoredCookie>()
  #order = 0

  get isEmpty(): boolean {
    return this.#cookies.size === 0
  }

  /** Everything that has not expired. */
  all(): { name: string; value: string; domain: string; path: string }[] {
    return [...this.#cookies.values()].filter(({ expires }) => expires > Date.now())
  }

  /** Forgets the cookies of a domain, or the one of a name; without either all. */
  remove({ domain, name }: { domain?: string | undefined; name?: string | undefined }): void {
    for (const [key, cookie] of this.#cookies)
      if ((domain === undefined || cookie.domain === domain) && (name === undefined || cookie.name === name)) this.#cookies.delete(key)
  }

  /** Keeps what the `Set-Cookie` lines of an answer say; what they have no right to say is ignored. */
  store(url: URL, cookies: readonly ReceivedCookie[]): void {
    for (const cookie of cookies) {
      const stored = toStored(url, cookie, this.#order++)
      if (stored === undefined) continue
      const key = `${stored.domain};${stored.path};${stored.name}`
      const before = this.#cookies.get(key)
      if (stored.expires <= Date.now()) this.#cookies.delete(key)
      else this.#cookies.set(key, before === undefined ? stored : { ...stored, order: before.order })
    }
  }

  /** Name and value of what is to be sent: longer paths first, then the older. */
  cookiesFor(url: URL): [name: string, value: string][] {
    const now = Date.now()
    return [...this.#cookies.values()]
      .filter(
        (cookie) =>
          cookie.expires > now &&
          matchesHost(cookie, url.hostname) &&
          matchesPath(cookie.path, url.pathname) &&
          (!cookie.secure || isSecure(url)),
      )
      .sort((a, b) => b.path.length - a.path.length || a.order - b.order)
      .map(({ name, value }) => [name, value])
  }
}

function toStored(url: URL, { name, value, attributes }: ReceivedCookie, order: number): StoredCookie | undefined {
  // The last of repeated attributes counts.
  const lastOf = new Map(attributes.map(([attribute, text]) => [attribute.toLowerCase(), text]))
  const textOf = (attribute: string): string | undefined => {
    const text = lastOf.get(attribute)
    return typeof text === 'string' && text !== '' ? text : undefined
  }
  const domain = textOf('domain')?.toLowerCase().replace(/^\./, '')
  if (domain !== undefined && !mayClaim(url.hostname, domain)) return undefined
  const secure = lastOf.has('secure')
  if (secure && !isSecure(url)) return undefined
  const path = textOf('path')
  return {
    name,
    value,
    domain: domain ?? url.hostname,
    hostOnly: domain === undefined,
    path: path?.startsWith('/') === true ? path : defaultPath(url.pathname),
    secure,
    expires: expiryOf(textOf('max-age'), textOf('expires')),
    order,
  }
}

function expiryOf(maxAge: string | undefined, expires: string | undefined): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0 ? 0 : Date.now() + Number(maxAge) * 1000
  const date = expires === undefined ? Number.NaN : Date.parse(expires.replaceAll('-', ' '))
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date
}

/** A host may set cookies for itself and for a domain above it, but not for a whole top-level domain. */
function mayClaim(host: string, domain: string): boolean {
  return host === domain || (domain.includes('.') && host.endsWith(`.${domain}`) && !isAddress(host))
}

function matchesHost({ domain, hostOnly }: StoredCookie, host: string): boolean {
  return host === domain || (!hostOnly && host.endsWith(`.${domain}`))
}

function matchesPath(cookiePath: string, path: string): boolean {
  return path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'))
}

function defaultPath(path: string): string {
  const last = path.lastIndexOf('/')
  return last <= 0 ? '/' : path.slice(0, last)
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith('[')
}

/** Browsers trust the loopback addresses like TLS, and services under test run there. */
function isSecure({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(?:\.\d+){3}$/.test(hostname)
  )
}
