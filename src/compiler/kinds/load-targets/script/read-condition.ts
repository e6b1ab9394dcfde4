import type { MapValue, Value } from '../../../plan/plan.ts'
import type { Condition } from './check.ts'

/** The condition that an expectation states, or the word in it for which scripts have none. */
export function readCondition(
  expected: Value,
  unit: (text: string) => number | undefined = () => undefined,
): Condition | { readonly cannot: string } {
  if (expected.kind !== 'map') return { kind: 'equals', value: expected }
  const items = expected.entries.map(([name, operand]) => readMatcher(name, operand, unit))
  return allOf(items)
}

type Read = Condition | { readonly cannot: string }

function allOf(items: readonly Read[]): Read {
  const unknown = items.find((item) => 'cannot' in item)
  if (unknown !== undefined) return unknown
  const conditions = items as readonly Condition[]
  const [only] = conditions
  return conditions.length === 1 && only !== undefined ? only : { kind: 'all', items: conditions }
}

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

function readMatcher(name: string, operand: Value, unit: (text: string) => number | undefined): Read {
  switch (name) {
    case 'equals':
      return { kind: 'equals', value: withUnit(operand, unit) }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { kind: 'compare', operator: operators[name], value: withUnit(operand, unit) }
    case 'not':
      return nested(operand, unit, (item) => ({ kind: 'not', item }))
    case 'each':
    case 'any':
      return nested(operand, unit, (item) => ({ kind: name, item }))
    case 'size':
      return nested(
        operand,
        () => undefined,
        (item) => ({ kind: 'size', item }),
      )
    case 'oneOf':
      return operand.kind === 'list'
        ? { kind: 'one-of', items: operand.items.map((value) => ({ kind: 'equals', value: withUnit(value, unit) })) }
        : { cannot: name }
    case 'contains':
      return { kind: 'contains', value: operand }
    case 'startsWith':
      return { kind: 'starts', value: operand }
    case 'endsWith':
      return { kind: 'ends', value: operand }
    case 'matches':
      return operand.kind === 'literal' && typeof operand.value === 'string'
        ? { kind: 'matches', pattern: operand.value }
        : { cannot: name }
    case 'type':
      return operand.kind === 'literal' ? { kind: 'type', type: String(operand.value) } : { cannot: name }
    case 'empty':
    case 'exists':
      return operand.kind === 'literal' ? { kind: name, is: operand.value === true } : { cannot: name }
    case 'closeTo':
      return readCloseTo(operand)
    default:
      return { cannot: name }
  }
}

function nested(operand: Value, unit: (text: string) => number | undefined, make: (item: Condition) => Condition): Read {
  const item = readCondition(operand, unit)
  return 'cannot' in item ? item : make(item)
}

function withUnit(value: Value, unit: (text: string) => number | undefined): Value {
  if (value.kind !== 'literal' || typeof value.value !== 'string') return value
  const number = unit(value.value)
  return number === undefined ? value : { kind: 'literal', value: number }
}

function readCloseTo(operand: Value): Read {
  if (operand.kind !== 'map') return { cannot: 'closeTo' }
  const [value, within] = [numberAt(operand, 'value'), numberAt(operand, 'within')]
  return value === undefined || within === undefined ? { cannot: 'closeTo' } : { kind: 'close', value, within }
}

function numberAt({ entries }: MapValue, name: string): number | undefined {
  const found = entries.find(([key]) => key === name)?.[1]
  return found?.kind === 'literal' && typeof found.value === 'number' ? found.value : undefined
}
