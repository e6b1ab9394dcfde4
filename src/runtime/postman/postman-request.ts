import { methodOf } from '../http/prepare-request.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { fromPostmanAuth, toPostmanAuth } from './postman-auth.ts'

/** A request as Postman's scripts see it. */
export interface PostmanRequest {
  method: string
  url: string
  header: { key: string; value: string; disabled?: boolean }[]
  body?: PostmanBody
  auth?: unknown
}

export interface PostmanBody {
  mode?: string
  raw?: string
  urlencoded?: readonly Pair[]
  formdata?: readonly (Pair & { type?: string; src?: unknown })[]
  graphql?: unknown
  options?: { raw?: { language?: string } }
}

interface Pair {
  readonly key: string
  readonly value?: unknown
  readonly disabled?: boolean
}

/** @param base the address of the service, for a path */
export function toPostman(request: RequestDefinition, base: string): PostmanRequest {
  const { method, path } = methodOf(request)
  const query = pairsOf(request.query ?? {}).map(({ key, value }) => `${key}=${value}`)
  const url = `${/^https?:\/\//i.test(path) ? '' : base.replace(/\/$/, '')}${path}`
  return {
    method,
    url: query.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}`,
    header: pairsOf(request.headers ?? {}),
    ...bodyOf(request),
    ...(request.auth && { auth: toPostmanAuth(request.auth) }),
  }
}

function pairsOf(map: Readonly<Record<string, unknown>>): { key: string; value: string }[] {
  return Object.entries(map).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter((item) => item !== null).map((item: unknown) => ({ key, value: String(item) })),
  )
}

function bodyOf({ json, text, form, multipart, graphql }: RequestDefinition): { body?: PostmanBody } {
  if (json !== undefined) return { body: { mode: 'raw', raw: JSON.stringify(json), options: { raw: { language: 'json' } } } }
  if (text !== undefined) return { body: { mode: 'raw', raw: text } }
  if (form !== undefined) return { body: { mode: 'urlencoded', urlencoded: pairsOf(form) } }
  if (graphql !== undefined)
    return { body: { mode: 'graphql', graphql: { ...graphql, variables: JSON.stringify(graphql.variables ?? {}) } } }
  if (multipart === undefined) return {}
  return { body: { mode: 'formdata', formdata: Object.entries(multipart).map(([key, value]) => ({ key, value, type: 'text' })) } }
}

/** What a script made of a request, as changes to ours; `undefined` where it left it alone. */
export function changesOf(before: PostmanRequest, after: unknown): RequestDefinition | undefined {
  const changed = after as Partial<Omit<PostmanRequest, 'url'>> & { url?: unknown }
  const changes: RequestDefinition = {}
  const url = urlText(changed.url)
  if (changed.method !== undefined && changed.method !== before.method) Object.assign(changes, { method: changed.method, path: url })
  else if (url !== undefined && decode(url) !== decode(before.url))
    Object.assign(changes, { method: before.method, path: url, query: undefined })
  const header = (changed.header ?? []).filter(({ disabled }) => disabled !== true)
  const headers: Record<string, unknown> = {}
  for (const { key } of before.header) if (!header.some((other) => other.key.toLowerCase() === key.toLowerCase())) headers[key] = null
  for (const { key, value } of header) {
    const known = headers[key]
    headers[key] = known === undefined || known === null ? value : [known, value].flat()
  }
  const same =
    JSON.stringify(before.header.map(({ key, value }) => [key, value])) === JSON.stringify(header.map(({ key, value }) => [key, value]))
  if (!same) changes.headers = headers
  const body = changed.body
  if (body !== undefined && JSON.stringify(comparable(body)) !== JSON.stringify(comparable(before.body ?? {})))
    Object.assign(changes, fromBody(body))
  return Object.keys(changes).length === 0 ? undefined : changes
}

function comparable({ mode, raw, urlencoded }: PostmanBody): unknown {
  return { mode, raw, urlencoded: urlencoded?.map(({ key, value }) => [key, value]) }
}

/** A request that a script sends by itself. */
export function fromPostman(request: unknown): RequestDefinition {
  if (typeof request === 'string') return { get: request }
  const { method = 'GET', header, body, url, auth } = request as Partial<Omit<PostmanRequest, 'url'>> & { url?: unknown }
  const headers: Record<string, unknown> = {}
  for (const { key, value, disabled } of Array.isArray(header) ? header : []) if (disabled !== true && key !== '') headers[key] = value
  return { method: method.toUpperCase(), path: urlText(url) ?? '', headers, ...fromBody(body ?? {}), ...fromAuth(auth) }
}

function fromBody({ mode, raw, urlencoded, formdata, graphql, options }: PostmanBody): RequestDefinition {
  if (mode === 'raw' && raw !== undefined && raw !== '') {
    const language = options?.raw?.language
    const type = language === undefined ? undefined : rawTypes[language]
    return { text: raw, ...(type !== undefined && { headers: { 'content-type': type } }) }
  }
  if (mode === 'urlencoded' && urlencoded !== undefined) return { form: fields(urlencoded) }
  if (mode === 'formdata' && formdata !== undefined) return { multipart: fields(formdata.filter(({ type }) => type !== 'file')) }
  if (mode === 'graphql') return { json: graphql }
  return {}
}

export const rawTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
  text: 'text/plain',
}

function fromAuth(given: unknown): RequestDefinition {
  const auth = fromPostmanAuth(given)
  return auth === undefined ? {} : { auth }
}

interface UrlParts {
  readonly protocol?: string
  readonly host?: readonly string[] | string
  readonly port?: string
  readonly path?: readonly (string | { readonly value: string })[] | string
  readonly query?: readonly (Pair & { readonly value?: string | null })[]
  readonly variable?: readonly Pair[]
}

function urlText(url: unknown): string | undefined {
  if (url === undefined || typeof url === 'string') return url
  const { protocol, host = [], port, path = [], query = [], variable = [] } = url as UrlParts
  const named = new Map(variable.map(({ key, value }) => [`:${key}`, String(value ?? '')]))
  const segments = (typeof path === 'string' ? path.split('/') : path).map((part) => (typeof part === 'string' ? part : part.value))
  const text = segments.map((segment) => segment.replace(/^:[^.]+/, (name) => named.get(name) || name)).join('/')
  const sent = query.filter(({ disabled }) => disabled !== true)
  const search = sent.map(({ key, value }) => (value === null || value === undefined ? key : `${key}=${value}`)).join('&')
  const whole = `${typeof host === 'string' ? host : host.join('.')}${port === undefined ? '' : `:${port}`}`
  return `${protocol === undefined ? '' : `${protocol}://`}${whole}${segments.length === 0 ? '' : `/${text}`}${sent.length === 0 ? '' : `?${search}`}`
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url).replace(/\/$/, '')
  } catch {
    return url
  }
}

const fields = (list: readonly Pair[]): Record<string, unknown> => {
  const map: Record<string, unknown> = {}
  for (const { key, value, disabled } of list) {
    if (disabled === true) continue
    map[key] = key in map ? [map[key], value ?? ''].flat() : (value ?? '')
  }
  return map
}
