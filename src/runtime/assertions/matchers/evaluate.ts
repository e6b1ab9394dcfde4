import { isMap } from '../values/deep-equal.ts'
import { absent } from '../values/describe-value.ts'
import type { Finding, Language, Matcher, MatcherName, Subject, Vocabulary } from './matcher.ts'
import { matchers } from './matchers.ts'
import { finding } from './simple-matcher.ts'

/**
 * Holds a value against what is expected of it: a map is a set of matchers that must all hold, anything else is a value to be equal to.
 * An unknown matcher throws: the compiler has refused it long before, and ignoring it here would pass silently.
 */
export function evaluate(subject: Subject, expected: unknown): Finding[] {
  if (!isMap(expected)) return check(subject, 'equals', expected)
  const entries = Object.entries(expected)
  if (entries.length === 0) throw new Error(`The expectation of ${subject.name} is an empty map, which checks nothing`)
  if (expected['optional'] === true && isAbsent(subject))
    return check(subject, 'optional', true).map((found) => ({ ...found, path: ['optional'] }))
  return entries.flatMap(([key, operand]) =>
    check(subject, matcherName(key), operand).map((found) => ({ ...found, path: [key, ...found.path] })),
  )
}

const language: Language = { evaluate, states, expects }

function check(subject: Subject, name: MatcherName, operand: unknown): Finding[] {
  const picked = pick(subject, name, operand)
  if (picked.kind === 'several') {
    const matcher = matchers[name]
    const expected = matcher.expects(operand, subject.vocabulary, language)
    return [
      finding(
        { subject, operand, value: picked.values },
        {
          held: false,
          cannot: true,
          text: matcher.states(operand, subject.vocabulary, language),
          message: `expected ${expected}, got ${picked.values.length} values: ${subject.vocabulary.received(picked.values)}`,
          hint: 'Write `any:` or `each:` around the expectation, or select one value',
        },
      ),
    ]
  }
  return matchers[name].check({ subject, value: picked.value, operand, language })
}

function isAbsent({ content }: Subject): boolean {
  return content.kind === 'value' ? content.value === absent : content.values.length === 0
}

type Picked = { readonly kind: 'one'; readonly value: unknown } | { readonly kind: 'several'; readonly values: readonly unknown[] }

function pick({ content }: Subject, name: MatcherName, operand: unknown): Picked {
  if (content.kind === 'value') return { kind: 'one', value: content.value }
  const { values, listMatchers } = content
  if (values.length === 0) return { kind: 'one', value: absent }
  if (listMatchers.has(name) || (name === 'equals' && Array.isArray(operand))) return { kind: 'one', value: values }
  // `not` and `exists` ask about whatever their operand or the selection as a whole is about.
  if (name === 'not' || name === 'exists') return { kind: 'one', value: values.length === 1 ? values[0] : values }
  return values.length === 1 ? { kind: 'one', value: values[0] } : { kind: 'several', values }
}

function states(expected: unknown, vocabulary: Vocabulary): string {
  return phrases(expected, (matcher, operand) => matcher.states(operand, vocabulary, language))
}

function expects(expected: unknown, vocabulary: Vocabulary): string {
  return phrases(expected, (matcher, operand) => matcher.expects(operand, vocabulary, language))
}

function phrases(expected: unknown, phrase: (matcher: Matcher, operand: unknown) => string): string {
  if (!isMap(expected)) return phrase(matchers.equals, expected)
  return Object.entries(expected)
    .map(([key, operand]) => phrase(matchers[matcherName(key)], operand))
    .join(' and ')
}

function matcherName(key: string): MatcherName {
  if (Object.hasOwn(matchers, key)) return key as MatcherName
  throw new Error(`Unknown matcher \`${key}\`; the matchers are ${Object.keys(matchers).join(', ')}`)
}
