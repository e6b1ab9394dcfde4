import { checkExpected } from '../../checks/check-matcher.ts'
import { durationMs } from '../../checks/measure.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const time: AssertionKind = {
  check: (expected, tools) =>
    checkExpected(expected, tools, { name: 'a duration', least: 0, most: Number.POSITIVE_INFINITY, whole: false, read: durationMs }),
  plan: (expected, tools) => tools.value(expected),
}
