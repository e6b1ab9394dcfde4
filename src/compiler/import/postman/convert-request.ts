import type { Item } from './collection.ts'
import { convertAuth } from './convert-auth.ts'
import { convertBody } from './convert-body.ts'
import { isMap } from './read-collection.ts'
import { readUrl, text } from './read-url.ts'
import type { PostmanUrl } from './read-url.ts'
import { hasPlaceholder } from './templates.ts'

/** A request with the keys of the language, apart from where it goes; texts still hold `{{…}}`. */
export interface ConvertedRequest {
  readonly method: string
  readonly url: PostmanUrl
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly keys: Readonly<Record<string, unknown>>
  readonly comments: readonly string[]
  /** What could not be brought over. */
  readonly dropped: readonly string[]
  readonly uploads: readonly string[]
}

export interface RequestSite {
  readonly upload: (source: string) => string | undefined
  /** The value of a constant, for names that the language does not compute. */
  readonly constant: (name: string) => string | undefined
  /** The auth of the collection stands in `defaults`. */
  readonly inDefaults: boolean
}

const pruned = new Set(['GET', 'HEAD', 'COPY', 'PURGE', 'UNLOCK'])

export function convertRequest(item: Item, site: RequestSite): ConvertedRequest {
  const { request, behaviour } = item
  const method = (text(request['method']) || 'GET').toUpperCase()
  const url = readUrl(request['url'])
  const comments: string[] = []
  const dropped: string[] = []
  const headers = headersOf(request['header'], { site, comments, dropped })
  const contentType = [...headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const keepsBody = !pruned.has(method) || behaviour['disableBodyPruning'] === true
  const converted = convertBody(keepsBody ? request['body'] : undefined, {
    upload: site.upload,
    contentType: typeof contentType === 'string' ? contentType : undefined,
  })
  comments.push(...converted.comments)
  dropped.push(...converted.missing.map((file) => `the upload \`${file}\`: there is no such file beside the collection`))
  placeContentType(headers, converted)
  const auth = authOf(item, { site, headers, comments, dropped })
  for (const { key, value } of url.disabled) comments.push(`off in Postman: query ${key}=${value ?? ''}`)
  const { path: written, query } = queryOf(url)
  const path = encodeIllegal(written)
  const redirects = behaviour['followRedirects'] === false ? 0 : behaviour['maxRedirects']
  return {
    method,
    url,
    path,
    query,
    keys: {
      ...(headers.size > 0 && { headers: Object.fromEntries(headers) }),
      ...auth,
      ...(converted.body && templatedNames(converted.body, site)),
      ...(behaviour['disableCookies'] === true && { jar: false }),
      ...(typeof redirects === 'number' && { redirects }),
    },
    comments,
    dropped,
    uploads: converted.uploads,
  }
}

interface Notes {
  readonly site: RequestSite
  readonly comments: string[]
  readonly dropped: string[]
}

function headersOf(given: unknown, { site, comments, dropped }: Notes): Map<string, unknown> {
  const headers = new Map<string, unknown>()
  const rows = Array.isArray(given) ? given.filter(isMap) : typeof given === 'string' ? headerLines(given) : []
  for (const row of rows) {
    const value = text(row['value'])
    if (row['disabled'] === true) {
      comments.push(`off in Postman: header ${text(row['key'])}: ${value}`)
      continue
    }
    const name = constantText(text(row['key']).trim(), site)
    if (name === '') continue
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      dropped.push(`the header \`${text(row['key'])}\`: its name cannot be sent`)
      continue
    }
    const known = [...headers.keys()].find((other) => other.toLowerCase() === name.toLowerCase())
    headers.set(known ?? name, known === undefined ? value : [headers.get(known), value].flat())
  }
  return headers
}

function headerLines(given: string): Readonly<Record<string, unknown>>[] {
  return given.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf(':')
    return at < 1 ? [] : [{ key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }]
  })
}

/** Names are not computed by the language, so a constant in one is put in its place. */
function constantText(name: string, { constant }: RequestSite): string {
  return name.replaceAll(/\{\{([^{}]+)\}\}/g, (whole, variable: string) => constant(variable) ?? whole)
}

function templatedNames(body: Readonly<Record<string, unknown>>, site: RequestSite): Readonly<Record<string, unknown>> {
  for (const key of ['form', 'multipart']) {
    const fields = body[key]
    if (isMap(fields) && Object.keys(fields).some(hasPlaceholder))
      return { [key]: Object.fromEntries(Object.entries(fields).map(([name, value]) => [constantText(name, site), value])) }
  }
  return body
}

/** Where the body says the same, the header goes without saying. */
function placeContentType(
  headers: Map<string, unknown>,
  { body, contentType }: { body: Readonly<Record<string, unknown>>; contentType: string | undefined },
): void {
  const own = [...headers].find(([name]) => name.toLowerCase() === 'content-type')
  const implied =
    'json' in body || 'graphql' in body ? 'application/json' : 'form' in body ? 'application/x-www-form-urlencoded' : undefined
  if (own !== undefined) {
    if (own[1] === implied || 'multipart' in body) headers.delete(own[0])
    return
  }
  if ('text' in body && contentType !== undefined) headers.set('content-type', contentType)
}

function authOf(
  { auth }: Item,
  { site, headers, comments, dropped }: Notes & { headers: Map<string, unknown> },
): Readonly<Record<string, unknown>> {
  if (auth === undefined || (auth.level === 'collection' && site.inDefaults)) return {}
  const converted = convertAuth(auth)
  if (converted.kind === 'unknown') {
    dropped.push(`the authorization: ${converted.reason}`)
    return site.inDefaults ? { auth: null } : {}
  }
  if (converted.kind === 'none') return site.inDefaults ? { auth: null } : {}
  const own = [...headers.keys()].find((name) => name.toLowerCase() === 'authorization')
  if (own !== undefined && auth.type !== 'apikey') {
    comments.push(`replaced by its authorization, as in Postman: header ${own}: ${text(headers.get(own))}`)
    headers.delete(own)
  }
  if (converted.kind === 'header') {
    headers.set(converted.name, converted.value)
    return site.inDefaults ? { auth: null } : {}
  }
  return { auth: converted.auth }
}

/** A query that a map says as well becomes one; otherwise it stays behind the path as it is. */
function queryOf({ path, query }: PostmanUrl): { path: string; query: Readonly<Record<string, unknown>> } {
  const plain = query.every(
    ({ key, value }) => key !== '' && !hasPlaceholder(key) && value !== undefined && canBeEncoded(key) && canBeEncoded(value),
  )
  if (!plain)
    return { path: `${path}?${query.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`)).join('&')}`, query: {} }
  const map: Record<string, unknown> = {}
  for (const { key, value } of query) {
    const name = decodeURIComponent(key)
    const item = decodeURIComponent(value ?? '')
    Object.defineProperty(map, name, {
      value: Object.hasOwn(map, name) ? [map[name], item].flat() : item,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return { path, query: map }
}

function canBeEncoded(given: string): boolean {
  try {
    decodeURIComponent(given)
  } catch {
    return false
  }
  return !/[+&#]/.test(given)
}

/** Characters that no URL can have, outside of `{{…}}`, as Postman encodes them. */
function encodeIllegal(path: string): string {
  return path
    .split(/(\{\{[^{}]+\}\})/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(/[^\u0021\u0023-\u003b\u003d\u003f-\u005b\u005d\u005f\u0061-\u007a\u007e]/gu, encodeURIComponent),
    )
    .join('')
}
