import { isMap, isNumeric } from '../values/deep-equal.ts'
import { describeType, describeValue } from '../values/describe-value.ts'
import type { Vocabulary } from './matcher.ts'
import { readNumber } from './read-number.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** A number no further than `within` from `value`, up to the rounding of doubles: 1.1 is within 0.1 of 1. */
export const closeTo = simpleMatcher({
  states: (operand, vocabulary) => `is ${describe(operand, vocabulary)}`,
  expects: describe,
  test: (actual, operand, vocabulary) => {
    const parts = isMap(operand) ? operand : {}
    const unknown = Object.keys(parts).find((key) => key !== 'value' && key !== 'within')
    if (unknown !== undefined) throw new Error(`Unknown key \`${unknown}\` in \`closeTo\`; it has \`value\` and \`within\``)
    const [value, within] = [readNumber(parts['value'], vocabulary), readNumber(parts['within'], vocabulary)]
    if (!isNumeric(value)) return value
    if (!isNumeric(within)) return within
    if (!isNumeric(actual)) return { cannot: `\`closeTo\` compares numbers, and this is ${describeType(actual)}` }
    const rounding = 2 * Number.EPSILON * Math.max(Math.abs(Number(actual)), Math.abs(Number(value)))
    return Math.abs(Number(actual) - Number(value)) <= Number(within) + rounding
  },
})

function describe(operand: unknown, vocabulary: Vocabulary): string {
  if (!isMap(operand)) return `close to ${describeValue(operand)}`
  return `within ${vocabulary.literal(operand['within'])} of ${vocabulary.literal(operand['value'])}`
}
