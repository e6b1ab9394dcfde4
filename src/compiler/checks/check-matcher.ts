import { problems } from '../diagnostics/problems.ts'
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
  checkAbsence(expected, tools)
  for (const operand of expected.entries()) operandChecks[operand.name]?.(operand, tools)
}

/** Nothing is there, and it is something: no other matcher holds for what is absent. */
function checkAbsence(expected: Cursor, tools: CheckTools): void {
  const other = expected.entries().find(({ name }) => name !== 'exists' && name !== 'not')
  if (expected.get('exists')?.value !== false || other === undefined) return
  tools.report(problems.neverHolds(`\`exists: false\` wants nothing there, and \`${other.name}\` looks at a value`), {
    cursor: other,
    at: 'key',
  })
}

/** Every text begins and ends with no text at all. */
function checkEmptyText(operand: Cursor, tools: CheckTools): void {
  if (operand.text === '') tools.report(problems.alwaysHolds('an empty one is part of each', 'for every text'), { cursor: operand })
}

/** The entries of `headers`, `jsonPath` and their like. */
export function checkExpectedEntries(map: Cursor, tools: CheckTools): void {
  for (const entry of map.entries()) checkExpected(entry, tools)
}

const operandChecks: Readonly<Record<string, (operand: Cursor, tools: CheckTools) => void>> = {
  startsWith: checkEmptyText,
  endsWith: checkEmptyText,
  matches: (operand, tools) => {
    checkEmptyText(operand, tools)
    checkPattern(operand, tools)
  },
  size: (operand, tools) => checkExpected(operand, tools, count),
  schema: checkJsonSchema,
  not: (operand, tools) => checkExpected(operand, tools),
  each: (operand, tools) => checkExpected(operand, tools),
  any: (operand, tools) => checkExpected(operand, tools),
}
