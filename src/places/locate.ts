import { isMap, isScalar, isSeq } from 'yaml'
import type { Node, Pair } from 'yaml'
import { follow, pairsOf } from './mapping.ts'
import type { Range } from './range.ts'
import type { YamlFile } from './yaml-file.ts'

/**
 * Which part of `key: value` is meant. `name`: the value where it is a scalar, else the key, which reads best for most mistakes.
 * Items of a list have no key; there the item itself is shown.
 */
export type At = 'name' | 'key' | 'value' | 'pair'

/** What stands at a path: the pair or list item, its value, and how many parts of the path exist. */
export interface Found {
  readonly pair: Pair | undefined
  /** As written, possibly an alias. */
  readonly written: Node | undefined
  /** Behind any alias. */
  readonly node: Node | undefined
  readonly depth: number
}

/** The range of what stands at `path`; where the path has gone, of its nearest parent that still exists. */
export function locate(yaml: YamlFile, path: readonly (string | number)[], { at = 'name' }: { at?: At } = {}): Range {
  const found = find(yaml, path)
  const [start, end] = offsetsOf(yaml, found, found.depth < path.length ? 'name' : at)
  return rangeOf(yaml, start, end)
}

/** True when every part of the path exists. */
export function hasPath(yaml: YamlFile, path: readonly (string | number)[]): boolean {
  return find(yaml, path).depth === path.length
}

export function find(yaml: YamlFile, path: readonly (string | number)[]): Found {
  const written = (yaml.contents as Node | null) ?? undefined
  let found: Found = { pair: undefined, written, node: follow(yaml, written), depth: 0 }
  for (const part of path) {
    const child = childOf(yaml, found.node, part)
    if (child === undefined) return found
    found = { ...child, node: follow(yaml, child.written), depth: found.depth + 1 }
  }
  return found
}

/** Turns offsets into lines and columns. */
export function rangeOf(yaml: YamlFile, start: number, end: number): Range {
  const from = yaml.lines.linePos(start)
  const to = yaml.lines.linePos(end)
  return { file: yaml.file, start: { line: Math.max(1, from.line), column: from.col }, end: { line: Math.max(1, to.line), column: to.col } }
}

function childOf(yaml: YamlFile, parent: Node | undefined, part: string | number): Pick<Found, 'pair' | 'written'> | undefined {
  if (isMap(parent)) {
    const pair = pairsOf(yaml, parent).get(String(part))
    return pair && { pair, written: (pair.value as Node | null) ?? undefined }
  }
  if (isSeq(parent) && /^\d+$/.test(String(part)) && Number(part) < parent.items.length) {
    return { pair: undefined, written: parent.items[Number(part)] as Node }
  }
  return undefined
}

type Offsets = readonly [start: number, end: number]

function offsetsOf(yaml: YamlFile, { pair, written, node }: Found, at: At): Offsets {
  const value = written && nodeOffsets(yaml, written)
  const key = pair && nodeOffsets(yaml, pair.key as Node)
  if (key === undefined) return at === 'name' && isMap(written) ? firstKey(yaml, written) : (value ?? [0, 0])
  if (value === undefined || value[0] === value[1] || at === 'key') return key
  if (at === 'pair') return [key[0], Math.max(key[1], value[1])]
  return at === 'value' || isScalar(node) ? value : key
}

/** A block map has no sign of its own, so its first key stands for it. */
function firstKey(yaml: YamlFile, map: Node): Offsets {
  const first = isMap(map) ? (map.items[0]?.key as Node | null | undefined) : undefined
  return first ? nodeOffsets(yaml, first) : nodeOffsets(yaml, map)
}

function nodeOffsets(yaml: YamlFile, node: Node): Offsets {
  const [start, end] = node.range ?? [0, 0]
  let last = Math.min(end, yaml.text.length)
  while (last > start && /\s/.test(yaml.text[last - 1]!)) last--
  return [start, last]
}
