import { isAlias, isMap, isSeq } from 'yaml'
import type { Alias, Node, Pair, Scalar, YAMLMap } from 'yaml'
import { aliasTargets } from '../../places/alias-targets.ts'
import { rangeOf } from '../../places/locate.ts'
import { follow, isMergeKey, keyText, mergedMaps } from '../../places/mapping.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import { code } from '../diagnostics/wording.ts'

/** Values that a file may have once its aliases are unfolded; later stages walk them all. */
const MAX_VALUES = 1_000_000

const TAGS = new Set(['!', ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`)])

/**
 * The data of a YAML file: lists, and maps without a prototype, so that `__proto__` and `constructor` are keys like any other.
 * Aliases share the value of their anchor, which keeps a bomb small; `<<` merges maps as in YAML 1.1, keys written beside it win.
 */
export function readTree(yaml: YamlFile): { data: unknown; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const made = new Map<Node, { readonly value: unknown; readonly size: number }>()
  let size = 0

  const report = (node: Node, problem: Problem, first?: Node) => {
    const related = first && [{ range: rangeOfNode(yaml, first), message: 'It stands here first' }]
    diagnostics.push({ ...problem, range: rangeOfNode(yaml, node), ...(related && { related }) })
  }

  const readValue = (node: Node | null | undefined): unknown => {
    size++
    if (node === null || node === undefined) return null
    if (isAlias(node)) return readAlias(node)
    const before = size
    checkTag(node)
    const value = isMap(node) ? readMap(node) : isSeq(node) ? node.items.map((item) => readValue(item as Node)) : readScalar(node as Scalar)
    if (node.anchor !== undefined) made.set(node, { value, size: size - before })
    return value
  }

  const readAlias = (alias: Alias): unknown => {
    const target = aliasTargets(yaml).get(alias)
    const known = target && made.get(target)
    if (known === undefined) {
      report(alias, problems.unknownAlias(alias.source, unknownAliasHint(yaml, alias)))
      return null
    }
    size += known.size
    return known.value
  }

  const readMap = (map: YAMLMap): Record<string, unknown> => {
    const data = Object.create(null) as Record<string, unknown>
    const merged = new Set<string>()
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null
      const key = keyText(yaml, pair)
      if (keyNode !== null && isAlias(keyNode)) readAlias(keyNode)
      if (key === undefined) {
        report(keyNode ?? map, problems.nonStringKey(isMap(keyNode) ? 'A map' : isSeq(keyNode) ? 'A list' : 'Nothing'))
      } else if (isMergeKey(pair)) {
        const first = map.items.find(isMergeKey)
        if (first === pair) mergeInto(data, { pair, merged })
        else report(keyNode!, problems.duplicateKey(key), first?.key as Node)
      } else if (key in data && !merged.delete(key)) {
        report(
          keyNode!,
          problems.duplicateKey(key),
          map.items.find((other) => keyText(yaml, other) === key && !isMergeKey(other))?.key as Node,
        )
      } else {
        data[key] = readValue(pair.value as Node | null)
      }
    }
    return data
  }

  /** Merged keys take the place of `<<` in the order of keys; those written in the map itself are set over them. */
  const mergeInto = (data: Record<string, unknown>, { pair, merged }: { pair: Pair; merged: Set<string> }) => {
    const told = diagnostics.length
    const value = readValue(pair.value as Node | null)
    const maps = mergedMaps(yaml, pair)
    const target = follow(yaml, pair.value)
    if (maps.length === 0 || (isSeq(target) && maps.length < target.items.length)) {
      // an alias that leads nowhere has been told by itself
      if (diagnostics.length === told) report((pair.value ?? pair.key) as Node, problems.badMerge())
      return
    }
    const sources = Array.isArray(value) ? (value as unknown[]) : [value]
    for (const source of sources) {
      for (const [key, part] of Object.entries(source as object)) {
        if (key in data) continue
        data[key] = part
        merged.add(key)
      }
    }
  }

  const readScalar = (scalar: Scalar): unknown => {
    const { value, source } = scalar
    if (
      typeof value === 'number' &&
      (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source ?? '')))
    ) {
      report(scalar, problems.unsafeNumber(source ?? String(value)))
    }
    return value
  }

  const checkTag = (node: Node & { tag?: string }) => {
    if (node.tag !== undefined && !TAGS.has(node.tag))
      diagnostics.push({ ...problems.unknownTag(shortTag(node.tag)), range: rangeOfTag(yaml, node) })
  }

  const data = readValue(yaml.contents as Node | null)
  if (size > MAX_VALUES) {
    const worst = [...made].toSorted(([, a], [, b]) => b.size - a.size)[0]
    report(worst?.[0] ?? (yaml.contents as Node), problems.tooManyAliases(MAX_VALUES))
  }
  return { data, diagnostics }
}

function rangeOfNode(yaml: YamlFile, node: Node) {
  const [start, end] = node.range ?? [0, 0]
  const endOfLine = yaml.text.indexOf('\n', start)
  return rangeOf(yaml, start, Math.max(start, endOfLine < 0 ? end : Math.min(end, endOfLine)))
}

/** The tag stands before the node, on the same line in all but odd cases. */
function rangeOfTag(yaml: YamlFile, node: Node) {
  const start = node.range?.[0] ?? 0
  const before = yaml.text.slice(yaml.text.lastIndexOf('\n', start - 1) + 1, start)
  const tag = /(?:^|[\s[{,])(!\S*)[^!]*$/.exec(before)?.[1]
  const from = tag === undefined ? -1 : yaml.text.lastIndexOf(tag, start)
  return tag === undefined ? rangeOfNode(yaml, node) : rangeOf(yaml, from, from + tag.length)
}

function shortTag(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!')
}

function unknownAliasHint(yaml: YamlFile, alias: Alias): string {
  const anchors = [...new Set(yaml.text.match(/(?<=(?:^|[\s[{,])&)[^\s,[\]{}]+/g))]
  if (anchors.includes(alias.source)) return 'An anchor can be used only behind the end of what it names'
  const nearest = nearestName(alias.source, anchors)
  return nearest === undefined ? 'Put text that begins with `*` in quotes' : `Did you mean ${code(`*${nearest}`)}?`
}
