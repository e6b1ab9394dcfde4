import { checkBounds, type Quantity } from './check-bounds.ts'
import { checkJsonSchema } from './check-json-schema.ts'
import { checkPattern } from './check-pattern.ts'
import { alwaysText, checkTypes } from './check-types.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'
import { Judge } from './judge.ts'
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
  checkMatcher(expected, { tools, quantity, judge: Judge.of(tools) })
}

/** The same for what is always text, such as a header; `name` in words: `a header`. */
export function checkExpectedText(expected: Cursor, tools: CheckTools, name: string): void {
  checkMatcher(expected, { tools, quantity: anyNumber, text: name, judge: Judge.of(tools) })
}

/** What an operand is checked with. */
interface Site {
  readonly tools: CheckTools
  readonly quantity: Quantity
  /** What it is, where it is always text. */
  readonly text?: string | undefined
  readonly judge: Judge
}

function checkMatcher(expected: Cursor, site: Site): void {
  if (!expected.isMap) return
  const operands = expected.entries()
  const inner = { ...site, judge: site.judge.among(operands.length) }
  const { text } = site
  const known = text === undefined ? undefined : alwaysText(text)
  checkTypes(expected, known, inner.judge)
  if (known === undefined) checkBounds(expected, site.quantity, inner.judge)
  checkAbsence(expected, site.judge)
  for (const operand of operands) operandChecks[operand.name]?.(operand, inner)
}

/** Nothing is there, and it is something: no other matcher holds for what is absent. */
function checkAbsence(expected: Cursor, judge: Judge): void {
  const other = expected.entries().find(({ name }) => name !== 'exists' && name !== 'not')
  if (expected.get('exists')?.value !== false || other === undefined) return
  const reason = `\`exists: false\` wants nothing there, and \`${other.name}\` looks at a value`
  judge.say({ holds: 'never', reason }, { cursor: other, at: 'key' })
}

/** Every text begins and ends with no text at all. */
function checkEmptyText(operand: Cursor, { judge }: Site): void {
  if (operand.text === '')
    judge.say({ holds: 'always', reason: 'an empty text is part of any', where: 'for every text' }, { cursor: operand })
}

const operandChecks: Readonly<Record<string, (operand: Cursor, site: Site) => void>> = {
  startsWith: checkEmptyText,
  endsWith: checkEmptyText,
  matches: (operand, site) => {
    checkEmptyText(operand, site)
    checkPattern(operand, site.tools)
  },
  size: (operand, site) => checkMatcher(operand, { ...site, quantity: count, text: undefined }),
  schema: (operand, { tools, judge }) => checkJsonSchema(operand, tools, judge),
  not: (operand, site) => checkMatcher(operand, { ...site, judge: site.judge.opposite() }),
  each: (operand, site) => checkMatcher(operand, { ...site, quantity: anyNumber }),
  any: (operand, site) => checkMatcher(operand, { ...site, quantity: anyNumber }),
}
