import { hasExpression, mapLiteral, specText, specValue } from './expressions.ts'
import type { HttpBody, HttpField } from './http-request.ts'

export interface ConvertedBody {
  /** A body key of the language with its value. */
  readonly keys: Readonly<Record<string, unknown>>
  /** The content type that the body brings along by itself. */
  readonly contentType: string | undefined
}

/** A body as the language writes it: as data where that sends the same bytes, else as the text that it is. */
export function convertBody(body: HttpBody, contentType: string | undefined): ConvertedBody {
  if (body.kind === 'file') return { keys: { file: specText(body.path) }, contentType: undefined }
  if (body.kind === 'multipart') return { keys: { multipart: multipartOf(body.fields) }, contentType: 'multipart/form-data' }
  const { text } = body
  if (/[/+]json\b/i.test(contentType ?? '')) {
    const json = readJson(text)
    if (json !== undefined) return { keys: { json: specValue(json.value) }, contentType: 'application/json' }
  }
  if (/^application\/x-www-form-urlencoded/i.test(contentType ?? '')) {
    const form = readForm(text)
    if (form !== undefined) return { keys: { form }, contentType: 'application/x-www-form-urlencoded' }
  }
  return { keys: { text: specText(text) }, contentType: 'text/plain; charset=utf-8' }
}

/** Only where data says all that the text says: numbers keep their digits, no key comes twice. */
function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // a number that holds an expression is no JSON, and one outside of texts would lose it
    return JSON.stringify(value) === compact(text) ? { value } : undefined
  } catch {
    return undefined
  }
}

/** JSON without space between its tokens, its texts written in one way. */
function compact(text: string): string {
  return text.replaceAll(/("(?:\\.|[^"\\])*")|\s+/g, (_, token: string | undefined) =>
    token === undefined ? '' : JSON.stringify(JSON.parse(token)),
  )
}

function readForm(text: string): Readonly<Record<string, unknown>> | undefined {
  const pairs = decodePairs(text, formText)
  if (pairs === undefined || pairs.length === 0) return undefined
  const form = collect(pairs)
  return form !== undefined && encodePairs(form, encodeForm) === text ? (specValue(form) as Readonly<Record<string, unknown>>) : undefined
}

/** A query as a map, where that makes the same query again. */
export function readQuery(query: string): Readonly<Record<string, unknown>> | undefined {
  const pairs = decodePairs(query, decodeURIComponent)
  const form = pairs === undefined ? undefined : collect(pairs)
  return form !== undefined && encodePairs(form, encodeURIComponent) === query
    ? (specValue(form) as Readonly<Record<string, unknown>>)
    : undefined
}

function decodePairs(text: string, decode: (part: string) => string): readonly (readonly [string, string])[] | undefined {
  try {
    return text.split('&').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 0) throw new Error('no value')
      return [mapLiteral(pair.slice(0, at), decode), mapLiteral(pair.slice(at + 1), decode)]
    })
  } catch {
    return undefined
  }
}

/** Values that come again become lists; in another order they would be sent in another order. */
function collect(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, unknown>> | undefined {
  const map = new Map<string, string[]>()
  for (const [name, value] of pairs) map.set(name, [...(map.get(name) ?? []), value])
  // keys that are numbers would come first, and an expression is no name
  if ([...map.keys()].some((name) => /^\d+$|^__proto__$/.test(name) || hasExpression(name))) return undefined
  return Object.fromEntries(
    [...map].map(([name, values]) => [name, values.length === 1 ? plainNumber(values[0]!) : values.map(plainNumber)]),
  )
}

function plainNumber(text: string): unknown {
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text
}

function encodePairs(form: Readonly<Record<string, unknown>>, encode: (text: string) => string): string {
  return Object.entries(form)
    .flatMap(([name, value]) => [value].flat().map((item) => `${encode(name)}=${mapLiteral(String(item), encode)}`))
    .join('&')
}

function formText(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

function encodeForm(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

function multipartOf(fields: readonly HttpField[]): Readonly<Record<string, unknown>> {
  const map = new Map<string, unknown[]>()
  for (const { name, text, file, contentType, fileName } of fields) {
    const extra = {
      ...(contentType !== undefined && { contentType: specText(contentType) }),
      ...(fileName !== undefined && { filename: specText(fileName) }),
    }
    const value =
      file !== undefined
        ? { file: specText(file), ...extra }
        : Object.keys(extra).length > 0
          ? { text: specText(text ?? ''), ...extra }
          : specText(text ?? '')
    map.set(name, [...(map.get(name) ?? []), value])
  }
  return Object.fromEntries([...map].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}
