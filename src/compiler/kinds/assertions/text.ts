import { checkExpectedText } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const text: AssertionKind = {
  check: (expected, tools) => checkExpectedText(expected, tools, 'what `text` looks at'),
  plan: (expected, tools) => tools.expected(expected),
}
