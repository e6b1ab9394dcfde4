import type { Verdict } from './matcher.ts'
import { simpleMatcher } from './simple-matcher.ts'

export const oneOf = simpleMatcher({
  states: (operand, vocabulary) => `is one of ${list(operand).map(vocabulary.literal).join(', ')}`,
  expects: (operand, vocabulary) => `one of ${list(operand).map(vocabulary.literal).join(', ')}`,
  test: (actual, operand, vocabulary) => {
    if (!Array.isArray(operand)) return { cannot: '`oneOf` needs a list of values' }
    if (operand.length === 0) return { cannot: 'the list of `oneOf` is empty' }
    let refused: Verdict = false
    for (const option of operand) {
      const verdict = vocabulary.equals(option, actual)
      if (verdict === true) return true
      if (verdict !== false) refused = verdict
    }
    return refused
  },
})

function list(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand]
}
