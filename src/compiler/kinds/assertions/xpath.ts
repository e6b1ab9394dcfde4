import { checkExpected } from '../../checks/check-matcher.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const xpath: AssertionKind = {
  check: (expected, tools) => {
    for (const entry of expected.entries()) {
      checkExpected(entry, tools)
      tools.later(async () => {
        const { xpathMistake } = await import('./xpath-mistake.ts')
        const reason = xpathMistake(entry.name)
        if (reason !== undefined) tools.report(problems.badXpath(reason), { cursor: entry, at: 'key' })
      })
    }
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
