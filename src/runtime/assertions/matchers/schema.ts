import { checkSchema } from '../json-schema/check-schema.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** A JSON Schema, written in place or as the path of a file. */
export const schema = simpleMatcher({
  states: (operand) => `fits ${describe(operand)}`,
  expects: (operand) => `to fit ${describe(operand)}`,
  test: (actual, operand, { folder }) => {
    const outcome = checkSchema({ schema: operand, value: actual, folder })
    return 'problem' in outcome ? { cannot: outcome.problem } : outcome.violations.length === 0
  },
  explain: (actual, operand, { folder }) => {
    const outcome = checkSchema({ schema: operand, value: actual, folder })
    if ('problem' in outcome) return undefined
    const [only, ...more] = outcome.violations
    if (only === undefined) return undefined
    if (more.length === 0) return { message: `does not fit ${describe(operand)}: ${only}` }
    return { message: `does not fit ${describe(operand)}`, diff: cap(outcome.violations) }
  },
})

function describe(operand: unknown): string {
  return typeof operand === 'string' ? `the schema ${operand}` : 'the schema'
}

function cap(lines: readonly string[]): string[] {
  return lines.length <= 12 ? [...lines] : [...lines.slice(0, 11), `… and ${lines.length - 11} more`]
}
