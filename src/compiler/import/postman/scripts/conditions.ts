import { STATUS_CODES } from '../status-names.ts'
import { hasReference, wrappedText } from '../references.ts'
import { ExpectMap } from './expect-map.ts'
import type { Matcher } from './expect-map.ts'
import { eachItem } from './symbol.ts'
import type { Symbol, Test } from './symbol.ts'
import { give } from './untranslatable.ts'

/** Adds what a condition asks to a check; `holds: false` adds its opposite. */
export function addTest(test: Test, into: ExpectMap, { holds }: { holds: boolean }): void {
  switch (test.kind) {
    case 'not':
      return addTest(test.of, into, { holds: !holds })
    case 'and':
    case 'or':
      if ((test.kind === 'and') !== holds) return addAlternatives(test, into, holds)
      addTest(test.left, into, { holds })
      return addTest(test.right, into, { holds })
    case 'compare':
      return addCompare(test, into, holds)
    case 'includes':
      return addIncludes(test, into, holds)
    case 'edge':
      return into.add(test.of, opposite({ [test.at]: scalar(test.part) }, holds))
    case 'has': {
      if (test.of.kind !== 'body' && test.of.kind !== 'item') return give('hasOwnProperty of no part of the body')
      const { soft: _, ...of } = { soft: undefined, ...test.of }
      if (test.of.kind === 'body' && test.of.soft === true && !holds) return give('the opposite of hasOwnProperty of a fallback')
      return into.add({ ...of, path: [...of.path, test.name] }, { exists: holds })
    }
    case 'hasHeader':
      return into.addEntry('headers', test.name.toLowerCase(), { exists: holds })
    case 'isArray':
      return into.add(test.of, holds ? { type: 'array' } : { optional: true, not: { type: 'array' } })
    case 'isInteger':
      return into.add(test.of, holds ? { type: 'integer' } : { optional: true, not: { type: 'integer' } })
    case 'matches':
      if (!holds) return give('the opposite of a regular expression')
      return into.add(test.of, { matches: test.pattern })
    case 'truthy':
      return addTruthy(test.of, into, holds)
    case 'every':
      if (!holds) return give('the opposite of every()')
      return addTest(test.test, into, { holds })
    case 'some':
      return addSome(test, into, holds)
    case 'schema':
      if (!holds) return give('the opposite of a JSON Schema')
      return addSchema(test.of, test.schema, into)
  }
}

function addSome(test: Test & { kind: 'some' }, into: ExpectMap, holds: boolean): void {
  const { of, test: inner } = test
  if (of.kind !== 'body') return give('some()')
  if (inner.kind === 'compare' && inner.operator === '===') {
    const [item, value] = inner.left.kind === 'item' ? [inner.left, inner.right] : [inner.right, inner.left]
    if (item.kind === 'item') return into.addPath([...of.path, eachItem, ...item.path], opposite({ contains: scalar(value) }, holds))
  }
  const items = new ExpectMap()
  addTest(inner, items, { holds: true })
  const schema = items.itemsOf(of.path) ?? give('some()')
  into.addPath(of.path, { type: 'array' })
  into.addPath(of.path, opposite({ any: { schema } }, holds))
}

export function addSchema(of: Symbol, schema: unknown, into: ExpectMap): void {
  if (of.kind === 'body' && of.path.length === 0 && !into.has('jsonSchema')) return into.set('jsonSchema', schema)
  if (of.kind === 'response') return into.set('jsonSchema', schema)
  if (of.kind !== 'body' && of.kind !== 'item') return give('a JSON Schema of no part of the body')
  if (of.kind === 'item') {
    const { $schema: _, ...own } = schema as Record<string, unknown>
    return into.add(of, { schema: own })
  }
  into.add(of, { schema })
}

/** `a === 1 || a === 2` */
function addAlternatives(test: Test & { kind: 'and' | 'or' }, into: ExpectMap, holds: boolean): void {
  const found = holds ? equalities(test) : undefined
  const [first] = found ?? []
  if (found === undefined || first === undefined || found.some(({ subject }) => JSON.stringify(subject) !== JSON.stringify(first.subject)))
    return give(holds ? 'alternatives (||) on different values' : 'the opposite of a condition with &&')
  into.add(first.subject, { oneOf: found.map(({ value }) => value) })
}

function equalities(test: Test): readonly { subject: Symbol; value: unknown }[] | undefined {
  if (test.kind === 'or') {
    const [left, right] = [equalities(test.left), equalities(test.right)]
    return left === undefined || right === undefined ? undefined : [...left, ...right]
  }
  if (test.kind !== 'compare' || (test.operator !== '===' && test.operator !== '==')) return undefined
  return test.right.kind === 'literal' && (test.left.kind === 'status' || test.operator === '===')
    ? [{ subject: test.left, value: test.right.value }]
    : undefined
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }
const opposites: Readonly<Record<string, string>> = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' }
const orders: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', '<=': 'lte', '>=': 'gte' }

function addCompare({ operator, left, right }: Test & { kind: 'compare' }, into: ExpectMap, holds: boolean): void {
  if ((left.kind === 'literal' || left.kind === 'variable') && right.kind !== 'literal' && right.kind !== 'variable')
    return addCompare({ kind: 'compare', operator: mirrored[operator] ?? operator, left: right, right: left }, into, holds)
  const order = orders[operator]
  if (order !== undefined) {
    if (right.kind !== 'literal' || typeof right.value !== 'number') return give('a comparison with something other than a number')
    return addMatcher(left, opposite({ [order]: right.value }, holds, { absent: !holds }), into)
  }
  const equal = (holds ? operator : opposites[operator]) ?? operator
  if (operator.length === 2 && !isExactEnough(left, right)) return addMatcher(left, loosely(right, !equal.startsWith('!')), into)
  addMatcher(left, equal.startsWith('!') ? differs(right) : equals(right), into)
}

/** What `==` takes for equal, or not. */
function loosely(right: Symbol, holds: boolean): Matcher {
  if (right.kind === 'literal' && (right.value === null || right.value === undefined))
    return holds ? { optional: true, equals: null } : { exists: true, not: null }
  const options = looseOptions(right)
  return holds ? { oneOf: options } : { optional: true, not: { oneOf: options } }
}

function looseOptions(right: Symbol): readonly unknown[] {
  if (right.kind === 'variable') {
    const [name] = right.names
    if (right.stale === true) return give('a variable that the script has set itself')
    return right.whole && name !== undefined ? [right.text, wrappedText('number', name), wrappedText('string', name)] : [right.text]
  }
  if (right.kind !== 'literal') return give('a loose comparison (==) with something computed')
  const { value } = right
  const number = Number(value)
  if (typeof value === 'object') return give('a loose comparison (==) with an object')
  if (Number.isNaN(number)) return [value]
  return [...new Set([value, number, String(number), ...(number === 0 ? ['', false] : number === 1 ? [true] : [])])]
}

/** Where `==` means the same as `===`. */
function isExactEnough(left: Symbol, right: Symbol): boolean {
  if (right.kind !== 'literal') return false
  if (left.kind === 'status' || left.kind === 'length' || left.kind === 'typeof' || left.kind === 'reason') return true
  return typeof right.value === 'string' && right.value !== '' && Number.isNaN(Number(right.value))
}

function addIncludes({ of, part }: Test & { kind: 'includes' }, into: ExpectMap, holds: boolean): void {
  if (of.kind === 'literal' && Array.isArray(of.value))
    return addMatcher(part, holds ? { oneOf: of.value } : { optional: true, not: { oneOf: of.value } }, into)
  if (of.kind === 'keys') {
    if (of.of.kind !== 'body' || part.kind !== 'literal' || typeof part.value !== 'string') return give('keys of no part of the body')
    return into.addPath([...of.of.path, part.value], { exists: holds })
  }
  into.add(of, opposite({ contains: scalar(part) }, holds))
}

function addTruthy(of: Symbol, into: ExpectMap, holds: boolean): void {
  if (of.kind === 'literal') return Boolean(of.value) === holds ? undefined : give('a condition that never holds')
  if (of.kind === 'fallback') return holds && Boolean(of.other) ? undefined : give('a condition on a fallback')
  if (of.kind === 'length') return addMatcher(of, holds ? { gt: 0 } : { equals: 0 }, into)
  if (of.kind === 'boolean') return addTest(of.test, into, { holds })
  into.add(of, holds ? { not: { oneOf: [null, false, 0, ''] } } : { optional: true, oneOf: [null, false, 0, ''] })
}

/** Adds a matcher of a value that may be seen through `length`, `typeof` or `Object.keys`. */
export function addMatcher(subject: Symbol, matcher: Matcher, into: ExpectMap): void {
  if (subject.kind === 'literal') return holdsFor(subject.value, matcher) ? undefined : give('an assertion that never holds')
  if (subject.kind === 'fallback') return addMatcher(subject.of, beside(subject.other, matcher), into)
  if (subject.kind === 'length') return addLength(subject.of, matcher, into)
  if (subject.kind === 'typeof') return addTypeof(subject.of, matcher, into)
  if (subject.kind === 'reason') return addReason(matcher, into)
  if (subject.kind === 'boolean') {
    if (matcher['equals'] === true) return addTest(subject.test, into, { holds: true })
    if (matcher['equals'] === false) return addTest(subject.test, into, { holds: false })
    return give('a condition on a comparison')
  }
  into.add(subject, matcher)
}

/** A matcher of `value || other` as one of the value. */
function beside(other: unknown, matcher: Matcher): Matcher {
  if (typeof other === 'string' && failsText(other, matcher)) return matcher
  const [key, ...more] = Object.keys(matcher).filter((name) => name !== 'optional')
  const operand = matcher[key ?? '']
  if (more.length > 0 || typeof operand === 'object') return give('a condition on a fallback')
  const falsy = [null, false, 0, '']
  if (key === 'equals') return operand === other ? { optional: true, oneOf: [...falsy, other] } : { equals: operand }
  if (key !== 'not') return give('a condition on a fallback')
  return operand === other ? { not: { oneOf: [...falsy, other] } } : { optional: true, not: operand }
}

/** What a text surely is not, no value that stands for it can be. */
function failsText(value: string, matcher: Matcher): boolean {
  const { contains, matches, gt, gte } = matcher
  if (Object.keys(matcher).length !== 1) return false
  if (typeof contains === 'string' && !hasReference(contains)) return !value.includes(contains)
  if (typeof matches === 'string') return !new RegExp(matches, 'u').test(value)
  return gt !== undefined || gte !== undefined
}

/** Of a constant of the script. */
function holdsFor(value: unknown, matcher: Matcher): boolean {
  return Object.entries(matcher).every(([key, operand]) => {
    if (key === 'equals') return JSON.stringify(value) === JSON.stringify(operand)
    if (key === 'exists') return (value !== undefined) === operand
    if (key === 'optional') return true
    if (key === 'type') return typeof value === operand
    return key === 'not' && JSON.stringify(value) !== JSON.stringify(operand)
  })
}

function addLength(of: Symbol, matcher: Matcher, into: ExpectMap): void {
  const { optional: _, ...size } = matcher
  const value = Object.keys(size).length === 1 && 'equals' in size ? size['equals'] : size
  if ('exists' in size || 'type' in size) return give('a condition on a length')
  if (of.kind === 'keys') {
    if (of.of.kind !== 'body') return give('keys of no part of the body')
    return into.add(of.of, { type: 'object', size: value })
  }
  // an object has a size here and no length there
  if (of.kind === 'body') return into.add(of, { not: { type: 'object' }, size: value })
  into.add(of, { size: value })
}

function addTypeof(of: Symbol, matcher: Matcher, into: ExpectMap): void {
  const negated = matcher['not']
  const type = matcher['equals'] ?? negated
  if (typeof type !== 'string' || !['string', 'number', 'boolean', 'undefined'].includes(type)) return give('typeof something else')
  if (type === 'undefined') return into.add(of, { exists: negated !== undefined })
  into.add(of, negated === undefined ? { type } : { optional: true, not: { type } })
}

function addReason(matcher: Matcher, into: ExpectMap): void {
  const { equals: reason } = matcher
  const code = Object.entries(STATUS_CODES).find(([, name]) => name === reason)?.[0]
  if (code === undefined || Object.keys(matcher).length > 1) return give('a condition on the reason phrase')
  into.add({ kind: 'status' }, { equals: Number(code) })
}

export function equals(value: Symbol): Matcher {
  if (value.kind === 'literal') return value.value === undefined ? { exists: false } : { equals: value.value }
  return { equals: scalar(value) }
}

export function differs(value: Symbol): Matcher {
  if (value.kind === 'literal')
    return value.value === undefined
      ? { exists: true }
      : { optional: true, not: isData(value.value) ? { equals: value.value } : value.value }
  return { optional: true, not: { equals: scalar(value) } }
}

function isData(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A constant, or the text of a variable. */
export function scalar(value: Symbol): unknown {
  if (value.kind === 'variable') return value.stale === true ? give('a variable that the script has set itself') : value.text
  if (value.kind !== 'literal' || (typeof value.value === 'object' && value.value !== null))
    return give('a comparison with something computed')
  return value.value
}

/** Most matchers cannot be asked of a value that is not there, in either direction. */
export function opposite(matcher: Matcher, holds: boolean, { absent = false }: { absent?: boolean } = {}): Matcher {
  if (holds) return matcher
  return absent ? { optional: true, not: matcher } : { not: matcher }
}

export function isDynamic(value: unknown): boolean {
  return typeof value === 'string' && hasReference(value)
}
