import { dynamicScalars } from './dynamic-variables.ts'
import { isMap } from './read-collection.ts'
import { text } from './read-url.ts'

/** A body as a key of a request; texts still hold `{{…}}`. */
export interface ConvertedBody {
  readonly body: Readonly<Record<string, unknown>>
  /** What Postman sends where the request does not say. */
  readonly contentType: string | undefined
  readonly comments: readonly string[]
  /** Files to copy, as the collection names them. */
  readonly uploads: readonly string[]
  readonly missing: readonly string[]
}

export interface BodySite {
  /** The path under which a file will lie in the project; `undefined` for one that is not there. */
  readonly upload: (source: string) => string | undefined
  /** The header of the request itself. */
  readonly contentType: string | undefined
}

const rawTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
  text: 'text/plain',
}

const none: ConvertedBody = { body: {}, contentType: undefined, comments: [], uploads: [], missing: [] }

export function convertBody(body: unknown, site: BodySite): ConvertedBody {
  if (!isMap(body) || body['disabled'] === true) return none
  switch (body['mode']) {
    case 'raw':
      return convertRaw(body, site)
    case 'urlencoded':
      return convertForm(body['urlencoded'])
    case 'formdata':
      return convertMultipart(body['formdata'], site)
    case 'file':
      return convertFile(body['file'], site)
    case 'graphql':
      return convertGraphql(body['graphql'])
    default:
      return none
  }
}

function convertRaw(body: Readonly<Record<string, unknown>>, { contentType }: BodySite): ConvertedBody {
  const raw = text(body['raw'])
  if (raw === '') return none
  const options = isMap(body['options']) && isMap(body['options']['raw']) ? body['options']['raw'] : {}
  const language = typeof options['language'] === 'string' ? options['language'] : undefined
  const type = language === undefined ? 'text/plain' : (rawTypes[language] ?? 'text/plain')
  const asJson = /json/i.test(contentType ?? (language === 'json' ? type : ''))
  const json = asJson ? parseJsonTemplate(raw) : undefined
  return { ...none, body: json === undefined ? { text: raw } : { json: json.value }, contentType: type }
}

/** JSON whose `{{…}}` stand in strings, or make scalars of themselves; `undefined` where the text says more than its data. */
export function parseJsonTemplate(raw: string): { readonly value: unknown } | undefined {
  let inString = false
  let out = ''
  for (let index = 0; index < raw.length; index++) {
    const character = raw[index] ?? ''
    if (inString) {
      out += character
      if (character === '\\') out += raw[++index] ?? ''
      else if (character === '"') inString = false
    } else if (character === '"') {
      inString = true
      out += character
    } else if (raw.startsWith('{{', index)) {
      const [whole, name = ''] = /^\{\{([^{}]+)\}\}/.exec(raw.slice(index)) ?? []
      // what a variable will hold is not known to be JSON
      if (whole === undefined || !dynamicScalars.has(name)) return undefined
      out += JSON.stringify(whole)
      index += whole.length - 1
    } else out += character
  }
  try {
    const value: unknown = JSON.parse(out)
    if (typeof value !== 'object' || value === null || losesNumbers(out) || hasDuplicateKeys(out, value)) return undefined
    return { value }
  } catch {
    return undefined
  }
}

function losesNumbers(json: string): boolean {
  return [...json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)].some(
    ([number]) => number.includes('.0') || /e/i.test(number) || String(Number(number)) !== number,
  )
}

function hasDuplicateKeys(json: string, value: unknown): boolean {
  const written = [...json.matchAll(/"(?:[^"\\]|\\.)*"\s*:/g)].length
  let kept = 0
  const count = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(count)
    else if (isMap(part)) {
      kept += Object.keys(part).length
      Object.values(part).forEach(count)
    }
  }
  count(value)
  // a text may look like a key, so this can only say that all is well
  return written !== kept && !/"(?:[^"\\]|\\.)*:(?:[^"\\]|\\.)*"/.test(json)
}

function rows(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isMap) : []
}

function fieldsOf(list: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (const [key, value] of list) {
    const known = Object.hasOwn(map, key) ? [map[key], value].flat() : value
    Object.defineProperty(map, key, { value: known, enumerable: true, configurable: true, writable: true })
  }
  return map
}

function offComments(list: readonly Readonly<Record<string, unknown>>[], what: string): string[] {
  return list.filter((row) => row['disabled'] === true).map((row) => `off in Postman: ${what} ${text(row['key'])}: ${text(row['value'])}`)
}

function convertForm(given: unknown): ConvertedBody {
  const list =
    typeof given === 'string'
      ? given.split('&').map((pair) => ({ key: pair.split('=')[0] ?? '', value: pair.split('=').slice(1).join('=') }))
      : rows(given)
  const on = list.filter((row) => (row as { disabled?: unknown }).disabled !== true)
  if (on.length === 0) return none
  return {
    ...none,
    body: { form: fieldsOf(on.map((row) => [text(row['key']), text(row['value'])])) },
    comments: offComments(list, 'field'),
  }
}

function convertMultipart(given: unknown, { upload }: BodySite): ConvertedBody {
  const list = rows(given)
  const uploads: string[] = []
  const missing: string[] = []
  const fields = list.flatMap((row): (readonly [string, unknown])[] => {
    if (row['disabled'] === true) return []
    const key = text(row['key'])
    const contentType = typeof row['contentType'] === 'string' && row['contentType'] !== '' ? row['contentType'] : undefined
    if (row['type'] !== 'file') return [[key, contentType === undefined ? text(row['value']) : { text: text(row['value']), contentType }]]
    const sources = (Array.isArray(row['src']) ? row['src'] : [row['src']]).filter(
      (source): source is string => typeof source === 'string' && source !== '',
    )
    return sources.flatMap((source) => {
      const path = upload(source)
      if (path === undefined) {
        missing.push(source)
        return []
      }
      uploads.push(source)
      return [[key, { file: path, ...(contentType !== undefined && { contentType }) }] as const]
    })
  })
  const comments = [...offComments(list, 'part'), ...missing.map((source) => `not there when this was imported: ${source}`)]
  return { ...none, body: fields.length === 0 ? {} : { multipart: fieldsOf(fields) }, comments, uploads, missing }
}

function convertFile(given: unknown, { upload }: BodySite): ConvertedBody {
  const source = isMap(given) ? given['src'] : given
  if (typeof source !== 'string' || source === '') return none
  const path = upload(source)
  if (path === undefined) return { ...none, missing: [source], comments: [`not there when this was imported: ${source}`] }
  return { ...none, body: { file: path }, uploads: [source] }
}

function convertGraphql(given: unknown): ConvertedBody {
  if (!isMap(given)) return none
  const { operationName } = given
  const variables =
    typeof given['variables'] === 'string' && given['variables'].trim() !== ''
      ? parseJsonTemplate(given['variables'])?.value
      : given['variables']
  return {
    ...none,
    body: {
      graphql: {
        query: text(given['query']),
        ...(isMap(variables) && Object.keys(variables).length > 0 && { variables }),
        ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
      },
    },
  }
}
