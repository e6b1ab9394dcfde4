import { deepEqual } from '../values/deep-equal.ts'
import { describeValue } from '../values/describe-value.ts'
import { describeChange, findDifferences, renderDifferences } from '../values/json-difference.ts'
import { formatPath } from '../values/json-path.ts'
import { diffLines } from '../values/text-difference.ts'
import type { Explanation } from './simple-matcher.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** The value itself; also what a plain value stands for. Its operand is a literal all through, maps included. */
export const equals = simpleMatcher({
  states: (operand, vocabulary) => `is ${vocabulary.literal(operand)}`,
  expects: (operand, vocabulary) => vocabulary.literal(operand),
  test: (actual, operand, vocabulary) => vocabulary.equals(operand, actual),
  explain: (actual, operand, vocabulary) => (vocabulary.equals === deepEqual ? explainChange(operand, actual) : undefined),
})

function explainChange(expected: unknown, actual: unknown): Explanation | undefined {
  if (typeof expected === 'string' && typeof actual === 'string') {
    if (!expected.includes('\n') && !actual.includes('\n')) return { message: describeChange(expected, actual) }
    return { message: 'expected another text', diff: diffLines(expected, actual) }
  }
  const hint = explainPrecision(expected, actual)
  if (typeof expected !== 'object' || expected === null)
    return { message: describeChange(expected, actual), ...(hint === undefined ? {} : { hint }) }
  const differences = findDifferences(expected, actual)
  const [only] = differences
  if (only === undefined || (differences.length === 1 && only.path.length === 0)) return undefined
  if (differences.length === 1) return { message: `${formatPath(only.path)} ${only.text}` }
  const isShort = [expected, actual].every((value) => !describeValue(value, 60).endsWith('…'))
  if (isShort) return undefined
  return { message: `${differences.length} differences`, diff: renderDifferences(differences) }
}

function explainPrecision(expected: unknown, actual: unknown): string | undefined {
  if (typeof actual !== 'bigint' || typeof expected !== 'number' || Number(actual) !== expected) return undefined
  return 'Beyond 2^53 a JavaScript number cannot tell neighbours apart; the expected one was rounded before it came here'
}
