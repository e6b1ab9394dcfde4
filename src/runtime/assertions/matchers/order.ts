import { isNumeric } from '../values/deep-equal.ts'
import { describeType } from '../values/describe-value.ts'
import type { Matcher, MatcherName } from './matcher.ts'
import { readNumber } from './read-number.ts'
import { simpleMatcher } from './simple-matcher.ts'

type Numeric = number | bigint

// JavaScript compares a bigint with a number by their exact values.
export const gt = order('gt', '>', (actual, limit) => actual > limit)
export const gte = order('gte', '>=', (actual, limit) => actual >= limit)
export const lt = order('lt', '<', (actual, limit) => actual < limit)
export const lte = order('lte', '<=', (actual, limit) => actual <= limit)

function order(name: MatcherName, sign: string, compare: (actual: Numeric, limit: Numeric) => boolean): Matcher {
  return simpleMatcher({
    states: (operand, vocabulary) => `is ${sign} ${vocabulary.literal(operand)}`,
    expects: (operand, vocabulary) => `${sign} ${vocabulary.literal(operand)}`,
    test: (actual, operand, vocabulary) => {
      const limit = readNumber(operand, vocabulary)
      if (!isNumeric(limit)) return limit
      if (!isNumeric(actual)) return { cannot: `\`${name}\` compares numbers, and this is ${describeType(actual)}` }
      return compare(actual, limit)
    },
  })
}
