import { checkExpected, count } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const redirects: AssertionKind = {
  check: (expected, tools) => checkExpected(expected, tools, count),
  plan: (expected, tools) => tools.value(expected),
}
