import { describeType, describeValue } from '../values/describe-value.ts'
import { identify } from '../values/identify.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** A list in which no two elements are equal. */
export const unique = simpleMatcher({
  states: (operand) => (operand === false ? 'has equal elements' : 'has no two equal elements'),
  expects: (operand) => (operand === false ? 'two equal elements' : 'no two equal elements'),
  test: (actual, operand) => {
    if (typeof operand !== 'boolean') return { cannot: `\`unique\` is true or false, not ${describeValue(operand)}` }
    if (!Array.isArray(actual)) return { cannot: `\`unique\` looks at lists, and this is ${describeType(actual)}` }
    return (findRepeated(actual) === undefined) === operand
  },
  explain: (actual) => {
    const repeated = Array.isArray(actual) ? findRepeated(actual) : undefined
    return (
      repeated && {
        message: `expected no two equal elements, got ${describeValue(repeated.value)} at index ${repeated.first} and ${repeated.second}`,
      }
    )
  },
})

function findRepeated(list: readonly unknown[]): { value: unknown; first: number; second: number } | undefined {
  const seen = new Map<string, number>()
  for (const [second, value] of list.entries()) {
    const identity = identify(value)
    const first = seen.get(identity)
    if (first !== undefined) return { value, first, second }
    seen.set(identity, second)
  }
  return undefined
}
