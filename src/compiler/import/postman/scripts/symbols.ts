import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { refText } from '../references.ts'

export type Path = readonly (string | number)[]

/** What an expression of a script stands for, as far as the language has words for it. */
export type Symbol =
  /** A part of the body; `soft` stands for an empty object where it is not there (`body.user || {}`). */
  | { readonly kind: 'body'; readonly path: Path; readonly soft?: boolean }
  | { readonly kind: 'status' | 'reason' | 'time' | 'text' | 'bodySize' | 'response' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly source: string }
  /** Text with the values of variables in it; `whole` is one variable alone. */
  | { readonly kind: 'variable'; readonly text: string; readonly names: readonly string[]; readonly whole: boolean }
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
  | { readonly kind: 'every' | 'some'; readonly of: Symbol; readonly test: Test; readonly item: Symbol }

/** Why a script cannot be translated, in words for the ledger. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable'
}

export function give(reason: string): never {
  throw new Untranslatable(reason)
}

export interface Names {
  /** What local names stand for. */
  readonly values: Map<string, Symbol>
  /** Names of the collection's variables. */
  readonly known: ReadonlySet<string>
  /** Set earlier in the same script, so that their value is not that of before the request. */
  readonly written: Set<string>
  /** What `tests[…]` of the same script asked. */
  readonly tests: Map<string, Test>
  /** Called when the body is read as JSON. */
  readonly onJson: () => void
  readonly onDeref: (path: Path) => void
}

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
      return give('optional chaining')
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
    return part.kind === 'variable' ? part.text : give('a text made of the answer')
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
  if (path !== undefined && !names.values.has(path[0] ?? '')) return named(path)
  if (node.object.type === 'Super') return give('super')
  const owner = symbolOf(node.object, names)
  const key = keyOf(node, names)
  return property(owner, key, names)
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
    if (callee.property.name === 'toLowerCase' && node.arguments.length === 0) return { kind: 'lower', of: symbolOf(callee.object, names) }
  }
  return { kind: 'boolean', test: testOf(node, names) }
}

function variable(name: string, { known, written }: Names): Symbol {
  if (written.has(name)) return give(`\`${name}\`, which the script has set itself`)
  if (!known.has(name)) return give(`the variable \`${name}\`, which nothing sets`)
  return { kind: 'variable', text: refText(name), names: [name], whole: true }
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

function quantified(kind: 'every' | 'some', list: Symbol, callback: AnyNode, names: Names): Test {
  if (callback.type !== 'ArrowFunctionExpression' || callback.params.length !== 1 || callback.body.type === 'BlockStatement')
    return give(`.${kind}`)
  const [param] = callback.params
  if (param?.type !== 'Identifier') return give(`.${kind}`)
  const item: Symbol = { kind: 'item', list, path: [] }
  const inner: Names = { ...names, values: new Map([...names.values, [param.name, item]]) }
  return { kind, of: list, item, test: testOf(callback.body, inner) }
}
