import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const openapi: AssertionKind = {
  check: (expected, tools) => {
    if (expected.value === false) return
    tools.report(
      problems.notYet('`expect: { openapi: … }`', {
        severity: 'error',
        consequence: 'Remove it until a later version checks it; otherwise it would hold without being looked at',
      }),
      { cursor: expected, at: 'key' },
    )
  },
  plan: (expected, tools) => tools.value(expected),
}
