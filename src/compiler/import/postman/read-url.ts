import { isMap } from './read-collection.ts'

/** A URL of a collection: where it goes, and what of it; texts as Postman writes them. */
export interface PostmanUrl {
  /** Scheme, host and port, such as `{{baseUrl}}` or `https://api.example.com:8443`. */
  readonly base: string
  /** With a leading slash; empty where the URL has none. */
  readonly path: string
  readonly query: readonly QueryRow[]
  readonly disabled: readonly QueryRow[]
}

export interface QueryRow {
  readonly key: string
  /** `undefined`: the name alone, without `=`. */
  readonly value: string | undefined
}

/** Reads both forms; the parts win over `raw`, as they do in Postman. */
export function readUrl(url: unknown): PostmanUrl {
  if (typeof url === 'string') return fromText(url)
  if (!isMap(url)) return fromText('')
  const raw = typeof url['raw'] === 'string' ? url['raw'] : ''
  if (url['host'] === undefined) return fromText(raw)
  const host = join(url['host'], '.')
  const port = typeof url['port'] === 'string' && url['port'] !== '' ? `:${url['port']}` : ''
  const scheme = typeof url['protocol'] === 'string' && url['protocol'] !== '' ? `${url['protocol']}://` : ''
  const variables = new Map(
    list(url['variable']).flatMap((row) => (typeof row['key'] === 'string' ? [[row['key'], text(row['value'])] as const] : [])),
  )
  const segments = Array.isArray(url['path'])
    ? url['path'].map((part) => (isMap(part) ? text(part['value']) : text(part)))
    : url['path'] === undefined
      ? []
      : text(url['path']).replace(/^\//, '').split('/')
  const path = segments.map((segment) => segment.replace(/^:([^.]+)/, (whole, name: string) => variables.get(name) || whole)).join('/')
  const rows = list(url['query'])
  return {
    base: `${scheme}${host}${port}`,
    path: segments.length === 0 ? '' : `/${path}`,
    query: rows.filter((row) => row['disabled'] !== true).map(queryRow),
    disabled: rows.filter((row) => row['disabled'] === true).map(queryRow),
  }
}

function fromText(given: string): PostmanUrl {
  const raw = given.trim().replace(/#[^{}]*$/, '')
  const [, base = '', path = '', search] = /^((?:[a-z]+:\/\/)?[^/?#]*)([^?]*)(?:\?(.*))?$/is.exec(raw) ?? []
  const query = (search ?? '').split('&').flatMap((pair): QueryRow[] => {
    if (pair === '') return []
    const at = pair.indexOf('=')
    return [at < 0 ? { key: pair, value: undefined } : { key: pair.slice(0, at), value: pair.slice(at + 1) }]
  })
  return { base, path, query, disabled: [] }
}

function queryRow(row: Readonly<Record<string, unknown>>): QueryRow {
  return { key: text(row['key']), value: row['value'] === null || row['value'] === undefined ? undefined : text(row['value']) }
}

function join(value: unknown, separator: string): string {
  return Array.isArray(value) ? value.map(text).join(separator) : text(value)
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isMap) : []
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
