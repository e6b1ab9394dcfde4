import { checkHook } from '../../checks/check-hook.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const hook: AssertionKind = {
  check: (expected, tools) => checkHook(expected, tools, { parameters: ['response', '{ api }'], result: undefined }),
  plan: (expected, tools) => tools.value(expected),
}
