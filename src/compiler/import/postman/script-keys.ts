import type { Item } from './collection.ts'
import type { ConvertedScripts } from './convert-scripts.ts'
import type { CheckEntry } from './scripts/check-entry.ts'

export function scriptKeys(item: Item, scripts: ConvertedScripts): Record<string, unknown> {
  const before = scripts.before(item)
  const { checks, capture } = tidy(scripts.checks(item))
  return {
    ...(before.length > 0 && { before }),
    ...(checks.length > 0 ? { checks } : { expect: { status: 'any' } }),
    ...(Object.keys(capture).length > 0 && { capture }),
  }
}

/** Values that are kept whatever comes of the checks stand where people write them. */
function tidy(entries: readonly CheckEntry[]): { checks: readonly CheckEntry[]; capture: Readonly<Record<string, unknown>> } {
  if (entries.some(({ script }) => script !== undefined)) return { checks: entries, capture: {} }
  const capture = Object.assign({}, ...entries.filter(isPlain).map((entry) => entry.capture)) as Record<string, unknown>
  const checks = entries.filter((entry) => !isPlain(entry))
  // a condition with nothing behind it says no more than the capture does
  while (Object.keys(capture).length > 0 && checks.at(-1) !== undefined && Object.keys(checks.at(-1) as object).join() === 'expect')
    checks.pop()
  return { checks, capture }
}

const isPlain = (entry: CheckEntry): boolean => entry.capture !== undefined && Object.keys(entry).length === 1
