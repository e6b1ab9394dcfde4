import { checkHeaderName } from '../../checks/check-headers.ts'
import { checkExpectedText } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const headers: AssertionKind = {
  check: (expected, tools) => {
    for (const header of expected.entries()) if (checkHeaderName(header, tools)) checkExpectedText(header, tools, 'a header')
  },
  plan: (expected, tools) => tools.each(expected, tools.expected),
}
