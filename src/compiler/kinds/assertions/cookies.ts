import { checkExpectedEntries } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const cookies: AssertionKind = {
  check: checkExpectedEntries,
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
