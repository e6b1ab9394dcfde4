import { checkExpected } from '../../checks/check-matcher.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const session: AssertionKind = {
  check: (expected, tools) => {
    const known = tools.names.session
    for (const entry of expected.entries()) {
      if (known !== undefined && !known.has(entry.name))
        tools.report(problems.unknownSessionValue(entry.name, [...known]), { cursor: entry, at: 'key' })
      checkExpected(entry, tools)
    }
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
