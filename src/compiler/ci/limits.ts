import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'

/** Something that the spec can ask for and a CI system has no words for. */
export interface Limit {
  /** Keys below that of the provider; `*` is any. */
  readonly at: readonly string[]
  /** Only where the value is such. @default always */
  readonly where?: (value: Cursor, ci: Cursor) => boolean
  /** What happens instead, as a sentence. */
  readonly message: string
  readonly hint: string
}

/** Warns wherever a key is written that has no effect in this CI system. */
export function reportLimits(ci: Cursor, tools: CheckTools, limits: readonly Limit[]): void {
  for (const { at, where, message, hint } of limits) {
    for (const cursor of find(ci, at)) {
      if (where?.(cursor, ci) === false) continue
      tools.report(problems.notInThisCi(message, hint), { cursor, ...(cursor.isMap || cursor.isList ? { at: 'key' as const } : {}) })
    }
  }
}

function find(cursor: Cursor, [key, ...rest]: readonly string[]): Cursor[] {
  if (key === undefined) return [cursor]
  const next = key === '*' ? cursor.children() : [cursor.get(key)].filter((child) => child !== undefined)
  return next.flatMap((child) => find(child, rest))
}

export const isDind = (value: Cursor): boolean => value.text?.startsWith('dind') === true

/** `push` is written, and pull requests are not switched off. */
export const asksForBranches = (_value: Cursor, ci: Cursor): boolean => ci.get('on')?.get('pullRequest')?.value !== false
