import { checkBounds, type Quantity } from './check-bounds.ts'
import { checkJsonSchema } from './check-json-schema.ts'
import { checkPattern } from './check-pattern.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'
import { plainNumber } from './measure.ts'

const anyNumber: Quantity = {
  name: 'a number',
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
  whole: false,
  read: plainNumber,
}

/** A number of things: never negative, never broken. */
export const count: Quantity = { name: 'a count', least: 0, most: Number.POSITIVE_INFINITY, whole: true, read: plainNumber }

/** Checks an expectation: a plain value means *equals*, a map is a matcher. */
export function checkExpected(expected: Cursor, tools: CheckTools, quantity: Quantity = anyNumber): void {
  if (!expected.isMap) return
  checkBounds(expected, quantity, tools)
  for (const operand of expected.entries()) operandChecks[operand.name]?.(operand, tools)
}

/** The entries of `headers`, `jsonPath` and their like. */
export function checkExpectedEntries(map: Cursor, tools: CheckTools): void {
  for (const entry of map.entries()) checkExpected(entry, tools)
}

const operandChecks: Readonly<Record<string, (operand: Cursor, tools: CheckTools) => void>> = {
  matches: (operand, tools) => checkPattern(operand, tools),
  size: (operand, tools) => checkExpected(operand, tools, count),
  schema: checkJsonSchema,
  not: (operand, tools) => checkExpected(operand, tools),
  each: (operand, tools) => checkExpected(operand, tools),
  any: (operand, tools) => checkExpected(operand, tools),
}
