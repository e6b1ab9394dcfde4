import { scalarText } from './scalar-text.ts'

/** Adds parameters behind those that a path has already; a list repeats its name, `null` leaves it out. */
export function addQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== null)
      .map((item: unknown) => `${encodeQuery(name)}=${encodeQuery(scalarText(item, `query: ${name}`))}`),
  )
  if (pairs.length === 0) return path
  const separator = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&'
  return `${path}${separator}${pairs.join('&')}`
}

/** Half a surrogate pair has no URL form; it becomes the replacement character, as in every other text that is sent. */
function encodeQuery(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
