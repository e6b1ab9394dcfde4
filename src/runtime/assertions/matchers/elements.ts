import { absent, describeType } from '../values/describe-value.ts'
import type { Finding, Matcher, MatcherCall, Subject } from './matcher.ts'
import { finding } from './simple-matcher.ts'

/** Every element of a list; an empty list fails, because nothing was checked. */
export const each: Matcher = {
  states: (operand, vocabulary, language) => `has only elements of which each ${language.states(operand, vocabulary)}`,
  expects: (operand, vocabulary, language) => `each element ${language.expects(operand, vocabulary)}`,
  check: (call) => {
    const { subject, value, operand, language } = call
    if (!Array.isArray(value) || value.length === 0)
      return [refuse(call, each, Array.isArray(value) ? 'an empty list has no elements to check' : notList(value))]
    const text = each.states(operand, subject.vocabulary, language)
    const failed = elementsOf(subject, value).flatMap((element) => language.evaluate(element, operand).filter((found) => !found.held))
    const [first] = failed
    if (first === undefined) return [finding(call, { held: true, text })]
    const more = failed.slice(1, 10).map((found) => found.message)
    const rest = failed.length - 10
    return [
      {
        ...finding(call, { held: false, text, hint: first.hint }),
        cannot: failed.some((found) => found.cannot),
        message: first.message,
        path: first.path,
        expected: first.expected,
        actual: first.actual,
        diff: more.length === 0 ? first.diff : [first.message, ...more, ...(rest > 0 ? [`… and ${rest} more`] : [])],
      },
    ]
  },
}

/** At least one element of a list. */
export const any: Matcher = {
  states: (operand, vocabulary, language) => `has an element that ${language.states(operand, vocabulary)}`,
  expects: (operand, vocabulary, language) => `an element that ${language.states(operand, vocabulary)}`,
  check: (call) => {
    const { subject, value, operand, language } = call
    if (!Array.isArray(value)) return [refuse(call, any, notList(value))]
    const text = any.states(operand, subject.vocabulary, language)
    const outcomes = elementsOf(subject, value).map((element) => language.evaluate(element, operand))
    if (outcomes.some((findings) => findings.every((found) => found.held))) return [finding(call, { held: true, text })]
    const message = `expected ${any.expects(operand, subject.vocabulary, language)}, got ${subject.vocabulary.received(value)}`
    // A matcher that fits no element at all is a mistake in the expectation, not an answer to it.
    const cannot = outcomes.length > 0 && outcomes.every((findings) => findings.some((found) => found.cannot))
    const reason = cannot ? outcomes[0]?.find((found) => found.cannot)?.message : undefined
    return [finding(call, { held: false, cannot, text, message, ...(reason === undefined ? {} : { diff: [reason] }) })]
  },
}

function elementsOf(subject: Subject, values: readonly unknown[]): Subject[] {
  const names = subject.content.kind === 'selection' ? subject.content.names : undefined
  return values.map((value, index) => ({
    name: names?.[index] ?? `${subject.name}[${index}]`,
    content: { kind: 'value', value },
    vocabulary: subject.vocabulary,
  }))
}

function notList(value: unknown): string | undefined {
  return value === absent ? undefined : `this is ${describeType(value)}, not a list`
}

function refuse(call: MatcherCall, matcher: Matcher, reason: string | undefined): Finding {
  const { subject, value, operand, language } = call
  return finding(call, {
    held: false,
    cannot: true,
    text: matcher.states(operand, subject.vocabulary, language),
    message: `expected ${matcher.expects(operand, subject.vocabulary, language)}, got ${subject.vocabulary.received(value)}${reason === undefined ? '' : `; ${reason}`}`,
    hint: subject.absentHint,
  })
}
