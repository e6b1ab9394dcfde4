import { absent, describeType, describeValue } from '../values/describe-value.ts'
import type { Finding, Matcher, MatcherCall } from './matcher.ts'
import { lengthOf } from './presence.ts'
import { finding } from './simple-matcher.ts'
import { plainVocabulary } from './vocabulary.ts'

/** The number of characters, elements or keys, compared with a number or by other matchers. */
export const size: Matcher = {
  states: (operand, vocabulary, language) => `has size ${language.expects(operand, plainVocabulary(vocabulary.folder))}`,
  expects: (operand, vocabulary, language) => `size ${language.expects(operand, plainVocabulary(vocabulary.folder))}`,
  check: (call) => {
    const length = lengthOf(call.value)
    return length === undefined ? [refuse(call)] : checkLength(call, length)
  },
}

function checkLength({ subject, value, operand, language }: MatcherCall, length: number): Finding[] {
  const vocabulary = plainVocabulary(subject.vocabulary.folder)
  const sizeSubject = { name: `size of ${subject.name}`, content: { kind: 'value', value: length } as const, vocabulary }
  return language.evaluate(sizeSubject, operand).map((found) => {
    const part = matcherAt(operand, found.path)
    const hint = found.hint ?? (found.held ? undefined : describeContent(value))
    return {
      ...found,
      text: `${subject.name} has size ${language.expects(part, vocabulary)}`,
      message: found.held ? `${subject.name} has size ${language.expects(part, vocabulary)}` : found.message,
      hint,
    }
  })
}

/** The part of a matcher map that one of its findings speaks of. */
function matcherAt(operand: unknown, [key]: readonly (string | number)[]): unknown {
  return key === undefined ? operand : { [key]: (operand as Readonly<Record<string, unknown>>)[key] }
}

function describeContent(value: unknown): string | undefined {
  return lengthOf(value) === 0 ? undefined : `The value is ${describeValue(value)}`
}

function refuse(call: MatcherCall): Finding {
  const { subject, value, operand, language } = call
  const reason = value === absent ? '' : `; ${describeType(value)} has no size`
  return finding(call, {
    held: false,
    cannot: true,
    text: size.states(operand, subject.vocabulary, language),
    message: `expected ${size.expects(operand, subject.vocabulary, language)}, got ${subject.vocabulary.received(value)}${reason}`,
    hint: subject.absentHint,
  })
}
