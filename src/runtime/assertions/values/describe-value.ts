import { redact } from '../../values/secrets.ts'

/** The value of something that is not there; unlike `null`, which is a value. */
export const absent: unique symbol = Symbol('absent')

/**
 * A value in one line of JSON, cut after `limit` characters; costs no more than what it prints, however big the value is. Secrets are
 * hidden before anything is cut, because half a secret would not be recognised any more.
 */
export function describeValue(value: unknown, limit = 120): string {
  const writer = { text: '', limit }
  write(writer, value, 0)
  return writer.text.length > limit ? `${cut(writer.text, limit - 1)}…` : writer.text
}

/** What a value is, with its article: `a string`, `an array`, `null`, `nothing`. */
export function describeType(value: unknown): string {
  if (value === absent) return 'nothing'
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Uint8Array) return 'bytes'
  const type = typeof value
  if (type === 'bigint') return 'a number'
  return type === 'object' ? 'an object' : `a ${type}`
}

interface Writer {
  text: string
  readonly limit: number
}

const deepest = 12

function write(writer: Writer, value: unknown, depth: number): void {
  if (value === absent) writer.text += 'nothing'
  else if (typeof value === 'string') writer.text += quoteText(value, writer.limit)
  else if (typeof value === 'number') writer.text += redact(String(value))
  else if (value instanceof Uint8Array) writer.text += `${value.byteLength} bytes`
  else if (typeof value === 'function') writer.text += 'a function'
  else if (typeof value === 'symbol') writer.text += String(value)
  else if (value === null || typeof value !== 'object') writer.text += String(value)
  else if (depth >= deepest) writer.text += Array.isArray(value) ? '[…]' : '{…}'
  else if (Array.isArray(value)) writeList(writer, value, depth)
  else writeMap(writer, value, depth)
}

function writeList(writer: Writer, list: readonly unknown[], depth: number): void {
  writer.text += '['
  for (const [index, item] of list.entries()) {
    if (writer.text.length > writer.limit) break
    if (index > 0) writer.text += ', '
    write(writer, item, depth + 1)
  }
  writer.text += ']'
}

function writeMap(writer: Writer, map: object, depth: number): void {
  writer.text += '{'
  let first = true
  for (const key in map) {
    if (!Object.hasOwn(map, key)) continue
    if (writer.text.length > writer.limit) break
    if (!first) writer.text += ', '
    first = false
    writer.text += `${quote(key, writer.limit)}: `
    write(writer, (map as Record<string, unknown>)[key], depth + 1)
  }
  writer.text += '}'
}

/**
 * A text in JSON's quotes, with control characters that a terminal would obey as escapes; one that holds such quotes itself stands in
 * quotes that it does not hold, so that it can be read as it came.
 */
function quoteText(text: string, limit: number): string {
  const quoted = quote(text, limit)
  const mark = !text.includes('"') ? undefined : ["'", '`'].find((candidate) => !text.includes(candidate))
  return mark === undefined ? quoted : `${mark}${quoted.slice(1, -1).replaceAll('\\"', '"')}${mark}`
}

function quote(text: string, limit: number): string {
  const clean = redact(text.length > 65_536 ? cut(text, 65_536) : text)
  const kept = clean.length > limit * 2 ? cut(clean, limit * 2) : clean
  return JSON.stringify(kept).replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const unprintable = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Never leaves half of a surrogate pair. */
export function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}
