import type { AnyNode } from './parse-script.ts'
import { memberPath, walk } from './parse-script.ts'
import { symbolOf } from './symbols.ts'
import { property } from './pm-names.ts'
import type { Names, Symbol } from './symbol.ts'
import { give, Untranslatable } from './untranslatable.ts'

/** A loop in one of its spellings. */
export interface Loop {
  readonly param: AnyNode
  readonly list: AnyNode
  readonly body: readonly AnyNode[]
}

/** `const j = pm.response.json()`, `const { a, b } = j`, `let k` */
export function declare(statement: AnyNode & { type: 'VariableDeclaration' }, names: Names): void {
  for (const { id, init } of statement.declarations) {
    const value: Symbol = init ? symbolOf(init, names) : { kind: 'literal', value: undefined }
    for (const [name, part] of bind(id, value, names)) names.values.set(name, part)
  }
}

/** The names of a pattern with what each stands for. */
export function bind(id: AnyNode, value: Symbol, names: Names): readonly (readonly [string, Symbol])[] {
  if (id.type === 'Identifier') return [[id.name, value]]
  if (id.type !== 'ObjectPattern') return give('a destructuring of another kind')
  return id.properties.map((part) => {
    if (part.type !== 'Property' || part.computed || part.key.type !== 'Identifier' || part.value.type !== 'Identifier')
      return give('a destructuring of another kind')
    return [part.value.name, property(value, part.key.name, names)]
  })
}

export function blockOf(body: AnyNode): readonly AnyNode[] {
  return body.type === 'BlockStatement' ? body.body : [body]
}

/** `if (…) { …; return }`: what follows belongs to the else. */
export function earlyReturn(statement: AnyNode): { test: AnyNode; body: readonly AnyNode[] } | undefined {
  if (statement.type !== 'IfStatement' || statement.alternate) return undefined
  const body = blockOf(statement.consequent)
  const last = body.at(-1)
  return last?.type === 'ReturnStatement' && last.argument === null ? { test: statement.test, body: body.slice(0, -1) } : undefined
}

export function loopOf(statement: AnyNode & { type: 'ForOfStatement' }): Loop {
  const { left, right, body } = statement
  const param = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
  return { param: param ?? give('a loop of another kind'), list: right, body: blockOf(body) }
}

/** `list.forEach((item) => …)`; `undefined` for any other call. */
export function forEachOf({ callee, arguments: given }: AnyNode & { type: 'CallExpression' }): Loop | undefined {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier' || callee.property.name !== 'forEach')
    return undefined
  const [callback] = given
  if (callee.object.type === 'Super' || (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression'))
    return undefined
  const [param] = callback.params
  if (callback.params.length !== 1 || param === undefined || callback.async) return undefined
  const body =
    callback.body.type === 'BlockStatement' ? callback.body.body : [{ type: 'ExpressionStatement', expression: callback.body } as AnyNode]
  return { param, list: callee.object, body }
}

/** `try { json = pm.response.json() } catch { json = {} }`: the body, or an empty object where it is none. */
export function readTry({ block, handler }: AnyNode & { type: 'TryStatement' }, names: Names): void {
  const [only, ...more] = block.body
  const assignment = only?.type === 'ExpressionStatement' ? only.expression : undefined
  if (assignment?.type !== 'AssignmentExpression' || assignment.left.type !== 'Identifier' || more.length > 0) return give('try')
  const fallbacks = (handler?.body.body ?? []).filter(
    (statement) => statement.type !== 'ExpressionStatement' || memberPathOf(statement.expression)?.[0] !== 'console',
  )
  const [fallback, ...others] = fallbacks
  if (others.length > 0 || (fallback !== undefined && !isEmptyFallback(fallback))) return give('try')
  const value = symbolOf(assignment.right, { ...names, onJson: () => undefined })
  if (value.kind !== 'body' || value.path.length > 0) return give('try')
  const isObject =
    fallback !== undefined &&
    fallback.type === 'ExpressionStatement' &&
    fallback.expression.type === 'AssignmentExpression' &&
    fallback.expression.right.type === 'ObjectExpression'
  names.assign(assignment.left.name, isObject ? { ...value, soft: true } : value)
}

function isEmptyFallback(statement: AnyNode): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return false
  const { right } = statement.expression
  return (right.type === 'ObjectExpression' && right.properties.length === 0) || (right.type === 'Literal' && right.value === null)
}

function memberPathOf(node: AnyNode): readonly string[] | undefined {
  return node.type === 'CallExpression' && node.callee.type !== 'Super' ? memberPath(node.callee) : undefined
}

/** What is logged is of no interest, but reading it may end the script. */
export function readAll(nodes: readonly AnyNode[], names: Names): void {
  for (const node of nodes) {
    try {
      symbolOf(node, { ...names, onUnset: () => undefined })
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error
      const inner = partsOf(node)
      if (inner !== undefined) readAll(inner, names)
      else
        walk(node, (part) => {
          if (['pm.response.json', 'JSON.parse'].includes(memberPathOf(part)?.join('.') ?? '')) names.onJson()
        })
    }
  }
}

/** What is surely read of an expression that itself has no meaning here. */
function partsOf(node: AnyNode): readonly AnyNode[] | undefined {
  if (node.type === 'CallExpression' && memberPathOf(node)?.[0] === 'JSON') return node.arguments
  if (node.type === 'TemplateLiteral') return node.expressions
  if (node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier') return [node.left, node.right]
  return undefined
}
