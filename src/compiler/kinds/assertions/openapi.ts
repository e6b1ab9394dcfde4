import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const openapi: AssertionKind = {
  check: (expected, tools) => {
    if (expected.value === true && !tools.openapiNamed) tools.report(problems.noOpenapi(), { cursor: expected, at: 'key' })
  },
  plan: (expected, tools) => tools.value(expected),
}
