import { problems } from '../diagnostics/problems.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'
import { durationMs } from './measure.ts'

export interface Limit {
  readonly key: string
  /** Holds where the key is not written. */
  readonly default: string
}

/** `inner` happens within `outer`, so it cannot be longer. Reported only where at least one of the two is written. */
export function checkDurationOrder(map: Cursor, tools: CheckTools, { inner, outer }: { inner: Limit; outer: Limit }): void {
  const [innerAt, outerAt] = [map.get(inner.key), map.get(outer.key)]
  const at = innerAt ?? outerAt
  if (at === undefined) return
  const innerValue = innerAt?.text ?? inner.default
  const outerValue = outerAt?.text ?? outer.default
  const [innerMs, outerMs] = [durationMs(innerValue), durationMs(outerValue)]
  if (innerMs === undefined || outerMs === undefined || innerMs <= outerMs) return
  tools.report(problems.longerThan({ inner: inner.key, innerValue, outer: outer.key, outerValue }), { cursor: at })
}
