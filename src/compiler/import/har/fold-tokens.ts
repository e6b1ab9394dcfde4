import { mapLiteral, mark } from '../http/expressions.ts'
import type { HttpBody, HttpRequest } from '../http/http-request.ts'
import { slug, UniqueNames } from '../postman/names.ts'
import type { HarEntry } from './read-har.ts'

export interface FoldedEntry {
  readonly entry: HarEntry
  readonly request: HttpRequest
  /** What later requests take from the answer: name to JSONPath. */
  readonly captures: Readonly<Record<string, string>>
  readonly secrets: ReadonlySet<string>
}

interface Found {
  readonly value: string
  readonly path: string
  readonly key: string
  readonly isText: boolean
}

/** Longer texts are recognised wherever they come again; shorter ones only as a whole segment of a path. */
const longToken = 12
const deepest = 6

/** Values that an answer gave and a later request sends become captures, so that they are fresh in every run. */
export function foldTokens(entries: readonly HarEntry[]): readonly FoldedEntry[] {
  const names = new UniqueNames((number) => `_${number}`)
  const requests = entries.map(({ request }) => request)
  const captures = entries.map(() => ({}) as Record<string, string>)
  const secrets = entries.map(() => new Set<string>())
  for (const [index, entry] of entries.entries()) {
    for (const found of valuesOf(entry)) {
      const replaced = requests.map((request, later) => (later <= index ? request : replaceIn(request, found, mark('captures.?'))))
      if (replaced.every((request, later) => request === requests[later])) continue
      const name = names.claim(slug(nameOf(found, entry), 'value').replaceAll('-', '_'))
      for (const [later, request] of requests.entries())
        if (later > index) requests[later] = replaceIn(request, found, mark(`captures.${name}`))
      captures[index]![name] = found.path
      if (/token|secret|csrf|xsrf|session|jwt|password|key/i.test(found.key)) secrets[index]!.add(name)
    }
  }
  return entries.map((entry, index) => ({ entry, request: requests[index]!, captures: captures[index]!, secrets: secrets[index]! }))
}

/** `id` says little: the collection that it belongs to says more. */
function nameOf({ key }: Found, { request }: HarEntry): string {
  if (key !== 'id') return key
  const word = request.url
    .replace(/[?#].*$/, '')
    .split('/')
    .findLast((part) => /^[A-Za-z][A-Za-z-]+$/.test(part))
  return word === undefined ? 'id' : `${word.replace(/s$/, '')}_id`
}

function valuesOf({ responseText }: HarEntry): readonly Found[] {
  if (responseText === undefined) return []
  let data: unknown
  try {
    data = JSON.parse(responseText)
  } catch {
    return []
  }
  const found: Found[] = []
  const visit = (value: unknown, at: { path: string; key: string; depth: number }): void => {
    if (found.length > 500 || at.depth > deepest) return
    if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value)
      const isId = /^id$|_id$|Id$|uuid|slug|code|number/.test(at.key)
      if ((typeof value === 'string' && text.length >= longToken && !/\s/.test(text)) || (isId && /^[\w-]{1,64}$/.test(text)))
        found.push({ value: text, path: at.path, key: at.key, isText: typeof value === 'string' })
    } else if (Array.isArray(value))
      value.slice(0, 3).forEach((item, index) => visit(item, { ...at, path: `${at.path}[${index}]`, depth: at.depth + 1 }))
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value))
        visit(item, {
          path: /^[A-Za-z_]\w*$/.test(key) ? `${at.path}.${key}` : `${at.path}['${key.replaceAll(/['\\]/g, String.raw`\$&`)}']`,
          key,
          depth: at.depth + 1,
        })
  }
  visit(data, { path: '$', key: 'value', depth: 0 })
  return found
}

/** The same object where nothing is replaced. */
function replaceIn(request: HttpRequest, { value, isText }: Found, expression: string): HttpRequest {
  const anywhere = (text: string): string =>
    value.length >= longToken && isText ? mapLiteral(text, (literal) => literal.replaceAll(value, () => expression)) : text
  const url = anywhere(replaceSegments(request.url, value, expression))
  const headers = request.headers.map(([name, text]) => [name, text === undefined ? text : anywhere(text)] as const)
  const body = bodyOf(request.body, anywhere)
  const changed = url !== request.url || body !== request.body || headers.some(([, text], index) => text !== request.headers[index]![1])
  return changed ? { ...request, url, headers, body } : request
}

function bodyOf(body: HttpBody | undefined, change: (text: string) => string): HttpBody | undefined {
  if (body?.kind !== 'text') return body
  const text = change(body.text)
  return text === body.text ? body : { ...body, text }
}

function replaceSegments(url: string, value: string, expression: string): string {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(url) ?? []
  const segments = path.split('/').map((segment) => (segment === value || segment === encodeURIComponent(value) ? expression : segment))
  return `${origin}${segments.join('/')}${query}`
}
