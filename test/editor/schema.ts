import { readFileSync } from 'node:fs'

/** As much of JSON Schema as the schema of this project uses. */
export interface Schema {
  readonly $ref?: string
  readonly $comment?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly pattern?: string
  readonly errorMessage?: string
  readonly patternErrorMessage?: string
  readonly properties?: Readonly<Record<string, Schema | boolean>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly minItems?: number
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly if?: Schema
  readonly then?: Schema
  readonly else?: Schema
  readonly dependencies?: Readonly<Record<string, Schema | readonly string[]>>
  readonly definitions?: Readonly<Record<string, Schema>>
}

export const schema = JSON.parse(readFileSync(new URL('../../schema/apitest.schema.json', import.meta.url), 'utf8')) as Schema

export interface Property {
  /** Where it stands, such as `definitions/Service/properties/headers`. */
  readonly place: string
  readonly key: string
  readonly schema: Schema
  /** Its own, or that of what it refers to. */
  readonly description: string | undefined
}

/** Every property that the schema describes, in definitions and in maps inside them. */
export function* propertiesOf(root: Schema): Generator<Property> {
  for (const { place, schema: inner } of subschemasOf(root)) {
    for (const [key, property] of Object.entries(inner.properties ?? {})) {
      // A bare rule about a key that is described elsewhere: `false`, `true`, or the type of `patch` beside another method.
      if (typeof property === 'boolean' || 'doNotSuggest' in property || /\/(?:if|anyOf\/\d+)$/.test(place)) continue
      yield { place: `${place}/properties/${key}`, key, schema: property, description: describe(root, property) }
    }
  }
}

export interface Placed {
  readonly place: string
  readonly schema: Schema
}

/** The schema itself and all schemas inside it; references are not followed. */
export function* subschemasOf(schemaOrRoot: Schema, place = '#'): Generator<Placed> {
  yield { place, schema: schemaOrRoot }
  for (const [keyword, value] of Object.entries(schemaOrRoot)) {
    if (['additionalProperties', 'propertyNames', 'items', 'if', 'then', 'else'].includes(keyword) && typeof value === 'object')
      yield* subschemasOf(value, `${place}/${keyword}`)
    if (['allOf', 'anyOf', 'properties', 'patternProperties', 'definitions', 'dependencies'].includes(keyword)) {
      for (const [key, inner] of Object.entries<Schema | boolean | readonly string[]>(value)) {
        if (typeof inner === 'object' && !Array.isArray(inner)) yield* subschemasOf(inner as Schema, `${place}/${keyword}/${key}`)
      }
    }
  }
}

/** The nearest description on the way that references lead. */
function describe(root: Schema, { $ref, description }: Schema): string | undefined {
  return description ?? ($ref === undefined ? undefined : describe(root, follow(root, $ref)))
}

function follow(root: Schema, ref: string): Schema {
  const keys = ref.split('/').slice(1)
  return keys.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], root) as Schema
}
