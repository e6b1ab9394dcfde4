import { convertBody, readQuery } from './convert-body.ts'
import { hasExpression, mapLiteral, specText, specValue } from './expressions.ts'
import type { HttpRequest } from './http-request.ts'
import { envName, isSecretField, isSecretHeader } from './secrets.ts'
import type { Secrets } from './secrets.ts'

export interface ConvertedRequest {
  readonly origin: string
  /** Path without query, raw. */
  readonly path: string
  /** The request's keys, as the spec has them. */
  readonly keys: Readonly<Record<string, unknown>>
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** A request as a person would write it; what it proves itself with becomes variables of the environment. */
export function convertRequest(request: HttpRequest, secrets: Secrets): ConvertedRequest {
  const { origin, path, query } = splitUrl(request.url)
  const queryMap = query === undefined || query === '' ? undefined : readQuery(hideQuery(query, secrets))
  const whole = query === undefined || queryMap !== undefined ? path : `${path}?${hideQuery(query, secrets)}`
  const given = request.headers.find(([name]) => name.toLowerCase() === 'content-type')
  const body = request.body && convertBody(request.body, given?.[1])
  const { headers, cookies, auth } = convertHeaders(request, { secrets, bodyType: body?.contentType })
  const { method } = request
  return {
    origin,
    path,
    keys: {
      ...(methods.has(method) ? { [method.toLowerCase()]: specText(whole) } : { method, path: specText(whole) }),
      ...(queryMap !== undefined && { query: queryMap }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(Object.keys(cookies).length > 0 && { cookies }),
      ...((request.auth ?? auth) !== undefined && { auth: specValue(request.auth ?? auth) }),
      ...body?.keys,
      ...(request.timeout !== undefined && { timeout: request.timeout }),
      ...(request.redirects !== undefined && { redirects: request.redirects }),
    },
  }
}

export function splitUrl(url: string): { readonly origin: string; readonly path: string; readonly query: string | undefined } {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`
  const [, origin = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^#]*)/is.exec(withScheme) ?? []
  const at = rest.indexOf('?')
  const path = at < 0 ? rest : rest.slice(0, at)
  return { origin, path: path === '' ? '/' : path, query: at < 0 ? undefined : rest.slice(at + 1) }
}

/** Keys and tokens in a query are as secret as those in a header. */
function hideQuery(query: string, secrets: Secrets): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      const value = rest.join('=')
      if (!isSecretField(name) || value === '' || hasExpression(value)) return pair
      return `${name}=${secrets.keep(
        envName(name),
        mapLiteral(value, (text) => decodeURIComponent(text)),
      )}`
    })
    .join('&')
}

interface ConvertedHeaders {
  readonly headers: Readonly<Record<string, unknown>>
  readonly cookies: Readonly<Record<string, string>>
  readonly auth: Readonly<Record<string, unknown>> | undefined
}

/** What every client adds by itself. */
const ownHeaders = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding'])

function convertHeaders(
  { headers, body, auth: known }: HttpRequest,
  { secrets, bodyType }: { secrets: Secrets; bodyType: string | undefined },
): ConvertedHeaders {
  const map = new Map<string, unknown[]>()
  const cookies: Record<string, string> = {}
  let auth: Readonly<Record<string, unknown>> | undefined
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (ownHeaders.has(key) || (key === 'accept' && value === '*/*')) continue
    if (key === 'content-type' && (value === bodyType || body?.kind === 'multipart')) continue
    if (key === 'cookie' && value !== undefined) {
      const read = readCookies(value)
      if (read !== undefined) {
        for (const [cookie, text] of Object.entries(read))
          cookies[cookie] = hasExpression(text) ? specText(text) : specText(secrets.keep(`COOKIE_${envName(cookie)}`, text))
        continue
      }
    }
    if (key === 'authorization' && value !== undefined && known === undefined) {
      auth = readAuthorization(value, secrets)
      if (auth !== undefined) continue
    }
    const text =
      value === undefined
        ? null
        : specText(isSecretHeader(name) && !hasExpression(value) && value !== '' ? secrets.keep(envName(name), value) : value)
    map.set(name, [...(map.get(name) ?? []), text])
  }
  return { headers: Object.fromEntries([...map].map(([name, values]) => [name, values.length === 1 ? values[0] : values])), cookies, auth }
}

function readAuthorization(value: string, secrets: Secrets): Readonly<Record<string, unknown>> | undefined {
  const [, bearer] = /^Bearer (\S+)$/.exec(value) ?? []
  if (bearer !== undefined) return { bearer: hasExpression(bearer) ? bearer : secrets.keep('API_TOKEN', bearer) }
  const [, basic] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(value) ?? []
  if (basic === undefined) return undefined
  const text = Buffer.from(basic, 'base64').toString()
  const at = text.indexOf(':')
  if (at < 0 || Buffer.from(text).toString('base64') !== basic) return undefined
  return loginOf('basic', text, secrets)
}

/** `user:password`; the password is a secret. */
export function loginOf(kind: 'basic' | 'digest', text: string, secrets: Secrets): Readonly<Record<string, unknown>> {
  const at = text.indexOf(':')
  const [username, password] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  return { [kind]: { username, password: password === '' || hasExpression(password) ? password : secrets.keep('API_PASSWORD', password) } }
}

/** `undefined` where putting them together again would not give the same header. */
function readCookies(header: string): Readonly<Record<string, string>> | undefined {
  const pairs = header.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? undefined : ([pair.slice(0, at), pair.slice(at + 1)] as const)
  })
  if (pairs.some((pair) => pair === undefined || /^\d+$|^__proto__$/.test(pair[0]) || hasExpression(pair[0]))) return undefined
  const map = Object.fromEntries(pairs.filter((pair) => pair !== undefined))
  return Object.keys(map).length === pairs.length ? map : undefined
}
