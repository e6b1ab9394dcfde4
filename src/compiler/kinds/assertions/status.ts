import { checkExpected } from '../../checks/check-matcher.ts'
import { plainNumber } from '../../checks/measure.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const status: AssertionKind = {
  check: (expected, tools) => checkExpected(expected, tools, { name: 'a status', least: 100, most: 599, whole: true, read: plainNumber }),
  plan: (expected, tools) => tools.value(expected),
}
