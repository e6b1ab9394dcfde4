import { STEM, TextIndex } from './text-index.ts'

/**
 * The secrets that this process knows. They live on `globalThis`, so that copies of this module (a bundle's chunks, a test runner's
 * module graph) share one list.
 */
interface Registry {
  /** Secret → name of the environment variable that holds it, where it came from one. */
  readonly values: Map<string, string | undefined>
  /** Their forms, for where there are many of them; those that are too short for it stand beside it. */
  readonly index: TextIndex
  readonly short: Set<string>
  pattern: RegExp | undefined
}

/** Up to so many are found fastest by one pattern; each one more would make it anew, and slower. */
const FEW = 50

const key = Symbol.for('apitest.secrets')

function registry(): Registry {
  const shared = globalThis as { [key]?: Registry }
  shared[key] ??= { values: new Map(), index: new TextIndex(), short: new Set(), pattern: undefined }
  return shared[key]
}

/** What stands for a secret in everything that leaves the process. */
export const hidden = '***'

/**
 * From now on `redact` hides the value; `name` is the environment variable that curl lines show in its place. True for a value that was
 * not known.
 */
export function addSecret(value: string, name?: string): boolean {
  const known = registry()
  const isKnown = known.values.has(value)
  if (value === '' || (isKnown && name === undefined)) return false
  known.values.set(value, name)
  if (isKnown) return false
  for (const form of formsOf(value)) {
    if (form.length >= STEM) known.index.add(form)
    else known.short.add(form)
  }
  known.pattern = undefined
  return true
}

/** Every text and number in a secret value, of which its structure is no part; those that were not known are given back. */
export function addSecretData(value: unknown): readonly string[] {
  const found: string[] = []
  collect(value, found)
  return found.filter((text) => addSecret(text))
}

function collect(value: unknown, found: string[]): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') found.push(String(value))
  else if (value instanceof Uint8Array) found.push(Buffer.from(value).toString())
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collect(part, found)
}

export function hasSecrets(): boolean {
  return registry().values.size > 0
}

/** Secrets with the environment variables they came from, longest first. */
export function namedSecrets(): readonly (readonly [value: string, name: string | undefined])[] {
  return [...registry().values].sort(([a], [b]) => b.length - a.length)
}

/**
 * Replaces every known secret by `***`: as it is, URL-encoded, in base64, and escaped as in JSON or XML. Secrets below four
 * characters are hidden only as whole words, since they would tear holes into every other text.
 */
export function redact(text: string): string {
  const known = registry()
  if (known.values.size === 0 || text === '') return text
  if (known.values.size <= FEW) {
    known.pattern ??= createPattern(new Set([...known.values.keys()].flatMap(formsOf)))
    return text.replace(known.pattern, hidden)
  }
  const free = known.index.replace(text, hidden)
  if (known.short.size === 0) return free
  known.pattern ??= createPattern(known.short)
  return free.replace(known.pattern, hidden)
}

function createPattern(forms: ReadonlySet<string>): RegExp {
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  return new RegExp(longestFirst.map(toPattern).join('|'), 'g')
}

function toPattern(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  return form.length < STEM ? `(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])` : literal
}

function formsOf(value: string): string[] {
  const json = escapeJson(value)
  const base64 = Buffer.from(value).toString('base64')
  const encoded = encodeCompletely(value)
  const forms = [
    value,
    value.trim(),
    json,
    json.replaceAll('/', '\\/'),
    escapeNonAscii(json),
    // a service that answers with the body it was sent, as text in JSON
    escapeJson(json),
    escapeNonAscii(escapeJson(json)),
    escapeJson(escapeNonAscii(json)),
    encoded,
    encoded.replaceAll('%20', '+'),
    safely(encodeURI, value),
    safely(encodeURIComponent, value),
    new URLSearchParams([['', value]]).toString().slice(1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
    encodeCompletely(base64),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  ]
  return [...forms, ...forms.map(lowerHex)].filter((form) => form !== '')
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** RFC 3986: everything but its unreserved characters. */
function encodeCompletely(value: string): string {
  return safely(encodeURIComponent, value).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Half a surrogate pair has no URL form. */
function safely(encode: (text: string) => string, value: string): string {
  try {
    return encode(value)
  } catch {
    return ''
  }
}

function escapeNonAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function lowerHex(form: string): string {
  return form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
}
