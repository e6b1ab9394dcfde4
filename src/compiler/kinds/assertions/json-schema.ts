import { checkJsonSchema } from '../../checks/check-json-schema.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const jsonSchema: AssertionKind = {
  check: checkJsonSchema,
  plan: (expected, tools) => (expected.text === undefined ? tools.value(expected) : tools.path(expected)),
}
