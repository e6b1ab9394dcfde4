import { checkExpectedText } from '../../checks/check-matcher.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const html: AssertionKind = {
  check: (expected, tools) => {
    for (const entry of expected.entries()) {
      checkExpectedText(entry, tools, 'what `html` looks at')
      tools.later(async () => {
        const { selectorMistake } = await import('./selector-mistake.ts')
        const reason = selectorMistake(entry.name)
        if (reason !== undefined) tools.report(problems.badSelector(reason), { cursor: entry, at: 'key' })
      })
    }
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
