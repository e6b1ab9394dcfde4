import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { refText, wrappedText } from '../references.ts'
import { readSchema } from './read-schema.ts'
import { give } from './untranslatable.ts'

/** Stands for every item of a list in a path. */
export const eachItem = { each: true } as const

export type Path = readonly (string | number | typeof eachItem)[]

/** What an expression of a script stands for, as far as the language has words for it. */
export type Symbol =
  /** A part of the body; `soft` stands for an empty object where it is not there (`body.user || {}`). */
  | { readonly kind: 'body'; readonly path: Path; readonly soft?: boolean; readonly chained?: boolean }
  | { readonly kind: 'status' | 'reason' | 'time' | 'text' | 'bodySize' | 'response' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly source: string }
  /** Text with the values of variables in it; `whole` is one variable alone, `stale` one whose value the script has changed. */
  | {
      readonly kind: 'variable'
      readonly text: string
      readonly names: readonly string[]
      readonly whole: boolean
      readonly stale?: boolean
    }
  /** `value || 'other'` */
  | { readonly kind: 'fallback'; readonly of: Symbol; readonly other: unknown }
  /** What `find` found in a list of the body, by the value of a part of the items. */
  | { readonly kind: 'found'; readonly list: Path; readonly by: Path; readonly value: Symbol; readonly path: Path }
  /** `() => …`, whose body may throw. */
  | { readonly kind: 'thunk'; readonly body: readonly AnyNode[] }
  | { readonly kind: 'validator'; readonly schema?: unknown }
  | { readonly kind: 'length' | 'typeof' | 'keys'; readonly of: Symbol }
  | { readonly kind: 'lower'; readonly of: Symbol }
  | { readonly kind: 'boolean'; readonly test: Test }
  /** The item of a list inside `forEach` and its like. */
  | { readonly kind: 'item'; readonly list: Symbol; readonly path: Path }

export type Test =
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Symbol; readonly right: Symbol }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'includes'; readonly of: Symbol; readonly part: Symbol }
  | { readonly kind: 'edge'; readonly of: Symbol; readonly part: Symbol; readonly at: 'startsWith' | 'endsWith' }
  | { readonly kind: 'has'; readonly of: Symbol; readonly name: string }
  | { readonly kind: 'hasHeader'; readonly name: string }
  | { readonly kind: 'isArray'; readonly of: Symbol }
  | { readonly kind: 'isInteger'; readonly of: Symbol }
  | { readonly kind: 'matches'; readonly of: Symbol; readonly pattern: string }
  | { readonly kind: 'truthy'; readonly of: Symbol }
  | { readonly kind: 'schema'; readonly of: Symbol; readonly schema: unknown }
  | { readonly kind: 'every'; readonly of: Symbol; readonly test: Test; readonly item: Symbol }
  | { readonly kind: 'some'; readonly of: Symbol; readonly test: Test; readonly item: Symbol }

export interface Names {
  /** What local names stand for. */
  readonly values: Map<string, Symbol>
  /** Names of the collection's variables. */
  readonly known: ReadonlySet<string>
  /** Set earlier in the same script, so that their value is not that of before the request. */
  readonly written: Set<string>
  /** Called for a variable that nothing sets. */
  readonly onUnset: (name: string) => void
  /** Gives a name of the script that was declared without a value its value. */
  readonly assign: (name: string, value: Symbol) => void
  /** What `tests[…]` of the same script asked. */
  readonly tests: Map<string, Test>
  /** Called when the body is read as JSON. */
  readonly onJson: () => void
  readonly onDeref: (path: Path) => void
  /** Called when a part of the body is gone through as a list. */
  readonly onList: (path: Path) => void
}

/** What `pm.environment` and its like have of their own. */
const scopeMethods = new Set(['get', 'set', 'unset', 'has', 'clear', 'toObject', 'replaceIn', 'name', 'toJSON', 'values'])

const getters = new Set(['environment', 'globals', 'variables', 'collectionVariables', 'iterationData'])

/** What a node stands for. */
export function symbolOf(node: AnyNode, names: Names): Symbol {
  switch (node.type) {
    case 'Literal':
      if ('regex' in node && node.regex) return pattern(node.regex.pattern, node.regex.flags)
      if (typeof node.value === 'bigint') return give('a big integer')
      return { kind: 'literal', value: node.value }
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap((part, index): Symbol[] => {
          const text: Symbol = { kind: 'literal', value: part.value.cooked ?? '' }
          const expression = node.expressions[index]
          return expression === undefined ? [text] : [text, symbolOf(expression, names)]
        }),
      )
    case 'UnaryExpression':
      if (node.operator === '-') return negative(symbolOf(node.argument, names))
      if (node.operator === 'typeof') return { kind: 'typeof', of: symbolOf(node.argument, names) }
      if (node.operator === '!') return { kind: 'boolean', test: { kind: 'not', of: testOf(node.argument, names) } }
      if (node.operator === '+') return numeric(symbolOf(node.argument, names))
      if (node.operator === 'void') return { kind: 'literal', value: undefined }
      return give(`the operator ${node.operator}`)
    case 'ArrayExpression':
    case 'ObjectExpression':
      return literalOf(node, names)
    case 'Identifier':
      return identifier(node.name, names)
    case 'ParenthesizedExpression':
      return symbolOf(node.expression, names)
    case 'ChainExpression':
      return symbolOf(node.expression, names)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      if (node.params.length > 0 || node.async) return give('a function with parameters')
      return {
        kind: 'thunk',
        body: node.body.type === 'BlockStatement' ? node.body.body : [{ type: 'ExpressionStatement', expression: node.body } as AnyNode],
      }
    case 'NewExpression':
      if (node.callee.type === 'Identifier' && symbolOf(node.callee, names).kind === 'validator') return { kind: 'validator' }
      return give('new')
    case 'MemberExpression':
      return member(node, names)
    case 'CallExpression':
      return callOf(node, names)
    case 'BinaryExpression':
      if (node.operator === '+') return joined([symbolOf(node.left, names), symbolOf(node.right, names)])
      return { kind: 'boolean', test: testOf(node, names) }
    case 'LogicalExpression': {
      const fallback = node.right
      const isEmpty =
        (fallback.type === 'ObjectExpression' && fallback.properties.length === 0) ||
        (fallback.type === 'ArrayExpression' && fallback.elements.length === 0)
      if (node.operator === '||' && isEmpty) {
        const value = symbolOf(node.left, names)
        return value.kind === 'body' ? { ...value, soft: true } : give('a fallback value')
      }
      if (node.operator === '||' && fallback.type === 'Literal' && !('regex' in fallback && fallback.regex))
        return { kind: 'fallback', of: symbolOf(node.left, names), other: fallback.value }
      return { kind: 'boolean', test: testOf(node, names) }
    }
    default:
      return give(`${node.type} in an expression`)
  }
}

function identifier(name: string, { values }: Names): Symbol {
  const known = values.get(name)
  if (known !== undefined) return known
  if (name === 'undefined') return { kind: 'literal', value: undefined }
  if (name === 'tv4') return { kind: 'validator' }
  if (name === 'responseBody') return { kind: 'text' }
  if (name === 'responseTime') return { kind: 'time' }
  return give(`the name \`${name}\``)
}

function pattern(source: string, flags: string): Symbol {
  if (flags.replace(/[gu]/g, '') !== '') return give(`a regular expression with the flag ${flags}`)
  if (!isUnicodePattern(source)) return give('a regular expression that is not valid in Unicode mode')
  return { kind: 'pattern', source }
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function negative(value: Symbol): Symbol {
  if (value.kind !== 'literal' || typeof value.value !== 'number') return give('a minus sign')
  return { kind: 'literal', value: -value.value }
}

/** Texts side by side; a number beside a number would be a sum. */
function joined(parts: readonly Symbol[]): Symbol {
  const textual = parts.some(
    (part) => (part.kind === 'literal' && typeof part.value === 'string') || (part.kind === 'variable' && !part.whole),
  )
  if (!textual) return give('a sum')
  if (parts.every((part) => part.kind === 'literal')) return { kind: 'literal', value: parts.map(({ value }) => String(value)).join('') }
  const texts = parts.map((part) => {
    if (part.kind === 'literal') return String(part.value)
    return part.kind === 'variable' && part.stale !== true ? part.text : give('a text made of the answer')
  })
  const names = parts.flatMap((part) => (part.kind === 'variable' ? part.names : []))
  return { kind: 'variable', text: texts.join(''), names, whole: false }
}

/** A constant of the script as data. */
export function literalOf(node: AnyNode, names: Names): Symbol {
  return { kind: 'literal', value: read(node) }
  function read(part: AnyNode): unknown {
    if (part.type === 'ArrayExpression')
      return part.elements.map((item) => (item === null || item.type === 'SpreadElement' ? give('a spread') : read(item)))
    if (part.type === 'ObjectExpression') {
      const map: Record<string, unknown> = {}
      for (const property of part.properties) {
        if (property.type !== 'Property' || property.computed || property.kind !== 'init' || property.method)
          return give('a computed property')
        const { key } = property
        const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : give('a computed property')
        Object.defineProperty(map, name, { value: read(property.value), enumerable: true, configurable: true, writable: true })
      }
      return map
    }
    const symbol = symbolOf(part, names)
    if (symbol.kind !== 'literal') return give('a list or object with values of the run')
    return symbol.value === undefined ? give('undefined inside data') : symbol.value
  }
}

function member(node: AnyNode & { type: 'MemberExpression' }, names: Names): Symbol {
  const path = memberPath(node)
  if (path !== undefined && path.length === 2 && path[0] === 'tests')
    return { kind: 'boolean', test: names.tests.get(path[1] ?? '') ?? give(`tests[${path[1]}], which is not known`) }
  if (
    path !== undefined &&
    path.length === 2 &&
    ['environment', 'globals', 'data'].includes(path[0] ?? '') &&
    !names.values.has(path[0] ?? '')
  )
    return variable(path[1] ?? '', names)
  // a name is no property of the scope itself, however often that is written
  if (path?.length === 3 && path[0] === 'pm' && getters.has(path[1] ?? '') && !scopeMethods.has(path[2] ?? '') && !names.values.has('pm'))
    return { kind: 'literal', value: undefined }
  if (path !== undefined && !names.values.has(path[0] ?? '')) return named(path)
  if (node.object.type === 'Super') return give('super')
  const owner = symbolOf(node.object, names)
  const key = keyOf(node, names)
  if (node.optional && owner.kind === 'body') {
    const part = property({ ...owner, soft: true }, key, names)
    return part.kind === 'body' ? { ...part, soft: true, chained: true } : part
  }
  const found = property(owner, key, names)
  // what stands behind a link that is not there is not there either
  return found.kind === 'body' && owner.kind === 'body' && owner.chained === true ? { ...found, soft: true, chained: true } : found
}

export function property(owner: Symbol, key: string | number, names: Names): Symbol {
  if (owner.kind === 'item') {
    if (key === 'length') return { kind: 'length', of: owner }
    return { ...owner, path: [...owner.path, key] }
  }
  if (owner.kind === 'literal' && typeof owner.value === 'object' && owner.value !== null && Object.hasOwn(owner.value, key))
    return { kind: 'literal', value: (owner.value as Record<string | number, unknown>)[key] }
  if (key === 'length' && (owner.kind === 'body' || owner.kind === 'text' || owner.kind === 'keys')) {
    if (owner.kind === 'body' && owner.soft !== true) names.onDeref(owner.path)
    return { kind: 'length', of: owner }
  }
  if (owner.kind === 'found') return { ...owner, path: [...owner.path, key] }
  if (owner.kind === 'validator' && key === 'errors') return { kind: 'literal', value: null }
  if (owner.kind === 'response') return named(['pm', 'response', String(key)])
  if (owner.kind !== 'body') return give(`\`.${key}\` of ${owner.kind}`)
  if (owner.soft !== true) names.onDeref(owner.path)
  return { kind: 'body', path: [...owner.path, key] }
}

function keyOf(node: AnyNode & { type: 'MemberExpression' }, names: Names): string | number {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : give('a private name')
  const key = symbolOf(node.property, names)
  if (key.kind === 'literal' && (typeof key.value === 'string' || (typeof key.value === 'number' && key.value >= 0))) return key.value
  return give('a computed key')
}

function named(path: readonly string[]): Symbol {
  const text = path.join('.')
  const fixed: Readonly<Record<string, Symbol>> = {
    'pm.response.code': { kind: 'status' },
    'pm.response.responseTime': { kind: 'time' },
    'pm.response.responseSize': { kind: 'bodySize' },
    'pm.response.status': { kind: 'reason' },
    'responseCode.code': { kind: 'status' },
    'responseCode.name': { kind: 'reason' },
    'pm.response': { kind: 'response' },
  }
  const found = Object.hasOwn(fixed, text) ? fixed[text] : undefined
  if (found !== undefined) return found
  return give(`\`${text}\``)
}

function callOf(node: AnyNode & { type: 'CallExpression' }, names: Names): Symbol {
  const { callee, arguments: given } = node
  const path = callee.type === 'Super' ? undefined : memberPath(callee)
  const text = path?.join('.')
  if (path !== undefined && text !== undefined && !names.values.has(path[0] ?? '')) {
    if (text === 'pm.response.json' && given.length === 0) return body(names)
    if (text === 'pm.response.text' && given.length === 0) return { kind: 'text' }
    if (text === 'pm.response.reason' && given.length === 0) return { kind: 'reason' }
    if (text === 'JSON.parse' && given.length === 1 && symbolOf(given[0]!, names).kind === 'text') return body(names)
    if ((text === 'Number' || text === 'parseFloat') && given.length === 1) return numeric(symbolOf(given[0]!, names))
    if ((text === 'parseInt' || text === 'Number.parseInt') && given.length > 0) return numeric(symbolOf(given[0]!, names))
    if (text === 'String' && given.length === 1) return textual(symbolOf(given[0]!, names))
    if (text === 'require') return library(given[0], names)
    if (text === 'Object.keys' && given.length === 1) return { kind: 'keys', of: symbolOf(given[0]!, names) }
    if (text === 'pm.response.headers.get' || text === 'postman.getResponseHeader')
      return { kind: 'header', name: textArgument(given[0], names) }
    if (path[0] === 'pm' && path.length === 3 && getters.has(path[1] ?? '') && path[2] === 'get')
      return variable(textArgument(given[0], names), names)
    if (text === 'postman.getEnvironmentVariable' || text === 'postman.getGlobalVariable')
      return variable(textArgument(given[0], names), names)
    if (text === 'pm.variables.replaceIn') {
      const template = textArgument(given[0], names)
      const single = /^\{\{([^{}$]+)\}\}$/.exec(template)?.[1]
      if (single !== undefined) return variable(single, names)
    }
  }
  if (path !== undefined && isReader(path)) return give(`a call of \`${text}\` with other arguments`)
  return boolean(node, names)
}

function body(names: Names): Symbol {
  names.onJson()
  return { kind: 'body', path: [] }
}

function boolean(node: AnyNode & { type: 'CallExpression' }, names: Names): Symbol {
  const { callee } = node
  if (callee.type === 'MemberExpression' && callee.object.type !== 'Super' && !callee.computed && callee.property.type === 'Identifier') {
    const method = callee.property.name
    if (method === 'toString' && node.arguments.length === 0) return textual(symbolOf(callee.object, names))
    if (method === 'map') return mapped(symbolOf(callee.object, names), node.arguments[0], names)
    if (method === 'find') return found(symbolOf(callee.object, names), node.arguments[0], names)
    if (method === 'compile' && node.arguments.length === 1) {
      const ajv = symbolOf(callee.object, names)
      if (ajv.kind === 'validator') return { kind: 'validator', schema: readSchema(symbolOf(node.arguments[0]!, names), 'ajv') }
    }
    if (callee.property.name === 'toLowerCase' && node.arguments.length === 0) return { kind: 'lower', of: symbolOf(callee.object, names) }
  }
  return { kind: 'boolean', test: testOf(node, names) }
}

function variable(name: string, { known, written, onUnset }: Names): Symbol {
  if (!known.has(name)) onUnset(name)
  return { kind: 'variable', text: refText(name), names: [name], whole: true, ...(written.has(name) && { stale: true }) }
}

function numeric(of: Symbol): Symbol {
  if (of.kind === 'literal') return { kind: 'literal', value: Number(of.value) }
  if (of.kind === 'status' || of.kind === 'length' || of.kind === 'time') return of
  return wrapped('number', of)
}

function textual(of: Symbol): Symbol {
  if (of.kind === 'literal') return { kind: 'literal', value: String(of.value) }
  return of.kind === 'text' ? of : wrapped('string', of)
}

function wrapped(call: 'number' | 'string', of: Symbol): Symbol {
  const [name] = of.kind === 'variable' && of.whole && of.stale !== true ? of.names : []
  if (name === undefined) return give(`a ${call} made of the answer`)
  return { kind: 'variable', text: wrappedText(call, name), names: [name], whole: false }
}

/** `list.map((item) => item.id)` */
function mapped(list: Symbol, callback: AnyNode | undefined, names: Names): Symbol {
  const { result } = callbackOf(list, callback, names)
  const item = result === undefined ? undefined : symbolOf(result.node, result.names)
  if (list.kind !== 'body' || item?.kind !== 'item') return give('.map()')
  names.onList(list.path)
  return { kind: 'body', path: [...list.path, eachItem, ...item.path] }
}

/** `list.find((item) => item.id === 1)` */
function found(list: Symbol, callback: AnyNode | undefined, names: Names): Symbol {
  const { result } = callbackOf(list, callback, names)
  const test = result === undefined ? undefined : testOf(result.node, result.names)
  if (list.kind !== 'body' || test?.kind !== 'compare' || !test.operator.startsWith('==')) return give('.find()')
  const [item, value] = test.left.kind === 'item' ? [test.left, test.right] : [test.right, test.left]
  if (item.kind !== 'item' || (value.kind !== 'literal' && value.kind !== 'variable')) return give('.find()')
  if (test.operator === '==' && value.kind === 'variable') return give('.find() with ==')
  names.onList(list.path)
  return { kind: 'found', list: list.path, by: item.path, value, path: [] }
}

function callbackOf(list: Symbol, callback: AnyNode | undefined, names: Names): { result: { node: AnyNode; names: Names } | undefined } {
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return { result: undefined }
  const [param] = callback.params
  if (param?.type !== 'Identifier' || callback.async) return { result: undefined }
  const [only, ...more] = callback.body.type === 'BlockStatement' ? callback.body.body : []
  const node =
    callback.body.type === 'BlockStatement'
      ? only?.type === 'ReturnStatement' && more.length === 0
        ? only.argument
        : undefined
      : callback.body
  if (node === undefined || node === null) return { result: undefined }
  return { result: { node, names: { ...names, values: new Map([...names.values, [param.name, { kind: 'item', list, path: [] }]]) } } }
}

/** Libraries of which a part is understood. */
function library(name: AnyNode | undefined, names: Names): Symbol {
  const text = textArgument(name, names)
  return text === 'ajv' || text === 'tv4' ? { kind: 'validator' } : give(`the library ${text}`)
}

export function textArgument(node: AnyNode | undefined, names: Names): string {
  if (node === undefined) return give('a missing argument')
  const symbol = symbolOf(node, names)
  return symbol.kind === 'literal' && typeof symbol.value === 'string' ? symbol.value : give('a name that is computed')
}

/** What an expression asks, where it stands as a condition. */
export function testOf(node: AnyNode, names: Names): Test {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return testOf(node.expression, names)
    case 'UnaryExpression':
      if (node.operator === '!') return { kind: 'not', of: testOf(node.argument, names) }
      break
    case 'LogicalExpression':
      if (node.operator === '??') return give('??')
      return { kind: node.operator === '&&' ? 'and' : 'or', left: testOf(node.left, names), right: testOf(node.right, names) }
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier' || node.operator === '+') break
      if (!['===', '!==', '==', '!=', '<', '>', '<=', '>='].includes(node.operator)) return give(`the operator ${node.operator}`)
      return { kind: 'compare', operator: node.operator, left: symbolOf(node.left, names), right: symbolOf(node.right, names) }
    case 'CallExpression': {
      const test = callTest(node, names)
      if (test !== undefined) return test
      const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
      // only what is read as a value remains
      if (path === undefined || !isReader(path)) return give(`a call of \`${path?.join('.') ?? 'something computed'}\``)
      break
    }
    default:
  }
  const symbol = symbolOf(node, names)
  return symbol.kind === 'boolean' ? symbol.test : { kind: 'truthy', of: symbol }
}

function isReader(path: readonly string[]): boolean {
  return (
    /^(?:pm\.response\.(?:json|text|reason)|pm\.response\.headers\.get|postman\.get\w+|JSON\.parse|Object\.keys)$/.test(path.join('.')) ||
    (path[0] === 'pm' && getters.has(path[1] ?? '') && path[2] === 'get')
  )
}

function callTest(node: AnyNode & { type: 'CallExpression' }, names: Names): Test | undefined {
  const { callee, arguments: given } = node
  const path = callee.type === 'Super' ? undefined : memberPath(callee)
  const text = path?.join('.')
  const validated = validation(node, names)
  if (validated !== undefined) return validated
  if (text === 'Number.isInteger' && given.length === 1) return { kind: 'isInteger', of: symbolOf(given[0]!, names) }
  if (text === 'Array.isArray' && given.length === 1) return { kind: 'isArray', of: symbolOf(given[0]!, names) }
  if (text === 'pm.response.headers.has' && given.length === 1) return { kind: 'hasHeader', name: textArgument(given[0], names) }
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super' || callee.computed || callee.property.type !== 'Identifier')
    return undefined
  const method = callee.property.name
  if (text !== undefined && isReader(path ?? [])) return undefined
  if (method === 'test' && given.length === 1) {
    const regex = symbolOf(callee.object, names)
    return regex.kind === 'pattern' ? { kind: 'matches', of: symbolOf(given[0]!, names), pattern: regex.source } : undefined
  }
  if (!['includes', 'has', 'hasOwnProperty', 'startsWith', 'endsWith', 'every', 'some'].includes(method) || given.length !== 1)
    return undefined
  const owner = symbolOf(callee.object, names)
  if (owner.kind === 'body' && owner.soft !== true) names.onDeref(owner.path)
  if (method === 'hasOwnProperty') return { kind: 'has', of: owner, name: textArgument(given[0], names) }
  if (method === 'has') return owner.kind === 'text' ? { kind: 'includes', of: owner, part: symbolOf(given[0]!, names) } : undefined
  if (method === 'every' || method === 'some') return quantified(method, owner, given[0]!, names)
  const part = symbolOf(given[0]!, names)
  return method === 'includes' ? { kind: 'includes', of: owner, part } : { kind: 'edge', of: owner, part, at: method as 'startsWith' }
}

/** `tv4.validate(body, schema)`, `ajv.validate(schema, body)`, `validate(body)` */
function validation({ callee, arguments: given }: AnyNode & { type: 'CallExpression' }, names: Names): Test | undefined {
  if (callee.type === 'Identifier') {
    const own = names.values.get(callee.name)
    return own?.kind === 'validator' && own.schema !== undefined && given.length === 1
      ? { kind: 'schema', of: symbolOf(given[0]!, names), schema: own.schema }
      : undefined
  }
  const path = callee.type === 'Super' ? undefined : memberPath(callee)
  if (path?.length !== 2 || path[1] !== 'validate' || given.length < 2) return undefined
  if ((names.values.get(path[0] ?? '')?.kind ?? (path[0] === 'tv4' ? 'validator' : undefined)) !== 'validator') return undefined
  const [first, second] = given.map((node) => symbolOf(node, names)) as [Symbol, Symbol]
  return path[0] === 'tv4'
    ? { kind: 'schema', of: first, schema: readSchema(second, 'tv4') }
    : { kind: 'schema', of: second, schema: readSchema(first, 'ajv') }
}

function quantified(kind: 'every' | 'some', list: Symbol, callback: AnyNode, names: Names): Test {
  const { result } = callbackOf(list, callback, names)
  if (result === undefined || list.kind !== 'body') return give(`.${kind}`)
  names.onList(list.path)
  return { kind, of: list, item: { kind: 'item', list, path: [] }, test: testOf(result.node, result.names) }
}
