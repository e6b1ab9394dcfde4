import { dynamicTexts, dynamicVariables } from '../dynamic-variables.ts'
import { callText } from '../references.ts'
import type { Write } from './check-entry.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath, parseScript } from './parse-script.ts'
import { writeTarget } from './read-write.ts'
import { symbolOf, textArgument } from './symbols.ts'
import type { Names, Symbol } from './symbols.ts'
import type { Translated, TranslateOptions } from './translate-test.ts'
import { give, Untranslatable } from './untranslatable.ts'

export interface BeforeEntry {
  readonly set?: Readonly<Record<string, unknown>>
  readonly wait?: string
  readonly script?: string
}

/** A pre-request script as entries of `before`: the whole of it, or the reason why not. */
export function translateBefore(code: string, options: TranslateOptions): Translated<BeforeEntry> | { reason: string } {
  const parsed = parseScript(code)
  if ('mistake' in parsed) return { reason: `it does not parse: ${parsed.mistake}` }
  try {
    const entries: BeforeEntry[] = []
    const unset = new Set<string>()
    // entries are computed one after another, so a later one may read what an earlier one set
    const names: Names = {
      values: new Map(),
      known: options.known,
      written: new Set(),
      tests: new Map(),
      onJson: () => give('the answer, which is not there yet'),
      onDeref: () => undefined,
      onList: () => undefined,
      onUnset: (name) => void unset.add(name),
      assign: () => give('an assignment to an outer name'),
    }
    for (const statement of parsed.program.body) run(statement, { names, entries, options })
    return { entries, unset: [...unset] }
  } catch (error) {
    if (error instanceof Untranslatable) return { reason: error.message }
    throw error
  }
}

interface Site {
  readonly names: Names
  readonly entries: BeforeEntry[]
  readonly options: TranslateOptions
}

function run(statement: AnyNode, { names, entries, options }: Site): void {
  if (statement.type === 'EmptyStatement') return
  if (statement.type === 'VariableDeclaration') {
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'Identifier' || !init) return give('a variable of another kind')
      const value = generatorOf(init, names)
      if (value.kind === 'variable' && value.names.length === 0) return give('a generated value that is used more than once')
      names.values.set(id.name, value)
    }
    return
  }
  if (statement.type !== 'ExpressionStatement') return give(statement.type)
  const node = statement.expression
  if (node.type === 'Literal') return
  if (node.type !== 'CallExpression') return give(node.type)
  const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
  if (path?.[0] === 'console') return
  if (path?.join('.') === 'setTimeout') return void entries.push({ wait: timer(node, names) })
  const target = writeTarget(node)
  if (target === undefined) return give(`a call of \`${path?.join('.') ?? 'something computed'}\``)
  const name = textArgument(node.arguments[0], names)
  const value: Symbol = target.unset
    ? { kind: 'literal', value: null }
    : generatorOf(node.arguments[1] ?? give('set() without a value'), names)
  const write: Write = { ...target, name, value }
  if (!options.canWrite(write)) return give(`\`${name}\`, which stands in several scopes`)
  if (value.kind !== 'literal' && value.kind !== 'variable') return give('a value that is computed')
  if (value.kind === 'literal' && value.value === undefined) return give('undefined as a value')
  entries.push({ set: { [name]: value.kind === 'variable' ? value.text : value.value } })
}

function timer(node: AnyNode & { type: 'CallExpression' }, names: Names): string {
  const [callback, delay] = node.arguments
  const ms = delay === undefined ? give('a timer without a time') : symbolOf(delay, names)
  const empty =
    (callback?.type === 'ArrowFunctionExpression' || callback?.type === 'FunctionExpression') &&
    callback.body.type === 'BlockStatement' &&
    callback.body.body.length === 0
  if (!empty || ms.kind !== 'literal' || typeof ms.value !== 'number') return give('a timer that does something')
  return `${ms.value}ms`
}

/** A value, or a function of the language that makes one. */
function generatorOf(node: AnyNode, names: Names): Symbol {
  if (node.type === 'CallExpression') {
    const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)?.join('.')
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
  if (node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+')) return textOf(node, names)
  return symbolOf(node, names)
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

function isNow(node: AnyNode): boolean {
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
}

function propertyName(node: AnyNode & { type: 'MemberExpression' }): string | undefined {
  return !node.computed && node.property.type === 'Identifier' ? node.property.name : undefined
}

const made = (text: string): Symbol => ({ kind: 'variable', text, names: [], whole: false })
