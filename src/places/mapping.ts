import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Node, Pair, YAMLMap } from 'yaml'
import { aliasTargets } from './alias-targets.ts'
import type { YamlFile } from './yaml-file.ts'

const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>()

/** The node behind an alias, or the node itself. */
export function follow(yaml: YamlFile, node: unknown): Node | undefined {
  if (isAlias(node)) return aliasTargets(yaml).get(node)
  return node === null || node === undefined ? undefined : (node as Node)
}

/**
 * The pairs of a map by key, as `readTree` sees them: keys written here win over those merged in by `<<`,
 * and of several merged maps the first wins.
 */
export function pairsOf(yaml: YamlFile, map: YAMLMap): ReadonlyMap<string, Pair> {
  const found = indexes.get(map) ?? indexPairs(yaml, map)
  indexes.set(map, found)
  return found
}

function indexPairs(yaml: YamlFile, map: YAMLMap): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>()
  const merged: YAMLMap[] = []
  for (const pair of map.items) {
    const key = keyText(yaml, pair)
    if (isMergeKey(pair)) merged.push(...mergedMaps(yaml, pair))
    else if (key !== undefined && !pairs.has(key)) pairs.set(key, pair)
  }
  for (const source of merged) {
    for (const [key, pair] of pairsOf(yaml, source)) if (!pairs.has(key)) pairs.set(key, pair)
  }
  return pairs
}

/** The key as text: `404: …` and `true: …` keep what was written. Undefined for an empty key, a list or a map. */
export function keyText(yaml: YamlFile, pair: Pair): string | undefined {
  const key = follow(yaml, pair.key)
  if (!isScalar(key)) return undefined
  if (typeof key.value === 'string') return key.value
  return key.value === null ? undefined : (key.source ?? String(key.value))
}

/** A plain `<<`; in quotes it is a key like any other. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN'
}

/** The maps that a `<<` brings in. */
export function mergedMaps(yaml: YamlFile, pair: Pair): YAMLMap[] {
  const value = follow(yaml, pair.value)
  if (isMap(value)) return [value]
  if (!isSeq(value)) return []
  return value.items.map((item) => follow(yaml, item)).filter((item) => isMap(item))
}
