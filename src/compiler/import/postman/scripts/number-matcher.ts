import { isMap } from '../read-collection.ts'
import type { Matcher } from './expect-map.ts'
import { give } from './untranslatable.ts'

const classes = ['1xx', '2xx', '3xx', '4xx', '5xx']
const opposites: Readonly<Record<string, string>> = { lt: 'gte', gte: 'lt', gt: 'lte', lte: 'gt' }
const known = new Set(['equals', 'not', 'oneOf', ...Object.keys(opposites)])

/** A condition on the status, the time or the size of an answer, or on a length: always there, always a number; `not` speaks of one value alone. */
export function numberMatcher(matcher: Matcher): Matcher {
  const asked = Object.entries(matcher).flatMap(([key, operand]) => {
    if (saysNothing(key, operand)) return []
    if (!known.has(key)) return give(`\`${key}\` of the status, the time, the size or a length`)
    return key === 'not' && isMap(operand) ? Object.entries(opposite(operand)) : [[key, operand] as const]
  })
  return Object.fromEntries(asked)
}

/** Holds for every number that an answer has here: none of them is missing. */
function saysNothing(key: string, operand: unknown): boolean {
  if (key === 'optional') return true
  if (key === 'exists') return operand === true
  if (key === 'type') return operand === 'number'
  return key === 'not' && operand === null
}

function opposite(matcher: Matcher): Matcher {
  const [[key, operand] = ['', undefined], ...more] = Object.entries(matcher)
  if (more.length > 0) return give('the opposite of several conditions on a number')
  const mirrored = Object.hasOwn(opposites, key) ? opposites[key] : undefined
  if (mirrored !== undefined) return { [mirrored]: operand }
  if (key === 'equals') return { not: operand }
  if (key !== 'oneOf' || !Array.isArray(operand)) return give('the opposite of a condition on a number')
  const list = operand as readonly unknown[]
  if (list.length === 1) return { not: list[0] }
  if (!list.every((one) => classes.includes(String(one)))) return give('a status or a number that is none of several')
  return { oneOf: classes.filter((one) => !list.includes(one)) }
}
