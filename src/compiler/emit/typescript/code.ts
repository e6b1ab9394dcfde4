import { quote } from './literal.ts'
import { textWidth } from './text-width.ts'

/**
 * A piece of TypeScript that knows how it looks on one line. `print` breaks it over several where the line is too short, in the
 * way that oxfmt and prettier do, so that neither changes a generated file.
 */
export type Code = Atom | ObjectCode | ListCode | CallCode | ArrowCode | AwaitCode

interface Measured {
  /** On one line; empty where it cannot be. */
  readonly flat: string
  /** Columns of `flat`; infinite where it cannot be on one line. */
  readonly width: number
}

/** Never broken. `string` and `chain` may move to the next line behind a key; a `template` stays. */
export interface Atom extends Measured {
  readonly kind: 'string' | 'chain' | 'number' | 'template' | 'other'
  readonly text: string
}

export interface ObjectCode extends Measured {
  readonly kind: 'object'
  readonly entries: readonly Entry[]
}

export interface Entry {
  /** As it stands in the program: `name`, `'x-y'`. */
  readonly key: string
  readonly value: Code
  /** In a pattern: the variable that takes the value, for which `value` is only the default. */
  readonly variable?: string
}

export interface ListCode extends Measured {
  readonly kind: 'list'
  readonly items: readonly Code[]
}

export interface CallCode extends Measured {
  readonly kind: 'call'
  readonly callee: string | CallCode
  readonly arguments: readonly Code[]
}

export interface ArrowCode extends Measured {
  readonly kind: 'arrow'
  /** Up to `=>`, such as `async ({ api }) =>`. */
  readonly head: string
  readonly body: Code | readonly Statement[]
}

export interface AwaitCode extends Measured {
  readonly kind: 'await'
  readonly call: CallCode
  /** `.items`, `[0]`, `.sku` behind `(await …)`; empty without the parentheses. */
  readonly access: readonly string[]
}

export interface Statement {
  readonly code: Code
  /** Written before the code, such as `export const x = `. */
  readonly before?: string
  /** What is taken apart, where the code is a pattern. */
  readonly from?: string
  readonly comment?: readonly string[]
  readonly blankLineAbove?: boolean
}

const unbreakable = Number.POSITIVE_INFINITY
/** No line is longer, so nothing wider needs its one-line form. */
export const maxWidth = 100

export function atom(text: string, kind: Atom['kind'] = 'other'): Atom {
  const severalLines = text.includes('\n')
  return { kind, text, flat: severalLines ? '' : text, width: severalLines ? unbreakable : textWidth(text) }
}

/** A string of the user. */
export function stringLiteral(value: string): Atom {
  const quoted = quote(value)
  return { kind: 'string', text: quoted, flat: quoted, width: textWidth(quoted) }
}

export function object(entries: readonly Entry[], { expanded = false }: { expanded?: boolean } = {}): ObjectCode {
  if (entries.length === 0) return { kind: 'object', entries, flat: '{}', width: 2 }
  if (expanded) return { kind: 'object', entries, flat: '', width: unbreakable }
  let flat = '{ '
  let width = 2
  for (const entry of entries) {
    const { value } = entry
    width += value.width + 2
    // most often it is clear here already, before any text is put together
    if (!(width <= maxWidth)) return { kind: 'object', entries, flat: '', width: unbreakable }
    if (flat !== '{ ') flat += ', '
    const start = isShorthand(entry) ? '' : entryStart(entry)
    width += textWidth(start)
    flat += start + value.flat
  }
  if (!(width <= maxWidth)) return { kind: 'object', entries, flat: '', width: unbreakable }
  return { kind: 'object', entries, flat: `${flat} }`, width }
}

export function list(items: readonly Code[]): ListCode {
  let width = items.length === 0 ? 2 : 0
  for (const item of items) width += item.width + 2
  if (!(width <= maxWidth) || isMatrix(items)) return { kind: 'list', items, flat: '', width: unbreakable }
  return { kind: 'list', items, flat: `[${items.map((item) => item.flat).join(', ')}]`, width }
}

export function call(callee: string | CallCode, args: readonly Code[]): CallCode {
  let width = typeof callee === 'string' ? textWidth(callee) : callee.width
  for (const argument of args) width += argument.width + 2
  width += args.length === 0 ? 2 : 0
  if (width === unbreakable) return { kind: 'call', callee, arguments: args, flat: '', width }
  const name = typeof callee === 'string' ? callee : callee.flat
  return { kind: 'call', callee, arguments: args, flat: `${name}(${args.map((argument) => argument.flat).join(', ')})`, width }
}

export function arrow(head: string, body: Code | readonly Statement[]): ArrowCode {
  if (isStatements(body)) return { kind: 'arrow', head, body, flat: '', width: unbreakable }
  const flat = body.kind === 'object' ? `(${body.flat})` : body.flat
  const width = textWidth(head) + 1 + body.width + (body.kind === 'object' ? 2 : 0)
  return { kind: 'arrow', head, body, flat: width <= maxWidth ? `${head} ${flat}` : '', width: width <= maxWidth ? width : unbreakable }
}

export function awaited(code: CallCode, access: readonly string[] = []): AwaitCode {
  const path = access.join('')
  const width = code.width + 6 + (path === '' ? 0 : 2 + textWidth(path))
  return { kind: 'await', call: code, access, flat: path === '' ? `await ${code.flat}` : `(await ${code.flat})${path}`, width }
}

export function isStatements(body: Code | readonly Statement[]): body is readonly Statement[] {
  return Array.isArray(body)
}

/** Formatters never join a list of two or more objects (or lists) that each hold two or more things. */
function isMatrix(items: readonly Code[]): boolean {
  const kind = items[0]?.kind
  if (items.length < 2) return false
  if (kind === 'object') return items.every((item) => item.kind === 'object' && item.entries.length > 1)
  return kind === 'list' && items.every((item) => item.kind === 'list' && item.items.length > 1)
}

/** `{ user }` where the value is a variable of the key's name. */
export function isShorthand({ key, value }: Entry): boolean {
  return value.kind === 'chain' && value.text === key
}

/** `key: `, or `key = ` and `key: variable = ` in a pattern. */
export function entryStart({ key, variable }: Entry): string {
  if (variable === undefined) return `${key}: `
  return variable === key ? `${key} = ` : `${key}: ${variable} = `
}
