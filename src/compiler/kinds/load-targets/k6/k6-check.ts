import type { Value } from '../../../plan/plan.ts'
import { group, hug, indent, line, print } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { Check, Condition, Source, Test } from '../script/check.ts'
import { propertyAccess, quote } from './js-literal.ts'
import { access, emitValue } from './k6-value.ts'
import type { K6Scope } from './k6-value.ts'

/** A check as a function of the answer `r`; undefined where a k6 script has no words for it. */
export function emitCheck(check: Check, scope: K6Scope): Doc | undefined {
  const body = emitBody(check, scope)
  return body && group(['(r) =>', indent([line, body])])
}

function emitBody(check: Check, scope: K6Scope): Doc | undefined {
  const comparison = wholeBody(check, scope)
  if (comparison !== undefined) return comparison
  const tests = separate(check.tests).map(({ source, condition }) => emitCondition(condition, emitSource(source), { scope, source }))
  if (tests.some((test) => test === undefined)) return undefined
  if (check.negated) return `!(${tests.join(' && ')})`
  return group(tests.flatMap((test, index): Doc[] => (index === 0 ? [test ?? ''] : [' &&', line, test ?? ''])))
}

/** All matchers of one value, as tests of their own. */
function separate(tests: readonly Test[]): readonly Test[] {
  return tests.flatMap(({ source, condition }) =>
    condition.kind === 'all' ? separate(condition.items.map((item) => ({ source, condition: item }))) : [{ source, condition }],
  )
}

/** A comparison with a map or a list, which may need several lines. */
function wholeBody({ tests: [test, ...others], negated }: Check, scope: K6Scope): Doc | undefined {
  if (test === undefined || others.length > 0 || negated) return undefined
  const { condition, source } = test
  if ((condition.kind !== 'equals' && condition.kind !== 'part') || (condition.value.kind !== 'map' && condition.value.kind !== 'list'))
    return undefined
  const head = `${scope.module.helper(condition.kind === 'part' ? 'hasPart' : 'equal')}(${emitSource(source)}, `
  return hug(head + '{', { hugged: [head, emitValue(condition.value, scope), ')'], broken: [head, emitValue(condition.value, scope), ')'] })
}

export function emitSource(source: Source): string {
  switch (source.kind) {
    case 'status':
      return 'r.status'
    case 'header':
      return `r.headers${propertyAccess(canonical(source.name))}`
    case 'cookie':
      return `r.cookies${propertyAccess(source.name)}[0].value`
    case 'json':
      return `r.json()${access(source.path)}`
    case 'body':
      return 'r.json()'
    case 'text':
      return 'r.body'
    case 'size':
      return 'r.body.length'
    case 'time':
      return 'r.timings.duration'
    case 'group':
      return `${regexp(source.pattern)}.exec(r.body)[1]`
  }
}

/** The spelling in which k6 keeps the names of headers: `Content-Type`. */
export function canonical(name: string): string {
  return name.toLowerCase().replaceAll(/(^|-)([a-z])/g, (_, start: string, letter: string) => start + letter.toUpperCase())
}

interface Around {
  readonly scope: K6Scope
  readonly source: Source | undefined
}

function emitCondition(condition: Condition, value: string, around: Around): string | undefined {
  const { scope, source } = around
  const { module } = scope
  const isText = source?.kind === 'header' || source?.kind === 'text'
  const isNumber = source?.kind === 'status' || source?.kind === 'time'
  switch (condition.kind) {
    case 'equals':
      return condition.value.kind === 'literal'
        ? `${value} === ${flatValue(condition.value, scope)}`
        : `${module.helper('equal')}(${value}, ${flatValue(condition.value, scope)})`
    case 'class':
      return `Math.floor(${value} / 100) === ${condition.first}`
    case 'compare':
      return `${isNumber ? value : `${module.helper('numeric')}(${value})`} ${condition.operator} ${flatValue(condition.value, scope)}`
    case 'one-of': {
      const values = condition.items.map((item) =>
        item.kind === 'equals' && item.value.kind === 'literal' ? flatValue(item.value, scope) : undefined,
      )
      if (values.every((item) => item !== undefined)) return `[${values.join(', ')}].includes(${value})`
      return joined(condition.items, { value, around, word: ' || ' })
    }
    case 'all':
      return joined(condition.items, { value, around, word: ' && ' })
    case 'not': {
      const { item } = condition
      const known = isNumber ? value : `${module.helper('present')}(${value})`
      if (item.kind === 'equals' && item.value.kind === 'literal') return `${known} !== ${flatValue(item.value, scope)}`
      const inner = emitCondition(item, known, around)
      return inner && (isCall(item) ? `!${inner}` : `!(${inner})`)
    }
    case 'contains':
      return isText
        ? `${value}.includes(${flatValue(condition.value, scope)})`
        : `${module.helper('contains')}(${value}, ${flatValue(condition.value, scope)})`
    case 'starts':
      return `${value}.startsWith(${flatValue(condition.value, scope)})`
    case 'ends':
      return `${value}.endsWith(${flatValue(condition.value, scope)})`
    case 'matches':
      return `${regexp(condition.pattern)}.test(${isText ? value : `${module.helper('present')}(${value})`})`
    case 'type':
      return `${module.helper('hasType')}(${value}, ${quote(condition.type)})`
    case 'size':
      return emitCondition(condition.item, `${module.helper('size')}(${value})`, { scope, source: { kind: 'status' } })
    case 'empty':
      return `${module.helper('size')}(${value}) ${condition.is ? '===' : '>'} 0`
    case 'exists':
      return emitExists(condition.is, source, scope)
    case 'each':
    case 'any': {
      const inner = emitCondition(condition.item, 'item', { scope, source: undefined })
      if (inner === undefined) return undefined
      if (condition.kind === 'each') return `${module.helper('every')}(${value}, (item) => ${inner})`
      return `${module.helper('items')}(${value}).some((item) => ${inner})`
    }
    case 'close':
      return `Math.abs(${module.helper('numeric')}(${value}) - ${condition.value}) <= ${condition.within} + 1e-12`
    case 'part':
      return `${module.helper('hasPart')}(${value}, ${flatValue(condition.value, scope)})`
  }
}

/** What becomes a call, which needs no parentheses around it. */
function isCall({ kind }: Condition): boolean {
  return ['contains', 'starts', 'ends', 'matches', 'type', 'part'].includes(kind)
}

function joined(items: readonly Condition[], { value, around, word }: { value: string; around: Around; word: string }): string | undefined {
  const parts = items.map((item) => emitCondition(item, value, around))
  if (parts.some((part) => part === undefined)) return undefined
  return parts.length === 1 ? parts[0] : `(${parts.join(word)})`
}

function emitExists(is: boolean, source: Source | undefined, { module }: K6Scope): string | undefined {
  if (source?.kind === 'header') return `r.headers${propertyAccess(canonical(source.name))} ${is ? '!==' : '==='} undefined`
  if (source?.kind !== 'json') return String(is)
  const call = `${module.helper('exists')}(r.json(), ${source.path.map((step) => (typeof step === 'number' ? String(step) : quote(step))).join(', ')})`
  return is ? call : `!${call}`
}

export function flatValue(value: Value, scope: K6Scope): string {
  return print(emitValue(value, scope), { width: Number.POSITIVE_INFINITY, step: 2 })
}

/** Through the constructor: a text of the user never becomes syntax. */
function regexp(pattern: string): string {
  return `new RegExp(${quote(pattern)}, 'u')`
}
