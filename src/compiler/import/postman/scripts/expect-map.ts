import { isMap } from '../read-collection.ts'
import { hasReference } from '../references.ts'
import type { Path, Symbol } from './symbol.ts'
import { eachItem } from './symbol.ts'
import { give, Untranslatable } from './untranslatable.ts'

export type Matcher = Readonly<Record<string, unknown>>

/** Two conditions that one map cannot hold. */
export class Conflict extends Untranslatable {
  override readonly name = 'Conflict' as 'Untranslatable'
}

/** The conditions of one check, put together as an `expect`. */
export class ExpectMap {
  readonly #keys = new Map<string, unknown>()

  get isEmpty(): boolean {
    return this.#keys.size === 0
  }

  /** One condition, whose opposite is one condition too. */
  get isSingle(): boolean {
    const [[, value] = [], ...others] = this.#keys
    const [matcher, ...more] = value instanceof Map ? [...(value as Map<string, unknown>).values()] : [value]
    const asked = isMap(matcher) ? Object.keys(matcher).filter((key) => key !== 'optional') : []
    return others.length === 0 && more.length === 0 && asked.length < 2
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** The schema of the items of a list, where nothing else is asked. */
  itemsOf(path: Path): unknown {
    const [[key, entries] = [], ...others] = this.#keys
    if (key !== 'jsonPath' || others.length > 0 || !(entries instanceof Map) || entries.size !== 1) return undefined
    const schema: unknown = (entries.get(spellPath(path)) as Matcher | undefined)?.['schema']
    return isMap(schema) ? schema['items'] : undefined
  }

  copy(): ExpectMap {
    const copy = new ExpectMap()
    for (const [key, value] of this.#keys) copy.#keys.set(key, value instanceof Map ? new Map(value) : value)
    return copy
  }

  /** In the order that people write: the status first. */
  toExpect(): Record<string, unknown> {
    const order = ['session', 'status', 'headers', 'json', 'jsonPath', 'jsonSchema', 'text', 'size', 'time']
    return Object.fromEntries(
      [...this.#keys].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([key, value]) => [key, simplify(key, value)]),
    )
  }

  add(subject: Symbol, matcher: Matcher): void {
    switch (subject.kind) {
      case 'body':
        return this.addPath(subject.path, matcher)
      case 'status':
        return this.#merge('status', matcher)
      case 'text':
        return this.#merge('text', matcher)
      case 'time':
        return this.#merge('time', mapNumbers(matcher, 'ms'))
      case 'bodySize':
        return this.#merge('size', mapNumbers(matcher, 'B'))
      case 'header':
        return this.addEntry('headers', subject.name.toLowerCase(), matcher)
      case 'item':
        return this.addPath(pathOf(subject.list), { schema: { type: 'array', items: itemSchema(subject.path, matcher) } })
      case 'variable': {
        const [name] = subject.whole ? subject.names : []
        return name === undefined ? give('a condition on a text of variables') : this.addEntry('session', name, matcher)
      }
      case 'found':
        return this.#addFound(subject, matcher)
      default:
        give(`a condition on ${subject.kind}`)
    }
  }

  /** `optional` says nothing about what lies above, so that is said apart. */
  addPath(path: Path, matcher: Matcher): void {
    if (path.includes(eachItem)) return this.#addSelection(path, matcher)
    const [last] = path.slice(-1)
    if (path.length > 1 && ('optional' in matcher || matcher['exists'] === false))
      this.addEntry('jsonPath', spellPath(path.slice(0, -1)), { exists: true, not: null })
    if (path.length === 1 && last !== undefined && ('optional' in matcher || matcher['exists'] === false))
      this.addEntry('jsonPath', '$', { exists: true })
    this.addEntry('jsonPath', spellPath(path), matcher)
  }

  /** The parts of all items: a list of them. */
  #addSelection(path: Path, matcher: Matcher): void {
    this.addPath(path.slice(0, path.indexOf(eachItem)), { type: 'array' })
    const asked = Object.keys(matcher).filter((key) => key !== 'optional')
    if (asked.join() === 'type' && matcher['type'] === 'array') return
    const negated = matcher['not']
    const speaksOfList =
      asked.every((key) => key === 'contains' || key === 'empty' || key === 'size') ||
      (asked.join() === 'not' && isMap(negated) && Object.keys(negated).join() === 'contains')
    if (!speaksOfList) return give('a condition on parts of all items')
    // nothing is selected from a list without items
    const none = 'not' in matcher || matcher['empty'] === true || matcher['size'] === 0
    this.addEntry('jsonPath', spellPath(path), none ? { optional: true, ...matcher } : matcher)
  }

  #addFound({ list, by, value, path }: Symbol & { kind: 'found' }, matcher: Matcher): void {
    const operand = value.kind === 'variable' ? value.text : value.kind === 'literal' ? value.value : give('.find()')
    if (value.kind === 'variable' && value.stale === true) return give('a variable that the script has set itself')
    const all: Path = [...list, eachItem, ...by]
    const absent = 'optional' in matcher || matcher['exists'] === false
    if (path.length > 0) {
      if (absent) this.addPath(all, { contains: operand })
      return this.addEntry('jsonPath', spellFound({ list, by, value, path }), matcher)
    }
    const text = JSON.stringify(matcher)
    if (['{"exists":true}', '{"exists":true,"not":null}', '{"not":{"oneOf":[null,false,0,""]}}', '{"type":"object"}'].includes(text))
      return this.addPath(all, { contains: operand })
    if (absent && !('type' in matcher)) return this.addPath(all, { not: { contains: operand } })
    give('a condition on what was found')
  }

  addEntry(key: string, name: string, matcher: Matcher): void {
    const entries = (this.#keys.get(key) ?? new Map<string, Matcher>()) as Map<string, Matcher>
    this.#keys.set(key, entries)
    entries.set(name, combine(entries.get(name), matcher, name))
  }

  set(key: string, value: unknown): void {
    if (this.#keys.has(key)) throw new Conflict(`two conditions on the ${key}`)
    this.#keys.set(key, value)
  }

  #merge(key: string, matcher: Matcher): void {
    this.#keys.set(key, combine(this.#keys.get(key) as Matcher | undefined, matcher, key))
  }
}

function combine(known: Matcher | undefined, matcher: Matcher, name: string): Matcher {
  if (known === undefined) return matcher
  // that it exists goes without saying where more is said
  const [a, b] = [known, matcher].map((one) => (one['exists'] === true && Object.keys(one).length === 1 ? {} : one)) as [Matcher, Matcher]
  if (Object.keys(a).length === 0 && Object.keys(b).length === 0) return { exists: true }
  if ((a['optional'] === true) !== (b['optional'] === true) && Object.keys(a).length > 0 && Object.keys(b).length > 0) {
    const { optional: _, ...rest } = a['optional'] === true ? a : b
    return combine(a['optional'] === true ? b : a, rest, name)
  }
  if ((a['optional'] === true) !== (b['optional'] === true)) return { exists: true, ...dropOptional(a), ...dropOptional(b) }
  const merged: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    if (key in merged && JSON.stringify(merged[key]) !== JSON.stringify(value)) {
      if (key === 'schema' && isMap(value) && isMap(merged[key])) {
        merged[key] = mergeSchemas(merged[key], value)
        continue
      }
      throw new Conflict(`two conditions of one kind on ${name}`)
    }
    merged[key] = value
  }
  return merged
}

function dropOptional(matcher: Matcher): Matcher {
  return Object.fromEntries(Object.entries(matcher).filter(([key]) => key !== 'optional'))
}

function mergeSchemas(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const known = merged[key]
    if (known === undefined) merged[key] = value
    else if (key === 'required' && Array.isArray(known) && Array.isArray(value))
      merged[key] = [...new Set([...(known as unknown[]), ...(value as unknown[])])]
    else if (isMap(known) && isMap(value)) merged[key] = mergeSchemas(known, value)
    else if (JSON.stringify(known) !== JSON.stringify(value)) give('conditions on list items that do not go together')
  }
  return merged
}

/** `{ equals: x }` alone is written as `x`, where that is no map. */
function simplify(key: string, value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...(value as Map<string, unknown>)].map(([name, matcher]) => [name, simplify('', matcher)]))
  if (key === 'jsonSchema' || !isMap(value)) return value
  const keys = Object.keys(value)
  return keys.length === 1 && 'equals' in value && !isMap(value['equals']) ? value['equals'] : value
}

function mapNumbers(matcher: Matcher, unit: string): Matcher {
  return Object.fromEntries(
    Object.entries(matcher).map(([key, value]) => {
      if (typeof value === 'number' && value >= 0) return [key, `${value}${unit}`]
      if (typeof value === 'string' && hasReference(value)) return [key, `${value}${unit}`]
      if (key === 'not' && isMap(value)) return [key, mapNumbers(value, unit)]
      return give(`a ${unit === 'ms' ? 'time' : 'size'} that is no number`)
    }),
  )
}

export function spellPath(path: Path): string {
  return `$${path.map((part) => (typeof part === 'object' ? '[*]' : typeof part === 'number' ? `[${part}]` : /^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? `.${part}` : `[${quote(part)}]`)).join('')}`
}

/** The path of what `find` found, where the value is a constant. */
export function spellFound({ list, by, value, path }: Pick<Symbol & { kind: 'found' }, 'list' | 'by' | 'value' | 'path'>): string {
  if (value.kind !== 'literal' || (typeof value.value === 'object' && value.value !== null))
    return give('a part of what was found by a variable')
  const literal = typeof value.value === 'string' ? quote(value.value) : JSON.stringify(value.value)
  return `${spellPath(list)}[?@${spellPath(by).slice(1)} == ${literal}]${spellPath(path).slice(1)}`
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

export function pathOf(symbol: Symbol): Path {
  return symbol.kind === 'body' ? symbol.path : give('a list that is no part of the body')
}

/** A condition on every item, as JSON Schema: unlike `each` it holds for a list without items, as a loop does. */
function itemSchema(path: Path, matcher: Matcher): Record<string, unknown> {
  const [first, ...rest] = path
  if (first === undefined) return schemaOf(matcher)
  if (typeof first !== 'string') return give('an index inside a list item')
  return { type: 'object', required: [first], properties: { [first]: itemSchema(rest, matcher) } }
}

function schemaOf(matcher: Matcher): Record<string, unknown> {
  const schema: Record<string, unknown> = {}
  const number = (key: string, value: unknown): void => void Object.assign(schema, { type: 'number', [key]: value })
  for (const [key, value] of Object.entries(matcher)) {
    if (typeof value === 'string' && value.includes('\u0001')) give('a variable inside a loop')
    if (key === 'exists' && value === true) continue
    else if (key === 'equals') schema['const'] = value
    else if (key === 'oneOf') schema['enum'] = value
    else if (key === 'type') schema['type'] = value
    else if (key === 'gt') number('exclusiveMinimum', value)
    else if (key === 'gte') number('minimum', value)
    else if (key === 'lt') number('exclusiveMaximum', value)
    else if (key === 'lte') number('maximum', value)
    else if (key === 'schema' && isMap(value)) Object.assign(schema, value)
    else if (key === 'empty' && value === false) Object.assign(schema, nonEmpty)
    else if (key === 'size') Object.assign(schema, sizeSchema(value))
    else if (key === 'not' && isMap(value) && Array.isArray(value['oneOf'])) schema['not'] = { enum: value['oneOf'] }
    else if (key === 'not' && !isMap(value)) schema['not'] = { const: value }
    else if (key === 'not' && value === null) schema['not'] = { const: null }
    else if (key === 'matches' && typeof value === 'string') Object.assign(schema, { type: 'string', pattern: value })
    else if (key === 'contains' && typeof value === 'string')
      Object.assign(schema, { type: 'string', pattern: value.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&') })
    else give(`\`${key}\` inside a loop`)
  }
  return schema
}

const nonEmpty = { minLength: 1, minItems: 1, minProperties: 1, type: ['string', 'array', 'object'] }

function sizeSchema(size: unknown): Record<string, unknown> {
  const limits = typeof size === 'number' ? { gte: size, lte: size } : isMap(size) ? size : give('`size` inside a loop')
  const schema: Record<string, unknown> = { type: ['string', 'array'] }
  for (const [key, limit] of Object.entries(limits)) {
    if (typeof limit !== 'number') return give('`size` inside a loop')
    const [least, most] =
      { gte: [limit], gt: [limit + 1], lte: [undefined, limit], lt: [undefined, limit - 1] }[key] ?? give('`size` inside a loop')
    if (least !== undefined) Object.assign(schema, { minLength: least, minItems: least })
    if (most !== undefined) Object.assign(schema, { maxLength: most, maxItems: most })
  }
  if (typeof size === 'number') Object.assign(schema, { maxLength: size, maxItems: size })
  return schema
}
