import type { ComposeEntry, ComposeMap, ComposeNode, ComposeTag, Value } from '../plan/plan.ts'
import type { ComposeValues } from './compose-values.ts'

/** Takes away what earlier files say; harmless where they say nothing. */
export const reset: ComposeNode = { kind: 'scalar', value: null, tag: '!reset' }

export function scalar(value: string | number | boolean | null): ComposeNode {
  return { kind: 'scalar', value }
}

export function list(items: readonly ComposeNode[], tag?: ComposeTag): ComposeNode {
  return { kind: 'list', items, ...(tag !== undefined && { tag }) }
}

export function map(entries: readonly (ComposeEntry | readonly [string, ComposeNode])[], tag?: ComposeTag): ComposeMap {
  const named = entries.map((entry) => ('key' in entry ? entry : { key: entry[0], value: entry[1] }))
  return { kind: 'map', entries: named, ...(tag !== undefined && { tag }) }
}

/** A value of the spec; `null` takes a key of a map away. */
export function nodeOf(value: Value, values: ComposeValues): ComposeNode {
  if (value.kind === 'list') return list(value.items.map((item) => nodeOf(item, values)))
  if (value.kind !== 'map') return scalar(values.scalar(value))
  return map(value.entries.map(([key, entry]) => [key, isNull(entry) ? reset : nodeOf(entry, values)]))
}

/** The value in place of what earlier files say. */
export function replacing(value: Value, values: ComposeValues): ComposeNode {
  if (isNull(value)) return reset
  const node = nodeOf(withoutNulls(value), values)
  return node.kind === 'scalar' ? node : { ...node, tag: '!override' }
}

export function isNull(value: Value): boolean {
  return value.kind === 'literal' && value.value === null
}

/** Where all is replaced there is nothing to take away. */
function withoutNulls(value: Value): Value {
  if (value.kind !== 'map') return value
  return { kind: 'map', entries: value.entries.flatMap(([key, entry]) => (isNull(entry) ? [] : [[key, withoutNulls(entry)] as const])) }
}
