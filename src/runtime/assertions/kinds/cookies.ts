import { evaluate } from '../matchers/evaluate.ts'
import type { Subject } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { ReceivedCookie } from '../types.ts'
import { absent } from '../values/describe-value.ts'
import { nearestName } from '../values/nearest-name.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, results } from './expect-kind.ts'

/**
 * Cookies that the answer sets: `sid` is the value of a cookie, `sid[Max-Age]` one of its attributes. Names of attributes may be in any
 * case; those without a value (`Secure`, `HttpOnly`) are `true`, `Max-Age` is a number, the rest are texts.
 */
export const cookies: ExpectKind = (call) => {
  const { response, context } = call
  return entriesOf(call).flatMap(([key, expected]) => {
    const value = read(response.cookies, key)
    const subject: Subject = {
      name: `cookie ${key}`,
      content: { kind: 'value', value },
      vocabulary: plainVocabulary(context.folder),
      absentHint: explainAbsence(response.cookies, key),
    }
    return results(call, [key], evaluate(subject, expected))
  })
}

/** The last cookie of a name counts, as it does for browsers. */
function read(received: readonly ReceivedCookie[], key: string): unknown {
  const whole = received.findLast(({ name }) => name === key)
  if (whole !== undefined) return whole.value
  const { name, attribute } = split(key)
  const cookie = received.findLast((candidate) => candidate.name === name)
  if (attribute === undefined || cookie === undefined) return absent
  const [, value] = cookie.attributes.find(([candidate]) => candidate.toLowerCase() === attribute.toLowerCase()) ?? []
  if (value === undefined) return absent
  return attribute.toLowerCase() === 'max-age' && typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
}

function split(key: string): { name: string; attribute: string | undefined } {
  const [, name, attribute] = /^(.*)\[([\w-]+)\]$/.exec(key) ?? []
  return { name: name ?? key, attribute }
}

function explainAbsence(received: readonly ReceivedCookie[], key: string): string {
  if (received.length === 0) return 'The answer sets no cookies'
  const { name, attribute } = split(key)
  const cookie = received.findLast((candidate) => candidate.name === name)
  if (cookie !== undefined && attribute !== undefined) {
    return cookie.attributes.length === 0
      ? 'The cookie has no attributes'
      : `The cookie has the attributes ${cookie.attributes.map(([known]) => known).join(', ')}`
  }
  const names = received.map((candidate) => candidate.name)
  const nearest = nearestName(name, names)
  return nearest === undefined ? `The answer sets the cookies ${names.join(', ')}` : `Did you mean \`${nearest}\`?`
}
