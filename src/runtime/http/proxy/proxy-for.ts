import { addSecret } from '../../values/secrets.ts'
import { RequestError } from '../request-error.ts'

/** A proxy that requests go through, as `HTTP_PROXY`, `HTTPS_PROXY` or `ALL_PROXY` names it. */
export interface Proxy {
  /** Scheme, host and port, such as `http://proxy.example:3128`. */
  readonly origin: string
  /** What `proxy-authorization` says, where the address has a user and a password. */
  readonly authorization: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for an origin, by the environment: `HTTPS_PROXY` for https, `HTTP_PROXY` for http, else `ALL_PROXY`; in small letters too,
 * which win. `NO_PROXY` lists hosts that are reached directly: `example.com` with all below it, `example.com:8080`, `*`. This machine
 * always is: services that apitest starts listen there.
 */
export function proxyFor(origin: string, env: Environment = process.env): Proxy | undefined {
  const { protocol, hostname, port } = new URL(origin)
  const address = read(env, protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read(env, 'ALL_PROXY')
  if (address === undefined || isLocal(hostname)) return undefined
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return isExcluded(read(env, 'NO_PROXY') ?? '', hostname, ownPort) ? undefined : readProxy(address)
}

/** The environment names something that is no HTTP proxy. */
export class ProxyAddressError extends RequestError {
  constructor() {
    super('request', 'HTTP_PROXY, HTTPS_PROXY and ALL_PROXY take the address of an HTTP proxy, such as `http://proxy.example:3128`')
  }
}

function read(env: Environment, name: string): string | undefined {
  return [env[name.toLowerCase()], env[name]].find((value) => value !== undefined && value !== '')
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]'
}

function isExcluded(list: string, hostname: string, port: string): boolean {
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, host = entry, ownPort] = /^(.+):(\d+)$/.exec(entry) ?? []
      const name = host.replace(/^\*?\./, '')
      return (ownPort === undefined || ownPort === port) && (hostname === name || hostname.endsWith(`.${name}`))
    })
}

function readProxy(address: string): Proxy {
  const text = address.includes('://') ? address : `http://${address}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') throw new ProxyAddressError()
  if (url.username === '') return { origin: url.origin, authorization: undefined }
  const password = decodeURIComponent(url.password)
  if (password !== '') addSecret(password)
  const login = Buffer.from(`${decodeURIComponent(url.username)}:${password}`).toString('base64')
  return { origin: url.origin, authorization: `Basic ${login}` }
}
