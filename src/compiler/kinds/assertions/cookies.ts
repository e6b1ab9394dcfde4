import { checkExpected, checkExpectedText } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const cookies: AssertionKind = {
  check: (expected, tools) => {
    for (const cookie of expected.entries()) {
      // an attribute such as sid[Max-Age] may be a number
      if (cookie.name.endsWith(']')) checkExpected(cookie, tools)
      else checkExpectedText(cookie, tools, 'a cookie')
    }
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
