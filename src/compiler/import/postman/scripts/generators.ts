import { dynamicTexts, dynamicVariables } from '../dynamic-variables.ts'
import { callText } from '../references.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import type { Names, Symbol } from './symbol.ts'
import { symbolOf, textArgument } from './symbols.ts'
import { give } from './untranslatable.ts'

/** A value, or a function of the language that makes one. */
export function generatorOf(node: AnyNode, names: Names): Symbol {
  if (node.type === 'CallExpression') {
    const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)?.join('.')
    if (isUuid(node, path, names)) return made(callText('uuid()'))
    if (path === 'pm.variables.replaceIn' && node.arguments.length === 1) {
      const text = textArgument(node.arguments[0], names)
      const parts = text.split(/(\{\{[^{}]+\}\})/)
      return made(parts.map((part) => (part.startsWith('{{') ? placeholder(part.slice(2, -2), names) : part)).join(''))
    }
    if (
      path === undefined &&
      node.callee.type === 'MemberExpression' &&
      isNow(node.callee.object) &&
      propertyName(node.callee) === 'toISOString'
    )
      return made(callText('now()'))
  }
  const random = randomRange(node)
  if (random !== undefined) return made(callText(`randomInt(${random.lowest}, ${random.highest})`))
  if (node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+')) return textOf(node, names)
  return symbolOf(node, names)
}

/** `uuid.v4()`, `uuidv4()`, `uuid()`, `require('uuid').v4()` */
function isUuid(node: AnyNode & { type: 'CallExpression' }, path: string | undefined, { values }: Names): boolean {
  const { callee } = node
  if (node.arguments.length > 0 || callee.type === 'Super') return false
  if (callee.type === 'MemberExpression' && callee.object.type === 'CallExpression')
    return isUuidLibrary(callee.object) && propertyName(callee) === 'v4'
  const [name = '', method, ...more] = path?.split('.') ?? []
  return values.get(name)?.kind === 'uuid' && (method === undefined || method === 'v4') && more.length === 0
}

/** `require('uuid')` */
export function isUuidLibrary(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return false
  const [name] = node.arguments
  return name?.type === 'Literal' && (name.value === 'uuid' || name.value === 'uuid/v4')
}

/** `Math.floor(Math.random() * 10) + 1`: whole numbers of a range. */
function randomRange(node: AnyNode): { readonly lowest: number; readonly highest: number } | undefined {
  if (node.type === 'ParenthesizedExpression') return randomRange(node.expression)
  if (node.type === 'BinaryExpression' && node.operator === '+' && node.left.type !== 'PrivateIdentifier') {
    const sides = [node.left, node.right]
    const range = sides.map(randomRange).find((side) => side !== undefined)
    const offset = sides.map(constantNumber).find((side) => side !== undefined)
    return range === undefined || offset === undefined ? undefined : { lowest: range.lowest + offset, highest: range.highest + offset }
  }
  if (node.type !== 'CallExpression' || node.callee.type === 'Super' || node.arguments.length === 0) return undefined
  const rounding = memberPath(node.callee)?.join('.')
  if (rounding !== 'Math.floor' && rounding !== 'Math.trunc' && rounding !== 'parseInt' && rounding !== 'Math.ceil') return undefined
  const [inner] = node.arguments
  const sum = inner?.type === 'BinaryExpression' && inner.operator === '+' ? inner : undefined
  const product =
    sum === undefined ? inner : [sum.left, sum.right].find((side) => side.type !== 'PrivateIdentifier' && factorOf(side) !== undefined)
  const offset =
    sum === undefined
      ? 0
      : [sum.left, sum.right]
          .map((side) => (side.type === 'PrivateIdentifier' ? undefined : constantNumber(side)))
          .find((side) => side !== undefined)
  const factor = product === undefined || product.type === 'PrivateIdentifier' ? undefined : factorOf(product)
  if (factor === undefined || offset === undefined || !Number.isInteger(offset) || !Number.isInteger(factor) || factor < 1) return undefined
  const first = rounding === 'Math.ceil' ? 1 : 0
  return { lowest: first + offset, highest: first + offset + factor - 1 }
}

/** The 10 of `Math.random() * 10`. */
function factorOf(node: AnyNode): number | undefined {
  if (node.type === 'ParenthesizedExpression') return factorOf(node.expression)
  if (node.type !== 'BinaryExpression' || node.operator !== '*' || node.left.type === 'PrivateIdentifier') return undefined
  const sides = [node.left, node.right]
  return sides.some(isRandom) ? sides.map(constantNumber).find((side) => side !== undefined) : undefined
}

function isRandom(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.callee.type !== 'Super' && memberPath(node.callee)?.join('.') === 'Math.random'
}

/** A number that is computed of numbers alone. */
function constantNumber(node: AnyNode): number | undefined {
  if (node.type === 'ParenthesizedExpression') return constantNumber(node.expression)
  if (node.type === 'Literal') return typeof node.value === 'number' ? node.value : undefined
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const value = constantNumber(node.argument)
    return value === undefined ? undefined : -value
  }
  if (node.type !== 'BinaryExpression' || node.left.type === 'PrivateIdentifier') return undefined
  const [left, right] = [constantNumber(node.left), constantNumber(node.right)]
  if (left === undefined || right === undefined) return undefined
  return { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[node.operator as '+']
}

function textOf(node: AnyNode, names: Names): Symbol {
  if (node.type === 'TemplateLiteral') {
    const parts = node.quasis.map(
      ({ value }, index) => (value.cooked ?? '') + (node.expressions[index] === undefined ? '' : partText(node.expressions[index], names)),
    )
    return { kind: 'variable', text: parts.join(''), names: [], whole: false }
  }
  if (node.type !== 'BinaryExpression' || node.left.type === 'PrivateIdentifier') return symbolOf(node, names)
  if (!isText(node.left) && !isText(node.right)) return give('a sum')
  return { kind: 'variable', text: partText(node.left, names) + partText(node.right, names), names: [], whole: false }
}

/** Surely a text, so that `+` joins and does not add. */
function isText(node: AnyNode): boolean {
  if (node.type === 'TemplateLiteral') return true
  if (node.type === 'BinaryExpression') return node.left.type !== 'PrivateIdentifier' && (isText(node.left) || isText(node.right))
  return node.type === 'Literal' && typeof node.value === 'string'
}

function partText(node: AnyNode, names: Names): string {
  // whole seconds with three digits behind them: unlike each other, as milliseconds are
  if (isMilliseconds(node)) return `${callText('timestamp()')}${callText('randomInt(100, 999)')}`
  const value = generatorOf(node, names)
  if (value.kind === 'variable') return value.text
  return value.kind === 'literal' ? String(value.value) : give('a value that is computed')
}

function placeholder(name: string, names: Names): string {
  if (Object.hasOwn(dynamicTexts, name)) return give('a name of two words')
  if (Object.hasOwn(dynamicVariables, name)) return callText(dynamicVariables[name] ?? '')
  const value = names.known.has(name) ? name : give(`the variable \`${name}\`, which nothing sets`)
  return `\u0001${value}\u0002`
}

/** `Date.now()`, `new Date().getTime()` */
function isMilliseconds(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.arguments.length > 0) return false
  if (memberPath(node.callee)?.join('.') === 'Date.now') return true
  const { object } = node.callee
  return object.type !== 'Super' && isNow(object) && ['getTime', 'valueOf'].includes(propertyName(node.callee) ?? '')
}

function isNow(node: AnyNode): boolean {
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
}

function propertyName(node: AnyNode & { type: 'MemberExpression' }): string | undefined {
  return !node.computed && node.property.type === 'Identifier' ? node.property.name : undefined
}

const made = (text: string): Symbol => ({ kind: 'variable', text, names: [], whole: false })
