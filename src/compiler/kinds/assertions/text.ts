import { checkExpected } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const text: AssertionKind = {
  check: (expected, tools) => checkExpected(expected, tools),
  plan: (expected, tools) => tools.expected(expected),
}
