import { refText } from '../references.ts'
import type { Write } from './check-entry.ts'
import { generatorOf, isUuidLibrary } from './generators.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath, parseScript, walk } from './parse-script.ts'
import { writeTarget } from './read-write.ts'
import { symbolOf, textArgument } from './symbols.ts'
import type { Names, Symbol } from './symbol.ts'
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
    const helpers = new Set<string>()
    for (const statement of parsed.program.body) run(statement, { names, entries, options, helpers, program: parsed.program })
    return { entries, unset: [...unset], helpers: [...helpers] }
  } catch (error) {
    if (error instanceof Untranslatable) return { reason: error.message }
    throw error
  }
}

interface Site {
  readonly program: AnyNode
  /** Names of its own that become values of the session. */
  readonly helpers: Set<string>
  readonly names: Names
  readonly entries: BeforeEntry[]
  readonly options: TranslateOptions
}

function run(statement: AnyNode, site: Site): void {
  const { names, entries, options } = site
  if (statement.type === 'EmptyStatement') return
  if (statement.type === 'VariableDeclaration') {
    for (const { id, init } of statement.declarations) {
      if (!init) return give('a variable of another kind')
      declare(id, init, site)
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

function declare(id: AnyNode, init: AnyNode, { names, entries, program, helpers, options }: Site): void {
  if (isUuidLibrary(init)) {
    const bound = id.type === 'ObjectPattern' ? id.properties : [id]
    for (const part of bound) {
      const name = part.type === 'Property' && part.key.type === 'Identifier' && part.key.name === 'v4' ? part.value : part
      names.values.set(name.type === 'Identifier' ? name.name : give('a part of a library'), { kind: 'uuid' })
    }
    return
  }
  if (id.type !== 'Identifier') return give('a variable of another kind')
  const value = generatorOf(init, names)
  const isMade = value.kind === 'variable' && value.names.length === 0
  if (!isMade || uses(program, id.name) < 2) return void names.values.set(id.name, value)
  // what is made once and used several times is kept under the name that the script has for it
  if (options.known.has(id.name) && options.helpers?.has(id.name) !== true) return give(`\`${id.name}\`, which is a variable too`)
  helpers.add(id.name)
  entries.push({ set: { [id.name]: value.text } })
  names.values.set(id.name, { kind: 'variable', text: refText(id.name), names: [id.name], whole: true })
}

/** How often a name is read. */
function uses(program: AnyNode, name: string): number {
  let count = 0
  walk(program, (node) => {
    if (node.type === 'Identifier' && node.name === name) count++
  })
  return count - 1
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
