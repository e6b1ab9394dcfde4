import { isMap } from '../values/deep-equal.ts'
import type { Matcher } from './matcher.ts'
import { finding } from './simple-matcher.ts'

/** Holds when its operand, a plain value or a map of matchers, does not. A matcher that does not apply to the value fails here too. */
export const not: Matcher = {
  states: (operand, vocabulary, language) => negate(language.states(operand, vocabulary), operand),
  expects: (operand, vocabulary, language) => `not ${group(language.expects(operand, vocabulary), operand)}`,
  check: (call) => {
    const { subject, operand, language } = call
    const inner = language.evaluate(subject, operand)
    const refused = inner.filter((found) => found.cannot)
    const text = not.states(operand, subject.vocabulary, language)
    const wanted = not.expects(operand, subject.vocabulary, language)
    // The reason stays; what was expected is the opposite of what the inner matcher says.
    if (refused.length > 0)
      return refused.map((found) => ({
        ...found,
        text: `${subject.name} ${text}`,
        message: found.message.replace(/: expected .*?(?=, got )/s, () => `: expected ${wanted}`),
      }))
    if (inner.some((found) => !found.held)) return [finding(call, { held: true, text })]
    const message = `expected ${wanted}, got ${subject.vocabulary.received(call.value)}`
    return [finding(call, { held: false, text, message })]
  },
}

function group(text: string, operand: unknown): string {
  return isMap(operand) && Object.keys(operand).length > 1 ? `(${text})` : text
}

function negate(text: string, operand: unknown): string {
  if (isMap(operand) && Object.keys(operand).length > 1) return `is not such that it ${text}`
  if (text.startsWith('is not ') || text.startsWith('does not ')) return `is not such that it ${text}`
  if (text.startsWith('is ')) return `is not ${text.slice(3)}`
  if (text.startsWith('has ')) return `does not have ${text.slice(4)}`
  if (text.startsWith('matches ')) return `does not match ${text.slice(8)}`
  return text.replace(/^(\w+)s\b/, 'does not $1')
}
