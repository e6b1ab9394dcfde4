import { isNumeric } from '../values/deep-equal.ts'
import { describeType, describeValue } from '../values/describe-value.ts'
import type { Cannot, Vocabulary } from './matcher.ts'

/** A number of an expectation: bare where there is no unit, with one where there is. */
export function readNumber(operand: unknown, { unit }: Pick<Vocabulary, 'unit'>): number | bigint | Cannot {
  if (unit === undefined) {
    if (isNumeric(operand) && !Number.isNaN(operand)) return operand
    return { cannot: `the expected value ${describeValue(operand)} is ${describeType(operand)}, not a number` }
  }
  if (isNumeric(operand)) return { cannot: `the expected ${unit.name} has no unit`, hint: `Write \`${unit.propose(operand)}\`` }
  const value = typeof operand === 'string' ? unit.parse(operand) : undefined
  return (
    value ?? { cannot: `${describeValue(operand)} is not a ${unit.name}`, hint: `Write a ${unit.name} such as \`${unit.propose(500)}\`` }
  )
}
