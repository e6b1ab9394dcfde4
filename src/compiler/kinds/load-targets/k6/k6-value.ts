import type { Argument, Expression, Path, Value } from '../../../plan/plan.ts'
import { bracketed, line } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import { encodePart } from '../script/add-query.ts'
import type { K6Module } from './k6-module.ts'
import { numberLiteral, propertyAccess, propertyKey, quote, templateText } from './js-literal.ts'

/** Where a piece of JavaScript will stand. */
export interface K6Scope {
  readonly module: K6Module
  readonly captures: ReadonlyMap<string, string>
  readonly params: ReadonlyMap<string, string>
}

/** A value of the spec as a JavaScript expression. Whatever the user wrote as text stays text. */
export function emitValue(value: Value, scope: K6Scope): Doc {
  switch (value.kind) {
    case 'literal':
      return emitLiteral(value.value)
    case 'list':
      return bracketed(
        '[',
        value.items.map((item) => emitValue(item, scope)),
        { close: ']', expanded: isMatrix(value.items) },
      )
    case 'map':
      return emitObject(value.entries.map(([key, item]) => [propertyKey(key), emitValue(item, scope)]))
    case 'text':
      return emitText(value.parts, scope)
    case 'expression':
      return emitExpression(value.expression, scope)
    case 'module':
      return 'undefined'
  }
}

/** Formatters never join a list of two or more objects (or lists) that each hold two or more things. */
function isMatrix(items: readonly Value[]): boolean {
  if (items.length < 2) return false
  return (
    items.every((item) => item.kind === 'map' && item.entries.length > 1) ||
    items.every((item) => item.kind === 'list' && item.items.length > 1)
  )
}

export function emitObject(entries: readonly (readonly [key: string, value: Doc])[], { expanded = false } = {}): Doc {
  return bracketed(
    '{',
    entries.map(([key, value]) => (value === key && isVariable(key) ? key : [`${key}: `, value])),
    { close: '}', inner: line, expanded },
  )
}

/** `{ user }` instead of `{ user: user }`. */
function isVariable(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text) && !['true', 'false', 'null'].includes(text)
}

export function emitLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quote(value)
  return typeof value === 'number' ? numberLiteral(value) : String(value)
}

/** A value that becomes text: in a path, a header, a field of a form. */
export function emitAsText(value: Value, scope: K6Scope): Doc {
  if (value.kind === 'literal') return quote(String(value.value))
  if (value.kind !== 'expression') return emitValue(value, scope)
  const code = emitExpression(value.expression, scope)
  return isText(value.expression, scope) ? code : `\`\${${code}}\``
}

export function emitText(parts: readonly (string | Expression)[], scope: K6Scope, { encoded = false } = {}): string {
  const inner = parts.map((part) => {
    if (typeof part === 'string') return templateText(encoded ? encodePart(part) : part)
    const code = emitExpression(part, scope)
    return `\${${encoded ? `encodeURIComponent(${code})` : code}}`
  })
  return `\`${inner.join('')}\``
}

export function emitExpression(expression: Expression, scope: K6Scope): string {
  const { module } = scope
  switch (expression.kind) {
    case 'env':
      return module.env.get(expression.name) ?? 'undefined'
    case 'variable':
    case 'fixture': {
      const key = `${expression.kind} ${expression.name}`
      const changing = module.script.changing.get(key)
      if (changing !== undefined) return flat(emitValue(changing, scope))
      if (expression.kind === 'fixture' && expression.asynchronous) return `fixtures${access([expression.name, ...expression.path])}`
      return (module.constants.get(key) ?? 'undefined') + access(expression.path)
    }
    case 'capture': {
      const [name = '', ...inner] = expression.name
      return (scope.captures.get(name) ?? 'undefined') + access([...inner, ...expression.path])
    }
    case 'row':
      return `row${access(expression.path)}`
    case 'param':
      return (scope.params.get(expression.name) ?? 'undefined') + access(expression.path)
    case 'service':
      return module.urls.get(expression.name) ?? 'undefined'
    case 'call':
      return emitCall(expression, scope)
    default:
      return 'undefined'
  }
}

function emitCall(expression: Expression & { kind: 'call' }, scope: K6Scope): string {
  const { module } = scope
  const args = expression.arguments.map((argument) => emitArgument(argument, scope))
  const [first = ''] = args
  switch (expression.function) {
    case 'uuid':
      return 'crypto.randomUUID()'
    case 'now':
      return 'new Date().toISOString()'
    case 'timestamp':
      return 'Math.floor(Date.now() / 1000)'
    case 'randomInt':
      return randomInt(args)
    case 'base64':
      module.use('k6/encoding', 'encoding')
      return `encoding.b64encode(${first})`
    case 'json':
      return `JSON.stringify(${first})`
    case 'urlEncode':
      return `encodeURIComponent(${first})`
    case 'faker': // refused before: the script says so
    case 'number':
    case 'string':
      return 'undefined'
  }
}

function randomInt([from = '0', to = '0']: readonly string[]): string {
  const [low, high] = [Number(from), Number(to)]
  if (Number.isInteger(low) && Number.isInteger(high)) {
    const choice = `Math.floor(Math.random() * ${high - low + 1})`
    return low === 0 ? choice : low > 0 ? `${low} + ${choice}` : `${choice} - ${-low}`
  }
  return `${from} + Math.floor(Math.random() * (${to} - ${from} + 1))`
}

function emitArgument(argument: Argument, scope: K6Scope): string {
  return argument.kind === 'literal' ? emitLiteral(argument.value) : emitExpression(argument.expression, scope)
}

function isText(expression: Expression, { module }: K6Scope): boolean {
  if (expression.kind === 'env' || expression.kind === 'service') return true
  if (expression.kind === 'call') return ['uuid', 'now', 'base64', 'json', 'urlEncode'].includes(expression.function)
  if (expression.kind !== 'fixture' || expression.path.length > 0) return false
  const constant = module.script.constants.find(({ kind, name }) => kind === 'fixture' && name === expression.name)
  return constant?.kind === 'fixture' && constant.fixture.value.entries.some(([key]) => key === 'text' || key === 'base64')
}

export function access(path: Path): string {
  return path.map((part) => propertyAccess(part)).join('')
}

/** Of values that are inlined and never long. */
function flat(doc: Doc): string {
  if (typeof doc === 'string') return doc
  if (Array.isArray(doc)) return (doc as readonly Doc[]).map(flat).join('')
  const part = doc as Exclude<Doc, string | readonly Doc[]>
  if (part.kind === 'group' || part.kind === 'indent') return flat(part.content)
  return part.kind === 'line' ? ' ' : ''
}
