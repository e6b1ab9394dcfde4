import { checkJsonPath } from '../../checks/check-json-path.ts'
import { checkExpected } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const jsonPath: AssertionKind = {
  check: (expected, tools) => {
    for (const entry of expected.entries()) {
      checkJsonPath(entry.name, { cursor: entry, at: 'key' }, tools)
      checkExpected(entry, tools)
    }
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
