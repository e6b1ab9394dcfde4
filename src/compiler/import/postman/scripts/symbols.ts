import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { joined, negative, numeric, pattern, textual } from './constants.ts'
import { body, getters, identifier, isReader, named, property, scopeMethods, variable } from './pm-names.ts'
import { readSchema } from './read-schema.ts'
import { eachItem } from './symbol.ts'
import type { Names, Symbol, Test } from './symbol.ts'
import { give } from './untranslatable.ts'

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

function keyOf(node: AnyNode & { type: 'MemberExpression' }, names: Names): string | number {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : give('a private name')
  const key = symbolOf(node.property, names)
  if (key.kind === 'literal' && (typeof key.value === 'string' || (typeof key.value === 'number' && key.value >= 0))) return key.value
  return give('a computed key')
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
