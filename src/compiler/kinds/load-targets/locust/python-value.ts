import type { Argument, Expression, Path, Value } from '../../../plan/plan.ts'
import { bracketed } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { PythonModule } from './python-module.ts'
import { formatText, numberLiteral, quote } from './python-literal.ts'

/** Where a piece of Python will stand. */
export interface PythonScope {
  readonly module: PythonModule
  /** Captures by their name in the YAML, and under which name the code knows them. */
  readonly captures: ReadonlyMap<string, string>
  readonly params: ReadonlyMap<string, string>
}

/** A value of the spec as a Python expression. Whatever the user wrote as text stays text. */
export function emitValue(value: Value, scope: PythonScope): Doc {
  switch (value.kind) {
    case 'literal':
      return emitLiteral(value.value)
    case 'list':
      return bracketed(
        '[',
        value.items.map((item) => emitValue(item, scope)),
        { close: ']' },
      )
    case 'map':
      return emitEntries(value.entries, scope)
    case 'text':
      return emitText(value.parts, scope)
    case 'expression':
      return emitExpression(value.expression, scope)
    case 'module':
      return 'None'
  }
}

export function emitEntries(entries: readonly (readonly [string, Value])[], scope: PythonScope, options: { expanded?: boolean } = {}): Doc {
  return bracketed(
    '{',
    entries.map(([key, item]) => [`${quote(key)}: `, emitValue(item, scope)]),
    { close: '}', ...options },
  )
}

export function emitLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return numberLiteral(value)
  return value === null ? 'None' : value ? 'True' : 'False'
}

/** A value that becomes text: in a path, a header, a field of a form. */
export function emitAsText(value: Value, scope: PythonScope): Doc {
  if (value.kind === 'literal') return quote(String(value.value))
  if (value.kind !== 'expression') return emitValue(value, scope)
  return isText(value.expression, scope)
    ? emitExpression(value.expression, scope)
    : `${scope.module.helper('text')}(${emitExpression(value.expression, scope)})`
}

/**
 * Text around values as an f-string; before Python 3.12 neither its own quotes nor a backslash may stand in the braces, so that such texts
 * are joined instead.
 */
export function emitText(parts: readonly (string | Expression)[], scope: PythonScope): string {
  const inner = parts.map((part) => {
    if (typeof part === 'string') return { text: part }
    const code = emitExpression(part, scope)
    return { code: isText(part, scope) ? code : `${scope.module.helper('text')}(${code})` }
  })
  return joinText(inner)
}

export type TextPart = { readonly text: string } | { readonly code: string }

export function joinText(parts: readonly TextPart[]): string {
  const codes = parts.map((part) => ('code' in part ? part.code.replaceAll(/"([^"'\\]*)"/g, "'$1'") : ''))
  const [only] = parts
  if (only !== undefined && parts.length === 1 && 'text' in only) return quote(only.text)
  if (codes.some((code) => /["\\]/.test(code))) return parts.map((part) => ('code' in part ? part.code : quote(part.text))).join(' + ')
  return `f"${parts.map((part, index) => ('code' in part ? `{${codes[index] ?? ''}}` : formatText(part.text))).join('')}"`
}

export function quoted(code: string, { module }: PythonScope): string {
  return `${module.helper('url_encoded')}(${code})`
}

export function emitExpression(expression: Expression, scope: PythonScope): string {
  const { module } = scope
  switch (expression.kind) {
    case 'env':
      return module.env.get(expression.name) ?? 'None'
    case 'variable':
    case 'fixture': {
      const key = `${expression.kind} ${expression.name}`
      const changing = module.script.changing.get(key)
      if (changing !== undefined) return flat(emitValue(changing, scope))
      if (expression.kind === 'fixture' && expression.asynchronous) return `fixtures[${quote(expression.name)}]${access(expression.path)}`
      return (module.constants.get(key) ?? 'None') + access(expression.path)
    }
    case 'capture':
      return captureOf(expression.name, scope) + access(expression.path)
    case 'row':
      return `row${access(expression.path)}`
    case 'param':
      return (scope.params.get(expression.name) ?? 'None') + access(expression.path)
    case 'service':
      return module.urls.get(expression.name) ?? 'None'
    case 'call':
      return emitCall(expression, scope)
    default:
      return 'None'
  }
}

/** `login.token` is a capture of the flow `login`, whose method gives them all. */
function captureOf([name = '', ...inner]: readonly string[], { captures }: PythonScope): string {
  return (captures.get(name) ?? 'None') + access(inner)
}

function emitCall(expression: Expression & { kind: 'call' }, scope: PythonScope): string {
  const { module } = scope
  const args = expression.arguments.map((argument) => emitArgument(argument, scope))
  const [first = ''] = args
  const isBytes = expression.arguments[0]?.kind === 'expression' && readsBytes(expression.arguments[0].expression, scope)
  const asText = (): string => {
    const [argument] = expression.arguments
    return argument?.kind === 'expression' && isText(argument.expression, scope) ? first : `${module.helper('text')}(${first})`
  }
  switch (expression.function) {
    case 'uuid':
      return `str(${module.use('uuid')}.uuid4())`
    case 'now':
      module.use('datetime', 'datetime')
      module.use('datetime', 'timezone')
      return `${module.helper('now')}()`
    case 'timestamp':
      return `int(${module.use('time')}.time())`
    case 'randomInt':
      return `${module.use('random')}.randint(${args.join(', ')})`
    case 'base64':
      return `${module.use('base64')}.b64encode(${isBytes ? first : `${asText()}.encode()`}).decode()`
    case 'json':
      return `${asJson(module)}(${first}).decode()`
    case 'urlEncode':
      return quoted(first, scope)
    case 'faker': // refused before: the script says so
    case 'number':
    case 'string':
      return 'None'
  }
}

export function asJson(module: PythonModule): string {
  module.use('json')
  return module.helper('as_json')
}

function emitArgument(argument: Argument, scope: PythonScope): string {
  return argument.kind === 'literal' ? emitLiteral(argument.value) : emitExpression(argument.expression, scope)
}

function readsBytes(expression: Expression, { module }: PythonScope): boolean {
  if (expression.kind !== 'fixture') return false
  const constant = module.script.constants.find(({ kind, name }) => kind === 'fixture' && name === expression.name)
  return constant?.kind === 'fixture' && constant.fixture.value.entries.some(([key]) => key === 'file')
}

/** True where Python's own text is what JSON and JavaScript would write. */
function isText(expression: Expression, { module }: PythonScope): boolean {
  if (expression.kind === 'env' || expression.kind === 'service') return true
  if (expression.kind === 'call') return expression.function !== 'faker'
  if (expression.kind !== 'variable' && expression.kind !== 'fixture') return false
  const constant = module.script.constants.find(({ kind, name }) => kind === expression.kind && name === expression.name)
  if (constant?.kind === 'fixture')
    return expression.path.length === 0 && constant.fixture.value.entries.some(([key]) => key === 'text' || key === 'base64')
  return (
    constant !== undefined &&
    expression.path.length === 0 &&
    (constant.value.kind === 'text' || (constant.value.kind === 'literal' && typeof constant.value.value === 'string'))
  )
}

export function access(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `[${quote(part)}]`)).join('')
}

/** Of values that are inlined and never long. */
function flat(doc: Doc): string {
  if (typeof doc === 'string') return doc
  if (Array.isArray(doc)) return (doc as readonly Doc[]).map(flat).join('')
  const part = doc as Exclude<Doc, string | readonly Doc[]>
  if (part.kind === 'group' || part.kind === 'indent') return flat(part.content)
  return part.kind === 'line' ? ' ' : ''
}
