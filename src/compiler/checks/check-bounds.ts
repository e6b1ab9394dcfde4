import { problems } from '../diagnostics/problems.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

export interface Quantity {
  /** The number behind a value; `undefined` when it is not known or none. */
  read(value: unknown): number | undefined
  /** What such a quantity can be at all. */
  readonly least: number
  readonly most: number
  /** In words: `a status`. */
  readonly name: string
  readonly whole: boolean
}

interface Interval {
  low: number
  lowKey: string
  lowOpen: boolean
  high: number
  highKey: string
  highOpen: boolean
}

/** Finds matchers that no value can satisfy, such as `{ gt: 500, lt: 400 }`. */
export function checkBounds(matcher: Cursor, quantity: Quantity, tools: CheckTools): void {
  const interval: Interval = {
    low: quantity.least,
    lowKey: quantity.name,
    lowOpen: false,
    high: quantity.most,
    highKey: quantity.name,
    highOpen: false,
  }
  for (const operand of matcher.entries()) {
    const value = quantity.read(operand.value)
    if (value === undefined) continue
    narrow(interval, operand.name, value)
    if (isPossible(interval, quantity)) continue
    tools.report(problems.neverHolds(reasonFor(operand.name, { value: operand.value, interval, quantity })), { cursor: operand })
    return
  }
}

function narrow(interval: Interval, key: string, value: number): void {
  const raises = key === 'gt' || key === 'gte' || key === 'equals'
  const lowers = key === 'lt' || key === 'lte' || key === 'equals'
  if (raises && (value > interval.low || (value === interval.low && key === 'gt'))) {
    Object.assign(interval, { low: value, lowKey: key, lowOpen: key === 'gt' })
  }
  if (lowers && (value < interval.high || (value === interval.high && key === 'lt'))) {
    Object.assign(interval, { high: value, highKey: key, highOpen: key === 'lt' })
  }
}

function isPossible({ low, lowOpen, high, highOpen }: Interval, { whole }: Quantity): boolean {
  if (low > high) return false
  if (low === high) return !lowOpen && !highOpen
  if (!whole) return true
  const first = lowOpen ? Math.floor(low) + 1 : Math.ceil(low)
  const last = highOpen ? Math.ceil(high) - 1 : Math.floor(high)
  return first <= last
}

function reasonFor(key: string, { value, interval, quantity }: { value: unknown; interval: Interval; quantity: Quantity }): string {
  const other = key === interval.lowKey ? interval.highKey : interval.lowKey
  if (other !== quantity.name && other !== key) return `no value satisfies \`${other}\` and \`${key}: ${String(value)}\` together`
  const range = quantity.most === Number.POSITIVE_INFINITY ? `at least ${quantity.least}` : `between ${quantity.least} and ${quantity.most}`
  return `${quantity.name} is always ${range}`
}
