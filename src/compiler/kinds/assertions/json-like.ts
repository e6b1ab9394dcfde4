import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const jsonLike: AssertionKind = {
  check: (expected, tools) => {
    if (expected.isMap && expected.entries().length === 0)
      tools.report(problems.alwaysHolds('an empty one is part of each', 'for every map'), { cursor: expected })
  },
  plan: (expected, tools) => tools.value(expected),
}
