import { checkExpected } from '../../checks/check-matcher.ts'
import { sizeBytes } from '../../checks/measure.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const size: AssertionKind = {
  check: (expected, tools) =>
    checkExpected(expected, tools, { name: 'a size', least: 0, most: Number.POSITIVE_INFINITY, whole: true, read: sizeBytes }),
  plan: (expected, tools) => tools.value(expected),
}
