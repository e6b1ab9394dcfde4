import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { addMatcher, addSchema, addTest, differs, equals, opposite, scalar } from './conditions.ts'
import type { ExpectMap, Matcher } from './expect-map.ts'
import { readSchema } from './read-schema.ts'
import { literalOf, symbolOf, textArgument } from './symbols.ts'
import type { Names, Path, Symbol } from './symbols.ts'
import { give } from './untranslatable.ts'

interface Link {
  readonly name: string
  readonly arguments: readonly AnyNode[] | undefined
}

/** Words that read well and do nothing. */
const fillers = new Set([
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

/** Adds an assertion statement to a check; false when the node is none. */
export function addAssertion(node: AnyNode, into: ExpectMap, names: Names): boolean {
  const chain = unroll(node)
  if (chain === undefined) return false
  const { root, links } = chain
  const text = memberPath(root)?.join('.')
  if (root.type === 'CallExpression') {
    const [subject] = root.arguments
    if (subject === undefined) return give('an expect without a value')
    addExpectation(symbolOf(subject, names), links, into, names)
    return true
  }
  if (text !== 'pm.response') return give('an assertion of another kind')
  addResponse(links, into, names)
  return true
}

/** `pm.expect(x).to.eql(1)` as its root and its links; `undefined` where it is no assertion. */
function unroll(node: AnyNode): { root: AnyNode; links: readonly Link[] } | undefined {
  const links: Link[] = []
  let at = node
  for (;;) {
    if (at.type === 'CallExpression') {
      const path = at.callee.type === 'Super' ? undefined : memberPath(at.callee)?.join('.')
      if (path === 'pm.expect' || path === 'expect' || path === 'chai.expect') return { root: at, links: links.toReversed() }
      if (
        at.callee.type !== 'MemberExpression' ||
        at.callee.computed ||
        at.callee.property.type !== 'Identifier' ||
        at.callee.object.type === 'Super'
      )
        return undefined
      links.push({ name: at.callee.property.name, arguments: at.arguments })
      at = at.callee.object
    } else if (at.type === 'MemberExpression' && !at.computed && at.property.type === 'Identifier' && at.object.type !== 'Super') {
      if (memberPath(at)?.join('.') === 'pm.response')
        return links.at(-1)?.name === 'to' ? { root: at, links: links.toReversed() } : undefined
      links.push({ name: at.property.name, arguments: undefined })
      at = at.object
    } else return undefined
  }
}

interface Flags {
  not: boolean
  deep: boolean
  nested: boolean
  include: boolean
  any: boolean
}

function addExpectation(first: Symbol, links: readonly Link[], into: ExpectMap, names: Names): void {
  const flags: Flags = { not: false, deep: false, nested: false, include: false, any: false }
  let subject = first
  let asked = false
  for (const [index, link] of links.entries()) {
    const { name, arguments: given } = link
    if (fillers.has(name) && given === undefined) continue
    if (given === undefined && name === 'not') flags.not = true
    else if (given === undefined && name === 'deep') flags.deep = true
    else if (given === undefined && name === 'nested') flags.nested = true
    else if (given === undefined && name === 'own') continue
    else if (given === undefined && (name === 'include' || name === 'contain' || name === 'includes' || name === 'contains'))
      flags.include = true
    else if (given === undefined && name === 'all') continue
    else if (given === undefined && name === 'any') flags.any = true
    else if (given === undefined && (name === 'length' || name === 'lengthOf')) subject = { kind: 'length', of: subject }
    else {
      const more = links.slice(index + 1).some((later) => !fillers.has(later.name))
      if (name === 'property' && more && given !== undefined) {
        subject = intoProperty(subject, given, { flags, into, names })
        asked = true
        continue
      }
      addLink(subject, { name, arguments: given }, { flags, into, names })
      asked = true
    }
  }
  if (!asked) give('an assertion without a condition, which can never fail')
}

/** `to.have.property('id').that.is.a('number')` goes on with the property. */
function intoProperty(subject: Symbol, given: readonly AnyNode[], site: LinkSite): Symbol {
  if (site.flags.not || (subject.kind !== 'body' && subject.kind !== 'item')) return give('an assertion behind property()')
  addProperty(subject, given, site)
  const name = textArgument(given[0], site.names)
  return { ...subject, path: [...subject.path, ...(site.flags.nested ? nestedPath(name) : [name])] }
}

interface LinkSite {
  readonly flags: Flags
  readonly into: ExpectMap
  readonly names: Names
}

const types = new Set(['string', 'number', 'boolean', 'array', 'object', 'null'])

function addLink(subject: Symbol, { name, arguments: given }: Link, site: LinkSite): void {
  const { flags, into, names } = site
  const argument = (index = 0): Symbol => symbolOf(given?.[index] ?? give(`\`${name}\` without an argument`), names)
  const number = (index = 0): number => {
    const symbol = argument(index)
    return symbol.kind === 'literal' && typeof symbol.value === 'number' ? symbol.value : give('a limit that is no number')
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
      return add({ gt: number() })
    case 'least':
    case 'gte':
    case 'greaterThanOrEqual':
      return add({ gte: number() })
    case 'below':
    case 'lt':
    case 'lessThan':
      return add({ lt: number() })
    case 'most':
    case 'lte':
    case 'lessThanOrEqual':
      return add({ lte: number() })
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
      return addNoThrow(subject, site)
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
  into.add(subject, opposite({ contains: scalar(part) }, !flags.not))
}

function addProperty(subject: Symbol, given: readonly AnyNode[], { flags, into, names }: LinkSite): void {
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

function nestedPath(name: string): Path {
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

const statusClasses: Readonly<Record<string, unknown>> = {
  info: '1xx',
  success: '2xx',
  redirection: '3xx',
  clientError: '4xx',
  serverError: '5xx',
  ok: 200,
  accepted: 202,
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  notAcceptable: 406,
  rateLimited: 429,
}

/** `pm.response.to.…` */
function addResponse(links: readonly Link[], into: ExpectMap, names: Names): void {
  const not = links.some(({ name, arguments: given }) => name === 'not' && given === undefined)
  const [last, ...others] = links.filter(({ name }) => name !== 'not' && !fillers.has(name)).toReversed()
  if (last === undefined) return give('an assertion without a condition, which can never fail')
  if (others.length > 0) return addResponseChain(others.toReversed(), last, { not, into, names })
  const { name, arguments: given } = last
  const at = (index: number): AnyNode => given?.[index] ?? give(`\`${name}\` without an argument`)
  if (given === undefined) {
    if (Object.hasOwn(statusClasses, name)) return into.add({ kind: 'status' }, opposite({ equals: statusClasses[name] }, !not))
    if (name === 'error') return into.add({ kind: 'status' }, not ? { not: { oneOf: ['4xx', '5xx'] } } : { oneOf: ['4xx', '5xx'] })
    if (name === 'withBody') return into.add({ kind: 'text' }, { empty: not })
    if (name === 'json') return not ? give('not json') : into.addEntry('jsonPath', '$', { exists: true })
    return give(`\`${name}\``)
  }
  switch (name) {
    case 'status': {
      const status = symbolOf(at(0), names)
      if (status.kind === 'variable' && !not) return into.add({ kind: 'status' }, { equals: scalar(status) })
      if (status.kind !== 'literal') return give('a status that is computed')
      if (typeof status.value === 'string')
        return addMatcher({ kind: 'reason' }, not ? give('not a reason phrase') : { equals: status.value }, into)
      return into.add({ kind: 'status' }, opposite({ equals: status.value }, !not))
    }
    case 'header': {
      const header = textArgument(at(0), names).toLowerCase()
      if (given[1] === undefined) return into.addEntry('headers', header, { exists: !not })
      return into.addEntry(
        'headers',
        header,
        not ? { optional: true, not: scalar(symbolOf(given[1], names)) } : { equals: scalar(symbolOf(given[1], names)) },
      )
    }
    case 'body':
      if (not) return give('not body()')
      return into.add({ kind: 'text' }, given[0] === undefined ? { empty: false } : { equals: textArgument(given[0], names) })
    case 'jsonBody': {
      if (not) return give('not jsonBody()')
      if (given[0] === undefined) return into.addEntry('jsonPath', '$', { exists: true })
      const path = nestedPath(textArgument(given[0], names))
      if (given[1] === undefined) return into.addPath(path, { exists: true })
      return into.addPath(path, { equals: scalar(symbolOf(given[1], names)) })
    }
    case 'jsonSchema':
      if (not) return give('not jsonSchema()')
      return into.set('jsonSchema', readSchema(symbolOf(at(0), names), 'ajv'))
    default:
      return give(`\`${name}()\``)
  }
}

/** `pm.response.to.have.responseTime.below(200)`; `to.be.ok.and.…` */
function addResponseChain(first: readonly Link[], last: Link, { not, into, names }: { not: boolean; into: ExpectMap; names: Names }): void {
  const [only] = first
  if (first.length === 1 && only?.name === 'responseTime' && only.arguments === undefined) {
    const flags: Flags = { not, deep: false, nested: false, include: false, any: false }
    return addLink({ kind: 'time' }, last, { flags, into, names })
  }
  if (not) return give('a chain with not')
  for (const link of [...first, last]) addResponse([link], into, names)
}

/** `expect(() => pm.response.json()).to.not.throw()` */
function addNoThrow(subject: Symbol, { flags, into, names }: LinkSite): void {
  if (subject.kind !== 'thunk' || !flags.not) return give('an assertion on what a function throws')
  for (const statement of subject.body) {
    if (statement.type === 'VariableDeclaration') for (const { init } of statement.declarations) addRead(init ?? undefined)
    else if (statement.type === 'ReturnStatement') addRead(statement.argument ?? undefined)
    else if (statement.type === 'ExpressionStatement') addRead(statement.expression)
    else return give('a function of statements')
  }

  function addRead(node: AnyNode | undefined): void {
    if (node === undefined) return give('a function of statements')
    const assigned =
      node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier' ? node.left.name : undefined
    const read = symbolOf(node.type === 'AssignmentExpression' ? node.right : node, names)
    if (read.kind !== 'body') return give('a function that reads something else')
    into.addPath(read.path, { exists: true })
    if (node.type === 'AssignmentExpression') names.assign(assigned ?? give('an assignment to a property'), read)
  }
}
