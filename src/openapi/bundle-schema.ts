import { isApiMap, referenceOf } from './api-document.ts'
import type { ApiDocument, ApiMap, ApiNode } from './api-document.ts'
import { patternOf } from './pattern.ts'

/** `readOnly` properties are no part of a request, `writeOnly` ones none of an answer. */
export type Direction = 'request' | 'response'

export type JsonSchema = boolean | { readonly [key: string]: unknown }

/** A schema of the document as JSON Schema 2020-12 that stands alone: what it refers to, in circles or not, lies in its `$defs`. */
export function bundleSchema(document: ApiDocument, node: ApiNode, direction: Direction): JsonSchema {
  const bundler = new Bundler(document, direction)
  const schema = bundler.convert(node)
  const definitions = bundler.finish()
  if (Object.keys(definitions).length === 0 || typeof schema === 'boolean') return schema
  return withOrigin({ ...schema, $defs: definitions }, node)
}

const origins = new WeakMap<object, ApiNode>()

/** Remembers what a part of a bundled schema was made of. */
export function withOrigin<Schema extends object>(schema: Schema, node: ApiNode): Schema {
  origins.set(schema, node)
  return schema
}

/** Where the document has what a part of a bundled schema was made of. */
export function originOf(schema: object): ApiNode | undefined {
  return origins.get(schema)
}

/** Keywords whose value is taken as it is. */
const plain = new Set([
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'minimum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'dependentRequired',
  'title',
  'description',
  'default',
  'readOnly',
  'writeOnly',
  'contentMediaType',
])
const single = new Set([
  'items',
  'not',
  'if',
  'then',
  'else',
  'additionalProperties',
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
])
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas'])

/** What can be checked; any other format is only a hint for people. */
const formats = new Set([
  'date',
  'time',
  'date-time',
  'iso-time',
  'iso-date-time',
  'duration',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'regex',
  'uuid',
  'json-pointer',
  'relative-json-pointer',
  'byte',
  'binary',
  'int32',
  'int64',
])

class Bundler {
  readonly #document: ApiDocument
  readonly #direction: Direction
  readonly #names = new Map<string, string>()
  readonly #waiting: { readonly name: string; readonly node: ApiNode }[] = []

  constructor(document: ApiDocument, direction: Direction) {
    this.#document = document
    this.#direction = direction
  }

  convert(node: ApiNode): JsonSchema {
    const schema = this.#convert(node)
    return typeof schema === 'boolean' ? schema : withOrigin(schema, node)
  }

  #convert(node: ApiNode): JsonSchema {
    const { value } = node
    if (typeof value === 'boolean') return value
    if (!isApiMap(value)) return {}
    const reference = referenceOf(value)
    if (reference !== undefined) {
      const $ref = this.#refer(this.#document.target(reference, node.file))
      // 3.0 says that what stands beside a reference does not count; `nullable` is written there all the same, and meant
      if (this.#document.version === '3.0') return value['nullable'] === true ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref }
      return { ...this.#keywords(node, value), $ref }
    }
    return this.#keywords(node, value)
  }

  finish(): Record<string, JsonSchema> {
    const definitions: Record<string, JsonSchema> = {}
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      definitions[next.name] = this.convert(next.node)
    return definitions
  }

  #refer(node: ApiNode): string {
    const key = JSON.stringify([node.file, ...node.path])
    let name = this.#names.get(key)
    if (name === undefined) {
      const word = (node.path.at(-1) ?? node.file).replaceAll(/[^A-Za-z0-9_]+/g, '_')
      name = `${word}_${this.#names.size + 1}`
      this.#names.set(key, name)
      this.#waiting.push({ name, node })
    }
    return `#/$defs/${name}`
  }

  #keywords(node: ApiNode, value: ApiMap): Record<string, unknown> {
    const schema: Record<string, unknown> = {}
    const below = (...keys: string[]): ApiNode => ({
      value: keys.reduce<unknown>((at, key) => (at as ApiMap)[key], value),
      file: node.file,
      path: [...node.path, ...keys],
    })
    for (const [key, part] of Object.entries(value)) {
      if (plain.has(key)) schema[key] = part
      else if (single.has(key) && (isApiMap(part) || typeof part === 'boolean')) schema[key] = this.convert(below(key))
      else if (lists.has(key) && Array.isArray(part) && part.length > 0)
        schema[key] = part.map((_, index) => this.#tagged(below(key, String(index)), value['discriminator']))
      else if (maps.has(key) && isApiMap(part))
        schema[key] = Object.fromEntries(Object.keys(part).map((name) => [name, this.convert(below(key, name))]))
      else if (key === 'pattern' && typeof part === 'string' && patternOf(part) !== undefined) schema[key] = part
      else if (key === 'format' && typeof part === 'string' && formats.has(part)) schema[key] = part
      else if (key === 'examples' && Array.isArray(part)) schema[key] = part
      else if (key === 'example') schema['examples'] = [part]
      else if (key === 'required' && Array.isArray(part)) schema[key] = this.#required(node, part)
    }
    if (this.#document.version === '3.0') fromThreeZero(schema, node)
    return schema
  }

  /** An alternative that a `discriminator` names is only meant where the property says so. */
  #tagged(node: ApiNode, discriminator: unknown): JsonSchema {
    const schema = this.convert(node)
    const reference = referenceOf(node.value)
    if (reference === undefined || !isApiMap(discriminator) || !isApiMap(discriminator['mapping'])) return schema
    const { propertyName, mapping } = discriminator
    const names = Object.keys(mapping).filter((name) => [reference, reference.split('/').at(-1)].includes(String(mapping[name])))
    if (typeof propertyName !== 'string' || names.length === 0 || this.#namesItself(node, propertyName)) return schema
    return withOrigin({ allOf: [schema], properties: { [propertyName]: { enum: names } }, required: [propertyName] }, node)
  }

  /** A schema that says itself which values its property may have is right about them, whatever a mapping says. */
  #namesItself(node: ApiNode, property: string): boolean {
    const found = this.#document.child(node, 'properties', property)
    const value = found && this.#document.resolve(found).value
    return isApiMap(value) && ('enum' in value || 'const' in value)
  }

  /** Without the properties that only the other direction has. */
  #required(node: ApiNode, names: readonly unknown[]): readonly unknown[] {
    const absent = this.#direction === 'request' ? 'readOnly' : 'writeOnly'
    return [...new Set(names)].filter((name) => {
      if (typeof name !== 'string') return false
      const property = this.#document.child(node, 'properties', name)
      return property === undefined || this.#document.child(property, absent)?.value !== true
    })
  }
}

/** `nullable`, and limits that are told to be exclusive by a flag. */
function fromThreeZero(schema: Record<string, unknown>, node: ApiNode): void {
  const value = node.value as ApiMap
  for (const [flag, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof value[flag] !== 'boolean') continue
    delete schema[flag]
    if (value[flag] && typeof value[limit] === 'number') {
      schema[flag] = value[limit]
      delete schema[limit]
    }
  }
  if (value['nullable'] !== true) return
  if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null']
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'] = [...(schema['enum'] as unknown[]), null]
  const choice = ['allOf', 'anyOf', 'oneOf'].some((key) => key in schema)
  if (!('type' in schema) && choice) {
    const inner = withOrigin({ ...schema }, node)
    for (const key of Object.keys(schema)) delete schema[key]
    schema['anyOf'] = [inner, { type: 'null' }]
  }
}
