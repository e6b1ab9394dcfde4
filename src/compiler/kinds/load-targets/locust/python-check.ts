import type { Value } from '../../../plan/plan.ts'
import type { Check, Condition, Source, Test } from '../script/check.ts'
import { emitLiteral, emitValue, access } from './python-value.ts'
import type { PythonScope } from './python-value.ts'
import { bracketed, group, indent, line, print, soft } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import { quote } from './python-literal.ts'

/** A check as a function of the answer `r`; undefined where Python has no words for it. */
export function emitCheck(check: Check, scope: PythonScope): Doc | undefined {
  const whole = wholeBody(check, scope)
  if (whole !== undefined) return ['lambda r: ', whole]
  const tests = separate(check.tests).map(({ source, condition }) => emitCondition(condition, emitSource(source, scope), { scope, source }))
  if (tests.some((test) => test === undefined)) return undefined
  const all = tests.join(and)
  return check.negated ? `lambda r: not (${plain(all)})` : breakable(all)
}

/** Where a long line may be broken; never part of a literal, whose control characters are escaped. */
const [comparison, logic] = ['\u0001', '\u0002']
const and = ` ${logic}and `

function plain(code: string): string {
  return code.replaceAll(comparison, '').replaceAll(logic, '')
}

/** As black breaks an expression: before its weakest operators, all of them. */
function breakable(code: string): Doc {
  const mark = code.includes(logic) ? logic : comparison
  const parts = code.split(` ${mark}`).map(plain)
  const lines = parts.flatMap((part, index): Doc[] => (index === 0 ? [part] : [line, part]))
  return mark === logic ? group(['lambda r: (', indent([soft, group(lines)]), soft, ')']) : group(['lambda r: ', lines])
}

/** All matchers of one value, as tests of their own. */
function separate(tests: readonly Test[]): readonly Test[] {
  return tests.flatMap(({ source, condition }) =>
    condition.kind === 'all' ? separate(condition.items.map((item) => ({ source, condition: item }))) : [{ source, condition }],
  )
}

/** One call of a helper, which may need several lines. */
function wholeBody({ tests: [test, ...others], negated }: Check, scope: PythonScope): Doc | undefined {
  if (test === undefined || others.length > 0 || negated) return undefined
  const { condition, source } = test
  if (condition.kind === 'not') {
    const inner = wholeBody({ title: '', tests: [{ source, condition: condition.item }], negated: false }, scope)
    return inner && ['not ', inner]
  }
  const helper = helperOf(condition, source)
  if (helper === undefined || !('value' in condition) || typeof condition.value === 'number') return undefined
  return bracketed(`${scope.module.helper(helper)}(`, [emitSource(source, scope), emitValue(condition.value, scope)], { close: ')' })
}

function helperOf(condition: Condition, source: Source): string | undefined {
  if (condition.kind === 'part') return 'has_part'
  if (condition.kind === 'equals' && condition.value.kind !== 'literal') return 'equal'
  return condition.kind === 'contains' && source.kind === 'json' ? 'contains' : undefined
}

export function emitSource(source: Source, { module }: PythonScope): string {
  switch (source.kind) {
    case 'status':
      return 'r.status_code'
    case 'header':
      return `r.headers[${quote(source.name)}]`
    case 'cookie':
      return `r.cookies[${quote(source.name)}]`
    case 'json':
      return `r.json()${access(source.path)}`
    case 'body':
      return 'r.json()'
    case 'text':
      return 'r.text'
    case 'size':
      return 'len(r.content)'
    case 'time':
      return 'r.request_meta["response_time"]'
    case 'group':
      return `${module.use('re')}.search(${pattern(source.pattern) ?? '""'}, r.text)[1]`
  }
}

interface Around {
  readonly scope: PythonScope
  /** What is known of the value's type; undefined inside lists. */
  readonly source: Source | undefined
}

function emitCondition(condition: Condition, value: string, around: Around): string | undefined {
  const { scope, source } = around
  const { module } = scope
  const known = source?.kind
  const isText = known === 'header' || known === 'text'
  const isNumber = known === 'status' || known === 'time'
  switch (condition.kind) {
    case 'equals':
      return equals(value, condition.value, { scope, isNumber })
    case 'class':
      return `${value} // 100 ${comparison}== ${condition.first}`
    case 'compare':
      return `${isNumber ? value : `${module.helper('number')}(${value})`} ${comparison}${condition.operator} ${flatValue(condition.value, scope)}`
    case 'one-of': {
      const values = condition.items.map((item) => (item.kind === 'equals' && item.value.kind === 'literal' ? item.value.value : undefined))
      if (values.every((item) => item !== undefined) && (isNumber || values.every((item) => typeof item === 'string')))
        return `${value} ${comparison}in (${values.map((item) => emitLiteral(item)).join(', ')}${values.length === 1 ? ',' : ''})`
      return joined(condition.items, { value, around, word: ' or ' })
    }
    case 'all':
      return joined(condition.items, { value, around, word: and })
    case 'not': {
      const inner = emitCondition(condition.item, value, around)
      return inner && (isCall(condition.item) && !isText ? `not ${plain(inner)}` : `not (${plain(inner)})`)
    }
    case 'contains':
      return isText && isString(condition.value)
        ? `${flatValue(condition.value, scope)} ${comparison}in ${value}`
        : `${module.helper('contains')}(${value}, ${flatValue(condition.value, scope)})`
    case 'starts':
      return `${value}.startswith(${flatValue(condition.value, scope)})`
    case 'ends':
      return `${value}.endswith(${flatValue(condition.value, scope)})`
    case 'matches': {
      const text = pattern(condition.pattern)
      return text && `${module.use('re')}.search(${text}, ${value})`
    }
    case 'type':
      return `${module.helper('has_type')}(${value}, ${quote(condition.type)})`
    case 'size':
      return emitCondition(condition.item, `len(${value})`, { scope, source: { kind: 'status' } })
    case 'empty':
      return `len(${value}) ${comparison}${condition.is ? '==' : '>'} 0`
    case 'exists':
      return emitExists(condition.is, source, scope)
    case 'each':
    case 'any': {
      const inner = emitCondition(condition.item, 'item', { scope, source: undefined })
      if (inner === undefined) return undefined
      if (condition.kind === 'each') return `${module.helper('every')}(${value}, lambda item: ${plain(inner)})`
      return `any(${plain(inner)} for item in ${module.helper('items')}(${value}))`
    }
    case 'close':
      return `abs(${module.helper('number')}(${value}) - ${condition.value}) ${comparison}<= ${condition.within} + 1e-12`
    case 'part':
      module.helper('equal')
      return `${module.helper('has_part')}(${value}, ${flatValue(condition.value, scope)})`
  }
}

/** What becomes a call of a helper, which needs no parentheses around it. */
function isCall({ kind }: Condition): boolean {
  return kind === 'contains' || kind === 'type' || kind === 'part' || kind === 'matches'
}

function joined(items: readonly Condition[], { value, around, word }: { value: string; around: Around; word: string }): string | undefined {
  const parts = items.map((item) => emitCondition(item, value, around))
  if (parts.some((part) => part === undefined)) return undefined
  return parts.length === 1 ? parts[0] : `(${plain(parts.join(word))})`
}

function emitExists(is: boolean, source: Source | undefined, { module }: PythonScope): string | undefined {
  if (source?.kind === 'header') return `${quote(source.name)} ${comparison}${is ? 'in' : 'not in'} r.headers`
  if (source?.kind !== 'json') return is ? 'True' : 'False'
  const call = `${module.helper('exists')}(r.json(), ${source.path.map((step) => (typeof step === 'number' ? String(step) : quote(step))).join(', ')})`
  return is ? call : `not ${call}`
}

function isString(value: Value): boolean {
  return value.kind === 'literal' && typeof value.value === 'string'
}

/** In Python 1 equals True; where that could be mistaken, a helper compares as JSON does. */
function equals(actual: string, expected: Value, { scope, isNumber }: { scope: PythonScope; isNumber: boolean }): string {
  const text = flatValue(expected, scope)
  if (expected.kind === 'literal') {
    const { value } = expected
    if (value === null || typeof value === 'boolean') return `${actual} ${comparison}is ${text}`
    if (typeof value === 'string' || isNumber || (value !== 0 && value !== 1)) return `${actual} ${comparison}== ${text}`
  }
  return `${scope.module.helper('equal')}(${actual}, ${text})`
}

export function flatValue(value: Value, scope: PythonScope): string {
  return print(emitValue(value, scope), { width: Number.POSITIVE_INFINITY, step: 4 })
}

/** JavaScript's regular expression in Python's spelling; undefined for what Python does not know. */
export function pattern(text: string): string | undefined {
  if (/\\[pPu]|\\x\{|\\c|\(\?<[A-Za-z_]\w*>.*\\k/.test(text)) return undefined
  const python = text.replaceAll(/\(\?<([A-Za-z_]\w*)>/g, '(?P<$1>')
  return /[\\]/.test(python) && !/["\n\r\t]/.test(python) && !python.endsWith('\\') && /^[ -~]*$/.test(python)
    ? `r"${python}"`
    : quote(python)
}
