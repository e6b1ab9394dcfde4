import { deepEqual } from '../../assertions/values/deep-equal.ts'

/** True only for a value for which the matchers would hold; false says nothing. */
export type Matches = (value: unknown) => boolean

/** The matchers that are common in loads. */
export function compileMatcher(expected: unknown): Matches {
  if (typeof expected === 'string' || typeof expected === 'boolean' || expected === null) return (value) => value === expected
  if (typeof expected !== 'object' || Array.isArray(expected)) return (value) => deepEqual(expected, value)
  const checks = Object.entries(expected).map(([key, operand]) => matcherOf(key, operand))
  const [first] = checks
  if (first === undefined) return () => false
  return checks.length === 1 ? first : (value) => checks.every((check) => check(value))
}

function matcherOf(key: string, operand: unknown): Matches {
  switch (key) {
    case 'equals':
      return (value) => deepEqual(operand, value)
    case 'gt':
      return numbers(operand, (value, limit) => value > limit)
    case 'gte':
      return numbers(operand, (value, limit) => value >= limit)
    case 'lt':
      return numbers(operand, (value, limit) => value < limit)
    case 'lte':
      return numbers(operand, (value, limit) => value <= limit)
    case 'exists':
      return (value) => operand === true && value !== undefined
    case 'contains':
      return (value) => typeof value === 'string' && typeof operand === 'string' && value.includes(operand)
    case 'size': {
      const size = compileMatcher(operand)
      return (value) => Array.isArray(value) && size(value.length)
    }
    default:
      return () => false
  }
}

function numbers(operand: unknown, holds: (value: number, limit: number) => boolean): Matches {
  if (typeof operand !== 'number') return () => false
  return (value) => typeof value === 'number' && holds(value, operand)
}
