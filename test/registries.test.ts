import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { expectKinds } from '../src/runtime/assertions/expect-kinds.ts'
import { matchers } from '../src/runtime/assertions/matchers/matchers.ts'
import { serviceKinds } from '../src/runtime/services/service-kinds.ts'

// The compiler's registries are typed over the schema, so that `tsc` names what they lack. The runtime ships without the schema's types.

interface Definition {
  readonly properties?: object
  readonly dependencies?: object
}

const schema = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../schema/apitest.schema.json'), 'utf8')) as {
  readonly definitions: Readonly<Record<string, Definition>>
}
const keys = (name: string, part: keyof Definition) => Object.keys(schema.definitions[name]?.[part] ?? {}).toSorted()

it.each([
  ['matcher', 'Matcher', 'properties', matchers],
  ['expectation', 'Expect', 'properties', expectKinds],
  ['kind of service', 'ServiceKind', 'dependencies', serviceKinds],
] as const)('the runtime has every %s of the schema, and no other', (_, definition, part, registry) => {
  expect(keys(definition, part).length).toBeGreaterThan(4)
  expect(Object.keys(registry).toSorted()).toEqual(keys(definition, part))
})
