import type { AssertionKind } from './assertion-kind.ts'

export const jsonLike: AssertionKind = {
  check: () => {},
  plan: (expected, tools) => tools.value(expected),
}
