import type { ReceivedCookie } from '../assertions/types.ts'

/** One `Set-Cookie` line, read as RFC 6265, section 5.2, says; `undefined` where it names no cookie. */
export function parseSetCookie(line: string): ReceivedCookie | undefined {
  const [pair = '', ...rest] = line.split(';')
  const equals = pair.indexOf('=')
  if (equals < 0) return undefined
  const name = pair.slice(0, equals).trim()
  if (name === '') return undefined
  return { name, value: pair.slice(equals + 1).trim(), attributes: rest.filter((part) => part.trim() !== '').map(parseAttribute) }
}

function parseAttribute(text: string): [name: string, value: string | true] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text.trim(), true] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()]
}
