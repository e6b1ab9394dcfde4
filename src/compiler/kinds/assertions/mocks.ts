import { checkExpected, count } from '../../checks/check-matcher.ts'
import type { AssertionKind } from './assertion-kind.ts'

/** Whether the mocks exist is known with the test that expects something of them. */
export const mocks: AssertionKind = {
  check: (expected, tools) => {
    for (const mock of expected.entries()) {
      const calls = mock.get('calls')
      if (calls !== undefined) checkExpected(calls, tools, count)
    }
  },
  plan: (expected, tools) => tools.value(expected),
}
