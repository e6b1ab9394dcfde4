import type { AnyNode } from './parse-script.ts'
import { addMatcher, addSchema, addTest, differs, equals, opposite, scalar } from './conditions.ts'
import type { ExpectMap, Matcher } from './expect-map.ts'
import { addNoThrow } from './no-throw.ts'
import { readSchema } from './read-schema.ts'
import type { Names, Path, Symbol } from './symbol.ts'
import { literalOf, symbolOf, textArgument } from './symbols.ts'
import { give } from './untranslatable.ts'

export interface Link {
  readonly name: string
  readonly arguments: readonly AnyNode[] | undefined
}

/** Words that read well and do nothing. */
export const fillers = new Set([
  'to',
  'be',
  'been',
  'is',
  'that',
  'which',
  'and',
  'has',
  'have',
  'with',
  'at',
  'of',
  'same',
  'but',
  'does',
  'still',
  'also',
  'its',
])

export interface Flags {
  not: boolean
  deep: boolean
  nested: boolean
  include: boolean
  any: boolean
}

export interface LinkSite {
  readonly flags: Flags
  readonly into: ExpectMap
  readonly names: Names
}

const types = new Set(['string', 'number', 'boolean', 'array', 'object', 'null'])

export function addLink(subject: Symbol, { name, arguments: given }: Link, site: LinkSite): void {
  const { flags, into, names } = site
  const argument = (index = 0): Symbol => symbolOf(given?.[index] ?? give(`\`${name}\` without an argument`), names)
  const number = (index = 0): number => {
    const symbol = argument(index)
    return symbol.kind === 'literal' && typeof symbol.value === 'number' ? symbol.value : give('a limit that is no number')
  }
  /** A variable that is made a number, as its text, is a limit too; one that is text makes Chai's comparison fail. */
  const limit = (): number | string => {
    const symbol = argument()
    return symbol.kind === 'variable' && symbol.number === true && symbol.stale !== true ? symbol.text : number()
  }
  const add = (matcher: Matcher): void => addMatcher(subject, opposite(matcher, !flags.not), into)
  const addEqual = (value: Symbol): void => addMatcher(subject, flags.not ? differs(value) : equals(value), into)
  const addEither = (held: Matcher, negated: Matcher): void => addMatcher(subject, flags.not ? negated : held, into)
  if (given === undefined) {
    switch (name) {
      case 'true':
        return addEqual({ kind: 'literal', value: true })
      case 'false':
        return addEqual({ kind: 'literal', value: false })
      case 'null':
        return addEqual({ kind: 'literal', value: null })
      case 'undefined':
        return addEqual({ kind: 'literal', value: undefined })
      case 'ok':
        return addTest({ kind: 'truthy', of: subject }, into, { holds: !flags.not })
      case 'exist':
      case 'exists':
        return addEither({ exists: true, not: null }, { optional: true, equals: null })
      case 'empty':
        return addMatcher(subject, { empty: !flags.not }, into)
      default:
        return give(`an assertion that ends with \`${name}\``)
    }
  }
  switch (name) {
    case 'eql':
    case 'eqls':
      return addEqual(argument())
    case 'equal':
    case 'equals':
    case 'eq': {
      const value = argument()
      if (!flags.deep && value.kind === 'literal' && typeof value.value === 'object' && value.value !== null)
        return give('equal() of an object, which never holds')
      return addEqual(value)
    }
    case 'a':
    case 'an': {
      const type = textArgument(given[0], names).toLowerCase()
      if (type === 'undefined') return addEqual({ kind: 'literal', value: undefined })
      if (!types.has(type)) return give(`the type ${type}`)
      if (subject.kind === 'text' && type === 'string' && !flags.not) return into.add(subject, { type })
      return addEither({ type }, { optional: true, not: { type } })
    }
    case 'above':
    case 'gt':
    case 'greaterThan':
      return add({ gt: limit() })
    case 'least':
    case 'gte':
    case 'greaterThanOrEqual':
      return add({ gte: limit() })
    case 'below':
    case 'lt':
    case 'lessThan':
      return add({ lt: limit() })
    case 'most':
    case 'lte':
    case 'lessThanOrEqual':
      return add({ lte: limit() })
    case 'within':
      if (flags.not) return give('not within()')
      return add({ gte: number(), lte: number(1) })
    case 'closeTo':
    case 'approximately':
      return add({ closeTo: { value: number(), within: number(1) } })
    case 'lengthOf':
    case 'length':
      return addMatcher({ kind: 'length', of: subject }, opposite({ equals: number() }, !flags.not), into)
    case 'oneOf': {
      const list = argument()
      if (list.kind !== 'literal' || !Array.isArray(list.value) || list.value.some((item) => typeof item === 'object' && item !== null))
        return give('oneOf() of something else')
      return addEither({ oneOf: list.value }, { optional: true, not: { oneOf: list.value } })
    }
    case 'match':
    case 'matches': {
      const regex = argument()
      if (regex.kind !== 'pattern') return give('match() of something else')
      return add({ matches: regex.source })
    }
    case 'include':
    case 'includes':
    case 'contain':
    case 'contains':
      return addInclude(subject, argument(), site)
    case 'jsonSchema':
      if (flags.not) return give('not jsonSchema()')
      return addSchema(subject, readSchema(argument(), 'ajv'), into)
    case 'throw':
    case 'throws':
    case 'Throw':
      return addNoThrow(subject, { not: flags.not, into, names })
    case 'string':
      return add({ contains: textArgument(given[0], names) })
    case 'property':
    case 'ownProperty':
    case 'haveOwnProperty':
      return addProperty(subject, given, site)
    case 'keys':
    case 'key':
      return addKeys(subject, given, site)
    case 'members': {
      const list = argument()
      if (flags.not || !flags.include || list.kind !== 'literal' || !Array.isArray(list.value)) return give('members()')
      if (list.value.length !== 1) {
        if (list.value.some((item) => typeof item === 'object' && item !== null)) return give('members() with objects')
        return into.add(subject, { schema: { type: 'array', allOf: list.value.map((item: unknown) => ({ contains: { const: item } })) } })
      }
      return into.add(subject, { contains: list.value[0] as unknown })
    }
    default:
      return give(`the assertion \`${name}\``)
  }
}

function addInclude(subject: Symbol, part: Symbol, { flags, into }: LinkSite): void {
  if (subject.kind === 'literal' && Array.isArray(subject.value)) {
    if (subject.value.some((item) => typeof item === 'object' && item !== null)) return give('include() on objects')
    return addMatcher(part, flags.not ? { optional: true, not: { oneOf: subject.value } } : { oneOf: subject.value }, into)
  }
  if (subject.kind === 'keys') return addTest({ kind: 'includes', of: subject, part }, into, { holds: !flags.not })
  if (part.kind === 'literal' && typeof part.value === 'object' && part.value !== null) {
    if (flags.not || subject.kind !== 'body' || Array.isArray(part.value) || flags.deep) return give('include() of an object')
    for (const [key, value] of Object.entries(part.value)) {
      if (typeof value === 'object' && value !== null) return give('include() of an object')
      into.addPath([...subject.path, key], { equals: value })
    }
    return
  }
  addMatcher(subject, opposite({ contains: scalar(part) }, !flags.not), into)
}

export function addProperty(subject: Symbol, given: readonly AnyNode[], { flags, into, names }: LinkSite): void {
  const name = textArgument(given[0], names)
  if (subject.kind !== 'body' && subject.kind !== 'item') return give('property() of no part of the body')
  if (name === 'length' || name in Object.prototype) return give(`the property ${name}, which every value has`)
  const inner: Path = flags.nested ? nestedPath(name) : [name]
  const target: Symbol = { ...subject, path: [...subject.path, ...inner] }
  if (given[1] === undefined) return into.add(target, { exists: !flags.not })
  const value = symbolOf(given[1], names)
  if (flags.not) return give('not property() with a value')
  if (!flags.deep && value.kind === 'literal' && typeof value.value === 'object' && value.value !== null)
    return give('property() with an object, which never holds')
  into.add(target, value.kind === 'literal' && value.value === undefined ? give('property() with undefined') : equals(value))
}

export function nestedPath(name: string): Path {
  return name
    .split(/[.[\]]/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function addKeys(subject: Symbol, given: readonly AnyNode[], { flags, into, names }: LinkSite): void {
  const [first] = given
  const list =
    first?.type === 'ArrayExpression'
      ? literalOf(first, names)
      : { kind: 'literal' as const, value: given.map((node) => textArgument(node, names)) }
  const keys =
    list.kind === 'literal' && Array.isArray(list.value) ? (list.value as unknown[]).map(String) : give('keys() of something else')
  if (subject.kind !== 'body' || flags.not || flags.any) return give('keys()')
  if (!flags.include) into.addPath(subject.path, { type: 'object', size: keys.length })
  for (const key of keys) into.addPath([...subject.path, key], { exists: true })
}
