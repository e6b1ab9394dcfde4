import type { Cursor } from './cursor.ts'
import type { Judge } from './judge.ts'

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
  /** The matcher that says so, such as `gt: 3`; absent for what the quantity itself is. */
  lowSaid: string | undefined
  lowOpen: boolean
  high: number
  highSaid: string | undefined
  highOpen: boolean
}

/** Finds matchers that no value can satisfy, such as `{ gt: 500, lt: 400 }`, and those that every value satisfies. */
export function checkBounds(matcher: Cursor, quantity: Quantity, judge: Judge): void {
  const interval: Interval = {
    low: quantity.least,
    lowSaid: undefined,
    lowOpen: false,
    high: quantity.most,
    highSaid: undefined,
    highOpen: false,
  }
  for (const operand of matcher.entries()) {
    const value = operand.name === 'abortAfter' ? undefined : quantity.read(operand.value)
    if (value === undefined) continue
    if (isCertain(operand.name, value, quantity)) {
      judge.say({ holds: 'always', reason: `${quantity.name} is always ${rangeOf(quantity)}` }, { cursor: operand })
      continue
    }
    const said = `${operand.name}: ${String(operand.value)}`
    narrow(interval, { key: operand.name, value, said })
    if (isPossible(interval, quantity)) continue
    judge.say({ holds: 'never', reason: reasonFor(interval, quantity) }, { cursor: operand })
    return
  }
}

function isCertain(key: string, value: number, { least, most }: Quantity): boolean {
  if (key === 'gte') return value <= least
  if (key === 'gt') return value < least
  if (key === 'lte') return value >= most
  return key === 'lt' && value > most
}

function narrow(interval: Interval, { key, value, said }: { key: string; value: number; said: string }): void {
  const raises = key === 'gt' || key === 'gte' || key === 'equals'
  const lowers = key === 'lt' || key === 'lte' || key === 'equals'
  if (raises && (value > interval.low || (value === interval.low && key === 'gt'))) {
    Object.assign(interval, { low: value, lowSaid: said, lowOpen: key === 'gt' })
  }
  if (lowers && (value < interval.high || (value === interval.high && key === 'lt'))) {
    Object.assign(interval, { high: value, highSaid: said, highOpen: key === 'lt' })
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

function reasonFor({ lowSaid, highSaid }: Interval, quantity: Quantity): string {
  if (lowSaid !== undefined && highSaid !== undefined && lowSaid !== highSaid)
    return `no value satisfies both \`${lowSaid}\` and \`${highSaid}\``
  return `${quantity.name} is always ${rangeOf(quantity)}`
}

function rangeOf({ least, most }: Quantity): string {
  return most === Number.POSITIVE_INFINITY ? `at least ${least}` : `between ${least} and ${most}`
}
