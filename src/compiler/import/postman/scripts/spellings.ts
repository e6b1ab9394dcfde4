import { hasReference } from '../references.ts'
import type { Matcher } from './expect-map.ts'
import type { Symbol } from './symbol.ts'
import { give } from './untranslatable.ts'

const anchors: Readonly<Record<string, (pattern: string) => string>> = {
  equals: (pattern) => `^${pattern}$`,
  contains: (pattern) => pattern,
  startsWith: (pattern) => `^${pattern}`,
  endsWith: (pattern) => `${pattern}$`,
}

/** What `toLowerCase()` of a value is asked, as a regular expression on the value. */
export function lowered(of: Symbol, matcher: Matcher): [of: Symbol, matcher: Matcher] {
  const [key = '', ...more] = Object.keys(matcher)
  const operand = matcher[key]
  const anchor = Object.hasOwn(anchors, key) ? anchors[key] : undefined
  if (anchor === undefined || more.length > 0 || typeof operand !== 'string' || operand === '' || hasReference(operand))
    return give('a condition on toLowerCase()')
  if (operand !== operand.toLowerCase()) return give('a text in upper case, which toLowerCase() never gives')
  const value = of.kind === 'string' ? of.of : of
  if (of.kind === 'string' && (key !== 'equals' || valuesSpelled(operand).length > 1))
    return give('a condition on toLowerCase() of String()')
  return [value, { matches: anchor(anyCase(operand)) }]
}

/** What `String()` of a value equals, as what the value may be. */
export function spelled(matcher: Matcher): Matcher {
  const { optional, ...asked } = matcher
  const [key = '', ...more] = Object.keys(asked)
  const operand = asked[key]
  if ((key !== 'equals' && key !== 'not') || more.length > 0 || typeof operand !== 'string' || hasReference(operand))
    return give('a condition on String()')
  const values = valuesSpelled(operand)
  const [only, ...others] = values
  if (key === 'not') return { ...(optional === true && { optional }), not: others.length === 0 ? only : { oneOf: values } }
  return others.length === 0 ? { equals: only } : { oneOf: values }
}

/** The values of JSON that are spelled so; lists and objects have spellings too, which nobody means. */
function valuesSpelled(text: string): readonly unknown[] {
  if (text === 'undefined' || text === '' || text.includes('[object')) return give('String() of what is not there')
  if (text === 'null') return [text, null]
  if (text === 'true' || text === 'false') return [text, text === 'true']
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? [text, number] : [text]
}

function anyCase(text: string): string {
  return [...text]
    .map((letter) => {
      const upper = letter.toUpperCase()
      if (upper === letter) return letter.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
      return upper.length === 1 ? `[${letter}${upper}]` : give('a letter without a single capital')
    })
    .join('')
}
