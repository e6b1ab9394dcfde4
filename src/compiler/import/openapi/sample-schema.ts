import type { JsonSchema } from '../../../openapi/bundle-schema.ts'
import { sampleText } from './sample-text.ts'

type Keywords = Readonly<Record<string, unknown>>

/** Deeper than this only what is required is written down. */
const fullDepth = 3
const deepest = 12

/** A value that fits a bundled schema: the document's own examples where it has them, else the simplest that its rules allow. */
export function sampleSchema(schema: JsonSchema, name: string, way: SampleWay = {}): unknown {
  return new Sampler(definitionsOf(schema), way).sample(schema, { name, depth: 0, trail: [] })
}

/** How a value is made, where the usual way gives one that does not fit. */
export interface SampleWay {
  /** Which alternative of `oneOf` and `anyOf` comes first. @default 0 */
  readonly choice?: number
  /** Only what is required. @default false */
  readonly minimal?: boolean
  /** Examples and defaults of the document do not count. @default false */
  readonly plain?: boolean
}

interface At {
  readonly name: string
  readonly depth: number
  /** References that lead here; the same one again is a circle. */
  readonly trail: readonly string[]
}

class Sampler {
  readonly #definitions: Keywords
  readonly #way: SampleWay

  constructor(definitions: Keywords, way: SampleWay) {
    this.#definitions = definitions
    this.#way = way
  }

  /** `undefined` where nothing can be made, such as in a circle. */
  sample(schema: unknown, at: At): unknown {
    if (!isKeywords(schema) || at.depth > deepest) return schema === true ? at.name : undefined
    const reference = schema['$ref']
    if (typeof reference === 'string') {
      if (at.trail.includes(reference)) return undefined
      return this.sample(this.#definitions[reference.slice('#/$defs/'.length)], { ...at, trail: [...at.trail, reference] })
    }
    if ('const' in schema) return schema['const']
    for (const key of ['examples', 'enum'] as const) {
      const list = key === 'examples' && this.#way.plain === true ? undefined : schema[key]
      if (Array.isArray(list) && list.length > 0) return list.find((item) => item !== null) ?? list[0]
    }
    if (schema['default'] !== undefined && schema['default'] !== null && this.#way.plain !== true) return schema['default']
    return this.#combine(schema, at)
  }

  #combine(schema: Keywords, at: At): unknown {
    const parts = [...listOf(schema['allOf']), ...this.#choice(schema, at)].map((part) => this.sample(part, { ...at, depth: at.depth + 1 }))
    const own = this.#ofType(schema, at, parts.length > 0)
    const all = [...parts, own].filter((part) => part !== undefined)
    if (all.length > 0 && all.every(isKeywords)) return Object.assign({}, ...all) as unknown
    return own ?? parts.find((part) => part !== undefined)
  }

  /** The first alternative of which anything can be made. */
  #choice(schema: Keywords, at: At): readonly unknown[] {
    return ['oneOf', 'anyOf'].flatMap((key) => {
      const all = listOf(schema[key])
      const first = (this.#way.choice ?? 0) % Math.max(1, all.length)
      const found = [...all.slice(first), ...all.slice(0, first)].find(
        (part) => this.sample(part, { ...at, depth: at.depth + 1 }) !== undefined,
      )
      return found === undefined ? [] : [found]
    })
  }

  #ofType(schema: Keywords, at: At, combined: boolean): unknown {
    switch (typeOf(schema)) {
      case 'object':
        return this.#object(schema, at)
      case 'array':
        return this.#array(schema, at)
      case 'string':
        return sampleText(at.name, schema)
      case 'integer':
      case 'number':
        return sampleNumber(schema)
      case 'boolean':
        return true
      case 'null':
        return null
      default:
        return combined ? undefined : at.name
    }
  }

  #object(schema: Keywords, at: At): Readonly<Record<string, unknown>> {
    const properties = isKeywords(schema['properties']) ? schema['properties'] : {}
    const required = new Set(listOf(schema['required']))
    const value: Record<string, unknown> = {}
    for (const [name, property] of Object.entries(properties)) {
      const needed = required.has(name)
      if (!needed && (at.depth >= fullDepth || this.#way.minimal === true || this.#isFor(property, 'readOnly'))) continue
      const part = this.sample(property, { ...at, name, depth: at.depth + 1 })
      if (part === undefined || (part === null && !needed)) continue
      Object.defineProperty(value, name, { value: part, enumerable: true, configurable: true, writable: true })
    }
    return value
  }

  #isFor(property: unknown, flag: string): boolean {
    if (!isKeywords(property)) return false
    const reference = property['$ref']
    return (
      property[flag] === true || (typeof reference === 'string' && this.#isFor(this.#definitions[reference.slice('#/$defs/'.length)], flag))
    )
  }

  #array(schema: Keywords, at: At): readonly unknown[] {
    const fixed = listOf(schema['prefixItems']).map((part) => this.sample(part, { ...at, depth: at.depth + 1 }))
    if (fixed.length > 0) return fixed
    const least = typeof schema['minItems'] === 'number' ? Math.min(schema['minItems'], 20) : 1
    if (schema['maxItems'] === 0) return []
    const item = this.sample(schema['items'] ?? { type: 'string' }, { ...at, name: at.name.replace(/s$/, ''), depth: at.depth + 1 })
    return item === undefined ? [] : Array.from({ length: Math.max(1, least) }, () => item)
  }
}

/** The simplest number within the limits. */
export function sampleNumber(schema: Keywords): number {
  const number = (key: string): number | undefined => (typeof schema[key] === 'number' ? schema[key] : undefined)
  const step = number('multipleOf') ?? (schema['type'] === 'number' ? 0.5 : 1)
  const above = number('exclusiveMinimum')
  const below = number('exclusiveMaximum')
  const least = number('minimum') ?? (above === undefined ? undefined : above + step)
  const most = number('maximum') ?? (below === undefined ? undefined : below - step)
  const start = least !== undefined && least >= 0 ? least : most !== undefined && most < 1 ? most : 1
  const unit = number('multipleOf')
  return unit === undefined ? start : Math.ceil(start / unit) * unit
}

/** The type that a value is made of: the first that is not null. */
export function typeOf(schema: Keywords): string | undefined {
  const types = [schema['type']].flat().filter((type): type is string => typeof type === 'string')
  const named = types.find((type) => type !== 'null') ?? types[0]
  if (named !== undefined) return named
  if ('properties' in schema || 'additionalProperties' in schema) return 'object'
  if ('items' in schema) return 'array'
  if ('pattern' in schema || 'minLength' in schema || 'maxLength' in schema) return 'string'
  if ('minimum' in schema || 'maximum' in schema) return 'number'
  return undefined
}

export function isKeywords(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function definitionsOf(schema: JsonSchema): Keywords {
  return isKeywords(schema) && isKeywords(schema['$defs']) ? schema['$defs'] : {}
}

/** A schema with its reference followed and the parts of `allOf` put into it: what it says about one level of a value. */
export function flatten(schema: unknown, definitions: Keywords, depth = 0): Keywords {
  if (!isKeywords(schema) || depth > deepest) return {}
  const reference = schema['$ref']
  const target = typeof reference === 'string' ? flatten(definitions[reference.slice('#/$defs/'.length)], definitions, depth + 1) : {}
  const parts = [target, ...listOf(schema['allOf']).map((part) => flatten(part, definitions, depth + 1)), schema]
  const properties = Object.assign({}, ...parts.map((part) => (isKeywords(part['properties']) ? part['properties'] : {}))) as Keywords
  const required = [...new Set(parts.flatMap((part) => listOf(part['required'])))]
  return {
    ...(Object.assign({}, ...parts) as Keywords),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}
