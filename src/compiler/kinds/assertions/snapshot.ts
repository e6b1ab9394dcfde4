import { checkJsonPath } from '../../checks/check-json-path.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const snapshot: AssertionKind = {
  check: (expected, tools) => {
    for (const path of expected.get('ignore')?.items() ?? []) checkJsonPath(path.text ?? '', { cursor: path }, tools)
  },
  plan: (expected, tools) => tools.value(expected),
}
