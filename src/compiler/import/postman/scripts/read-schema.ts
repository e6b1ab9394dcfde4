import { give } from './untranslatable.ts'
import type { Symbol } from './symbol.ts'

/** Keywords that the validators of Postman and this language read in the same way. */
const keywords = new Set(
  [
    'type enum const properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependencies',
    'items additionalItems minItems maxItems uniqueItems contains minLength maxLength pattern format minimum maximum',
    'exclusiveMinimum exclusiveMaximum multipleOf allOf anyOf oneOf not if then else title description default examples $comment $schema',
    '$ref definitions readOnly writeOnly',
  ].flatMap((line) => line.split(' ')),
)
/** What came after draft 4, which tv4 does not look at. */
const newer = new Set(['const', 'contains', 'propertyNames', 'if', 'then', 'else'])
const formats = new Set('date time date-time email hostname ipv4 ipv6 uri uri-reference uuid regex json-pointer'.split(' '))
const maps = new Set(['properties', 'patternProperties', 'definitions', 'dependencies'])
const data = new Set(['enum', 'const', 'default', 'examples', 'required', 'type'])

/** A JSON Schema that `validator` of Postman and this language judge alike. */
export function readSchema(symbol: Symbol, validator: 'ajv' | 'tv4'): Readonly<Record<string, unknown>> {
  if (symbol.kind !== 'literal' || typeof symbol.value !== 'object' || symbol.value === null || Array.isArray(symbol.value))
    return give('a JSON Schema that is no constant')
  const { $schema, $id, ...schema } = symbol.value as Record<string, unknown>
  // its own name says nothing, unless a part of it asks for it
  if ($id !== undefined && JSON.stringify(schema).includes('"$ref"')) return give('a JSON Schema with a name and references')
  if (validator === 'ajv' && typeof $schema === 'string' && !/draft-07/.test($schema)) return give('a JSON Schema of an old draft')
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...read(schema) }

  function read(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(map)) {
      // ajv 6 passes over it, and tv4 over formats
      if (key === 'nullable' || key === 'example' || (validator === 'tv4' && key === 'format')) continue
      if (!keywords.has(key) || (validator === 'tv4' && newer.has(key))) return give(`a JSON Schema with \`${key}\``)
      if (key.startsWith('exclusiveM') && (typeof value === 'boolean' || validator === 'tv4')) return give('a JSON Schema of an old draft')
      if (key === 'required' && !Array.isArray(value)) return give('a JSON Schema of an old draft')
      if (key === 'format' && !formats.has(String(value))) return give(`a JSON Schema with the format ${String(value)}`)
      if (key === 'type' && ![value].flat().every((type) => types.has(String(type))))
        return give(`a JSON Schema with the type ${String(value)}`)
      made[key] = data.has(key) ? value : inner(key, value)
    }
    return made
  }

  function inner(key: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => inner('', item))
    if (typeof value !== 'object' || value === null) return value
    if (!maps.has(key)) return read(value as Record<string, unknown>)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner('', one)]))
  }
}

const types = new Set(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'])
