import { parseDuration } from '../assertions/values/units.ts'
import type { Auth, RequestDefinition } from '../project/request-types.ts'
import { buildBody } from './build-body.ts'
import type { BuiltBody } from './build-body.ts'
import { acceptEncoding } from './decode-body.ts'
import { joinUrl } from './join-url.ts'
import type { Target } from './join-url.ts'
import type { JsonChanges } from './patch-json.ts'
import { RequestError } from './request-error.ts'
import { scalarText } from './scalar-text.ts'

/** A request whose values are known; cookies and credentials are added when it is sent. */
export interface PreparedRequest {
  readonly method: string
  readonly target: Target
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly cookies: Readonly<Record<string, string | null>>
  readonly auth: Auth | undefined
  readonly body: BuiltBody | undefined
  readonly timeoutMs: number
  readonly redirects: number
  /** The service's address, where a path in `oauth2: tokenUrl` begins. */
  readonly base: string | undefined
}

export interface Prepare {
  readonly request: RequestDefinition
  readonly changes: readonly JsonChanges[]
  readonly folder: URL
  /** The service's address; not there for an absolute URL. */
  readonly base: string | undefined
  readonly basePath: string | undefined
}

export async function prepareRequest({ request, changes, folder, base, basePath }: Prepare): Promise<PreparedRequest> {
  const { method, path } = methodOf(request)
  const body = await buildBody(request, changes, folder)
  return {
    method,
    target: joinUrl({ base, basePath, path, query: request.query ?? {} }),
    headers: headersOf(request, body),
    cookies: Object.fromEntries(
      Object.entries(request.cookies ?? {}).map(([name, value]) => [name, value === null ? null : cookieText(name, value)]),
    ),
    auth: request.auth ?? undefined,
    body,
    timeoutMs: readDuration(request.timeout ?? '30s', 'timeout'),
    redirects: readNumber(request.redirects ?? 10, 'redirects'),
    base,
  }
}

export const methodKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const

export function methodOf(request: RequestDefinition): { method: string; path: string } {
  const keys = methodKeys.filter((key) => typeof request[key] === 'string')
  const { method, path } = request
  if (keys.length + (method === undefined ? 0 : 1) !== 1) {
    const found = [...keys, ...(method === undefined ? [] : ['method'])]
    throw new RequestError(
      'request',
      found.length === 0
        ? `A request needs one of ${methodKeys.join(', ')}, or \`method\` with \`path\``
        : `A request has one method, this one has ${found.join(' and ')}`,
    )
  }
  const [key] = keys
  if (key !== undefined) return { method: key.toUpperCase(), path: request[key] as string }
  if (path === undefined) throw new RequestError('request', `\`method: ${method}\` needs a \`path\``)
  return { method: method ?? 'GET', path }
}

function headersOf(request: RequestDefinition, body: BuiltBody | undefined): [string, string][] {
  const given = Object.entries(request.headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== null)
      .map((item: unknown): [string, string] => [name, headerText(item, name)]),
  )
  const names = new Set(Object.keys(request.headers ?? {}).map((name) => name.toLowerCase()))
  const own: [string, string][] = [
    ['user-agent', 'apitest'],
    ['accept', '*/*'],
    ['accept-encoding', acceptEncoding],
    ...(body === undefined ? [] : [['content-type', body.contentType] satisfies [string, string]]),
  ]
  const length = given.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  if (length !== undefined && Number(length) !== (body?.body.bytes ?? 0)) {
    throw new RequestError(
      'request',
      `\`headers: content-length\` is ${length}, but the body has ${body?.body.bytes ?? 0} bytes; it is counted anyway, so leave it out`,
    )
  }
  return [...own.filter(([name]) => !names.has(name)), ...given]
}

function headerText(value: unknown, name: string): string {
  const text = scalarText(value, `headers: ${name}`)
  const unfit = unfitFor(text)
  if (unfit === undefined) return text
  throw new RequestError('request', `\`headers: ${name}\` holds ${unfit} that a header cannot carry; urlEncode(…) makes it sendable`, {
    key: ['headers', name],
  })
}

/** A semicolon ends a cookie, so that the rest of the value would be another one. */
function cookieText(name: string, value: unknown): string {
  const text = scalarText(value, `cookies: ${name}`)
  const because = (what: string, hint: string): RequestError =>
    new RequestError('request', `The cookie \`${name}\` ${what}`, { hint, key: ['cookies', name] })
  const odd = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/u.exec(name)?.[0]
  if (odd !== undefined || name === '')
    throw because(
      odd === undefined ? 'has no name' : `has ${JSON.stringify(odd)} in its name, which a cookie cannot carry`,
      "Names of cookies have letters, digits and any of `!#$%&'*+-.^_|~`",
    )
  const unfit = text.includes(';') ? 'a semicolon' : unfitFor(text)
  if (unfit === undefined) return text
  throw because(`holds ${unfit} that a cookie cannot carry`, 'urlEncode(…) makes it sendable, where the service decodes it')
}

/** What of a text no header can carry, in words. */
function unfitFor(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- exactly those must not be in a header
  const character = /[^\t\u0020-\u007e\u0080-\u00ff]/u.exec(text)?.[0]
  if (character === undefined) return undefined
  if (/[\r\n]/.test(character)) return 'a line break'
  return character < ' ' || character === '\u007f' ? 'a control character' : `the character \`${character}\``
}

export function readDuration(value: unknown, where: string): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined
  if (ms === undefined)
    throw new RequestError('request', `\`${where}\` is ${JSON.stringify(value)}; it takes a duration such as 500ms or 10s`)
  return ms
}

/** Also a number in text, as environment variables are. */
export function readNumber(value: unknown, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
    throw new RequestError('request', `\`${where}\` is ${JSON.stringify(value)}; it takes a number`)
  return number
}
