import { entryStart, isShorthand, isStatements, maxWidth } from './code.ts'
import type { ArrowCode, AwaitCode, CallCode, Code, Entry, ListCode, ObjectCode, Statement } from './code.ts'
import { textWidth } from './text-width.ts'

/** Where a piece of code starts, and how much must follow it on the same line. */
interface Position {
  readonly indent: number
  readonly column: number
  readonly after: number
}

/** Statements of one block, without the indentation of the first line. */
export function printStatements(statements: readonly Statement[], indent: number): string {
  const pad = ' '.repeat(indent)
  let text = ''
  for (const statement of statements) {
    if (text !== '') text += statement.blankLineAbove === true ? '\n\n' : '\n'
    for (const line of statement.comment ?? []) text += `${pad}${line}\n`
    text += pad + printStatement(statement, indent)
  }
  return text
}

function printStatement({ code, before = '', from }: Statement, indent: number): string {
  const column = indent + textWidth(before)
  if (from === undefined) return before + print(code, { indent, column, after: 0 })
  const end = ` = ${from}`
  const line = column + code.width
  // the pattern alone has room on the line; formatters keep it there, unless much happens in it
  if (line + 2 <= maxWidth && line + end.length > maxWidth && !isInvolved(code))
    return `${before}${code.flat} =\n${' '.repeat(indent + 2)}${from}`
  return before + print(code, { indent, column, after: end.length }) + end
}

function isInvolved(code: Code): boolean {
  return code.kind === 'object' && code.entries.length > 2 && code.entries.some((entry) => !isShorthand(entry))
}

export function print(code: Code, at: Position): string {
  if (at.column + code.width + at.after <= maxWidth) return code.flat
  switch (code.kind) {
    case 'object':
      return printObject(code, at.indent)
    case 'list':
      return printList(code, at.indent)
    case 'call':
      return printCall(code, at)
    case 'await':
      return printAwait(code, at)
    case 'arrow':
      return printArrow(code, at)
    default:
      return code.text
  }
}

function printObject({ entries }: ObjectCode, indent: number): string {
  if (entries.length === 0) return '{}'
  const pad = ' '.repeat(indent + 2)
  let text = '{\n'
  for (const entry of entries) text += `${pad}${printEntry(entry, indent + 2)},\n`
  return `${text}${' '.repeat(indent)}}`
}

function printEntry(entry: Entry, indent: number): string {
  if (isShorthand(entry)) return entry.key
  const { key, value, variable } = entry
  const start = entryStart(entry)
  const column = indent + textWidth(start)
  if (column + value.width + 1 <= maxWidth) return start + value.flat
  if (variable === key || (!movesDown(value, textWidth(key)) && column + openingWidth(value) <= maxWidth))
    return start + print(value, { indent, column, after: 1 })
  const next = indent + 2
  const moved = variable === undefined ? '' : `${variable} = `
  return `${key}:\n${' '.repeat(next)}${moved}${print(value, { indent: next, column: next + textWidth(moved), after: 1 })}`
}

/** What cannot be broken well starts on a line of its own. Behind a key of up to four columns that would gain nothing. */
function movesDown(value: Code, keyWidth: number): boolean {
  if (value.kind === 'string' || value.kind === 'chain') return keyWidth > 4
  if (value.kind === 'await') return value.access.length === 0 && movesDown(value.call, keyWidth)
  return value.kind === 'other' || (value.kind === 'call' && value.arguments.every(isShortArgument))
}

/** Templates, numbers and functions stay beside their key, whatever the width. */
const stays = Number.NEGATIVE_INFINITY

/** Up to where it may be broken for the first time. */
function openingWidth(value: Code): number {
  if (value.kind === 'object') return value.entries.length === 0 ? 3 : 1
  if (value.kind === 'list') return value.items.length === 0 ? 3 : 1
  if (value.kind === 'await') return value.access.length === 0 ? 6 + openingWidth(value.call) : 1
  return value.kind === 'call' && typeof value.callee === 'string' ? textWidth(value.callee) + 1 : stays
}

function isShortArgument(argument: Code): boolean {
  return (argument.kind === 'string' || argument.kind === 'number') && argument.width <= maxWidth / 4
}

function printList({ items }: ListCode, indent: number): string {
  if (items.length === 0) return '[]'
  const pad = ' '.repeat(indent + 2)
  const end = `\n${' '.repeat(indent)}]`
  if (isNumbers(items)) return `[\n${pad}${fill(items, indent + 2)},${end}`
  return `[\n${items.map((item) => `${pad}${print(item, { indent: indent + 2, column: indent + 2, after: 1 })},`).join('\n')}${end}`
}

/** Numbers share lines, as many as fit. */
function fill(items: readonly Code[], indent: number): string {
  let text = ''
  let column = indent
  for (const item of items) {
    const fits = column + 1 + item.width + 1 <= maxWidth
    if (text !== '') text += fits ? ', ' : `,\n${' '.repeat(indent)}`
    column = text === '' || !fits ? indent + item.width + 1 : column + 1 + item.width + 1
    text += item.flat
  }
  return text
}

function printCall(code: CallCode, at: Position): string {
  const callee = typeof code.callee === 'string' ? code.callee : print(code.callee, { ...at, after: 1 })
  const line = callee.slice(callee.lastIndexOf('\n') + 1)
  const column = (callee.includes('\n') ? 0 : at.column) + textWidth(line)
  const before = code.arguments.slice(0, -1)
  const last = code.arguments.at(-1)
  if (last === undefined) return `${callee}()`

  let start = '('
  let startWidth = 1
  for (const argument of before) {
    start += `${argument.flat}, `
    startWidth += argument.width + 2
  }
  const hugging = { indent: at.indent, column: column + startWidth, after: at.after + 1 }
  if (isTestCall(code) || (couldHug(code) && hugging.column + firstLineWidth(last) <= maxWidth)) {
    const text = print(last, hugging)
    const isBelow = last.kind === 'arrow' && text.startsWith(`${last.head}\n`)
    return `${callee}${start}${text}${isBelow ? `,\n${' '.repeat(at.indent)}` : ''})`
  }

  const pad = ' '.repeat(at.indent + 2)
  const lines = code.arguments.map((argument) => `${pad}${print(argument, { indent: at.indent + 2, column: at.indent + 2, after: 1 })},\n`)
  return `${callee}(\n${lines.join('')}${' '.repeat(at.indent)})`
}

/** `f(a, {` … `})`: the last argument opens on the line of the call, when it alone is of its kind. */
function couldHug({ arguments: args }: CallCode): boolean {
  const last = args.at(-1)
  const previous = args.at(-2)
  if (last === undefined || last.kind === previous?.kind || args.slice(0, -1).some((argument) => !Number.isFinite(argument.width)))
    return false
  if (last.kind === 'object') return last.entries.length > 0
  if (last.kind === 'list') return last.items.length > 0 && (args.length === 1 || !isNumbers(last.items))
  return last.kind === 'arrow'
}

function firstLineWidth(code: Code): number {
  if (code.kind !== 'arrow') return 1
  return textWidth(code.head) + (isStatements(code.body) || code.body.kind !== 'object' ? 2 : 3)
}

/** `test('…', () => {` stays on one line however long the title is. */
function isTestCall({ callee, arguments: args }: CallCode): boolean {
  return (
    typeof callee === 'string' &&
    /^(?:describe|test)(?:\.only|\.skip)?$/.test(callee) &&
    args.length === 2 &&
    args[0]?.kind === 'string' &&
    args[1]?.kind === 'arrow'
  )
}

function printAwait({ call, access }: AwaitCode, at: Position): string {
  if (access.length === 0) return `await ${print(call, { ...at, column: at.column + 6 })}`
  const indent = at.indent + 2
  const inner = `(await ${call.flat})`
  if (at.column + textWidth(inner) <= maxWidth) return inner + printAccess(access, { ...at, column: at.column + textWidth(inner) })
  return `(\n${' '.repeat(indent)}await ${print(call, { indent, column: indent + 6, after: 0 })}\n${' '.repeat(at.indent)})${access.join('')}`
}

/** A `.part` without room starts a line of its own, and takes its `[0]` with it. */
function printAccess(access: readonly string[], at: Position): string {
  let text = ''
  let column = at.column
  for (const [index, part] of access.entries()) {
    const next = access.findIndex((other, later) => later > index && other.startsWith('.'))
    const width = textWidth(access.slice(index, next < 0 ? undefined : next).join('')) + (next < 0 ? at.after : 0)
    if (part.startsWith('.') && column + width > maxWidth) {
      text += `\n${' '.repeat(at.indent + 2)}`
      column = at.indent + 2
    }
    text += part
    column += textWidth(part)
  }
  return text
}

function printArrow({ head, body }: ArrowCode, at: Position): string {
  const start =
    at.column + textWidth(head) + 2 > maxWidth
      ? head.replace(/\(\{ (.*) \}\) =>$/, (_, names: string) => breakPattern(names, at.indent))
      : head
  if (isStatements(body)) return `${start} {\n${printStatements(body, at.indent + 2)}\n${' '.repeat(at.indent)}}`
  if (body.kind === 'object') return `${start} (${print(body, { ...at, column: maxWidth })})`
  if (body.kind === 'list' || (body.kind === 'template' && body.width === Number.POSITIVE_INFINITY))
    return `${start} ${print(body, { ...at, column: maxWidth })}`
  const indent = at.indent + 2
  return `${start}\n${' '.repeat(indent)}${print(body, { indent, column: indent, after: at.after })}`
}

function breakPattern(names: string, indent: number): string {
  const lines = names.split(', ').map((name) => `${' '.repeat(indent + 2)}${name},\n`)
  return `({\n${lines.join('')}${' '.repeat(indent)}}) =>`
}

function isNumbers(items: readonly Code[]): boolean {
  return items.length > 1 && items.every((item) => item.kind === 'number')
}
