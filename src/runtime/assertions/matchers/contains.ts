import { deepEqual } from '../values/deep-equal.ts'
import { describeType, describeValue } from '../values/describe-value.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** A text in a text, or an element in a list. */
export const contains = simpleMatcher({
  states: (operand) => `contains ${describeValue(operand)}`,
  expects: (operand) => `to contain ${describeValue(operand)}`,
  test: (actual, operand) => {
    if (Array.isArray(actual)) return actual.some((element) => deepEqual(operand, element))
    if (typeof actual === 'string')
      return typeof operand === 'string' ? testText(actual, operand) : { cannot: `a text cannot contain ${describeType(operand)}` }
    return { cannot: `\`contains\` looks into texts and lists, and this is ${describeType(actual)}` }
  },
  explain: (actual, operand) => {
    if (!Array.isArray(actual) || typeof operand !== 'string') return undefined
    if (!actual.some((element) => typeof element === 'string' && element.includes(operand))) return undefined
    return {
      hint: `\`contains\` looks for an element that equals it; for a part of an element write \`any: { contains: ${describeValue(operand)} }\``,
    }
  },
})

function testText(actual: string, part: string) {
  return part === '' ? { cannot: 'an empty text is in every text' } : actual.includes(part)
}
