import { isMap, isScalar, isSeq, Pair, Scalar } from 'yaml'
import type { Document, Node } from 'yaml'
import { shapeNode } from '../shape-node.ts'
import { isKeywords } from './sample-schema.ts'

type Path = readonly (string | number)[]

export interface MergeSpec {
  /** The spec as it is now, which is changed. */
  readonly document: Document
  /** What the last import wrote. */
  readonly before: unknown
  /** What an import would write now. */
  readonly now: unknown
}

/**
 * Brings what the source changed into a spec that people have changed as well. Wherever both changed the same thing, theirs stays, and
 * its path is returned. Comments and order of the file stay as they are.
 */
export function mergeSpec({ document, before, now }: MergeSpec): readonly Path[] {
  const kept: Path[] = []
  mergeMaps({ document, kept }, [], { current: document.toJS() as unknown, before, now })
  return kept
}

interface Site {
  readonly document: Document
  readonly kept: Path[]
}

interface Sides {
  readonly current: unknown
  readonly before: unknown
  readonly now: unknown
}

function mergeMaps(site: Site, path: Path, { current, before, now }: Sides): void {
  const sides = [current, before, now].map((side) => (isKeywords(side) ? side : {}))
  const of = (index: number, key: string): unknown => (Object.hasOwn(sides[index]!, key) ? sides[index]![key] : undefined)
  for (const key of new Set([...Object.keys(sides[1]!), ...Object.keys(sides[2]!)]))
    mergeEntry(site, [...path, key], { current: of(0, key), before: of(1, key), now: of(2, key) })
}

function mergeEntry(site: Site, path: Path, sides: Sides): void {
  const { document, kept } = site
  const { current, before, now } = sides
  if (same(before, now) || same(current, now)) return
  if (now === undefined) {
    if (current === undefined) return
    if (same(current, before)) document.deleteIn(path)
    // tests and requests that somebody changed are theirs, as a whole; sections are looked through
    else if (isSection(path) && isKeywords(current)) {
      mergeMaps(site, path, { current, before, now: {} })
      if (isEmpty(document.getIn(path))) document.deleteIn(path)
    } else kept.push(path)
  } else if (current === undefined) {
    // what somebody took out stays out
    if (before === undefined) add(document, path, now)
  } else if (isKeywords(current) && isKeywords(now)) mergeMaps(site, path, { current, before: isKeywords(before) ? before : {}, now })
  else if (same(current, before)) replace(document, path, now)
  else if (isNamedList(current) && isNamedList(now)) mergeLists(site, path, { current, before, now })
  else kept.push(path)
}

/** Maps of entries, down to the tests of a suite. */
function isSection(path: Path): boolean {
  return path.length === 1 || (path[0] === 'suites' && (path.length === 2 || (path.length === 3 && path[2] === 'tests')))
}

type NamedItem = Readonly<Record<string, unknown>> & { readonly name: string }

function isNamedList(value: unknown): value is readonly NamedItem[] {
  return Array.isArray(value) && value.every((item) => isKeywords(item) && typeof item['name'] === 'string')
}

/** Cases, by their names. */
function mergeLists(
  site: Site,
  path: Path,
  { current, before, now }: { current: readonly NamedItem[]; before: unknown; now: readonly NamedItem[] },
): void {
  const list = site.document.getIn(path)
  if (!isSeq(list)) return
  const old = isNamedList(before) ? before : []
  const named = (items: readonly NamedItem[], name: string) => items.find((item) => item.name === name)
  for (const name of new Set([...old, ...now].map((item) => item.name))) {
    const [mine, was, is] = [named(current, name), named(old, name), named(now, name)]
    if (same(was, is) || same(mine, is)) continue
    const index = list.items.findIndex((item) => isMap(item) && item.get('name') === name)
    if (mine === undefined) {
      if (was === undefined) list.items.push(shaped(site.document, is))
    } else if (!same(mine, was)) site.kept.push([...path, index])
    else if (is === undefined) list.items.splice(index, 1)
    else list.items[index] = shaped(site.document, is)
  }
}

function add(document: Document, path: Path, value: unknown): void {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1))
  if (!isMap(parent)) return document.setIn(path, value)
  const key = new Scalar(path.at(-1))
  key.spaceBefore = isSection(path) || isSection(path.slice(0, -1))
  ;(parent.items as Pair[]).push(new Pair(key, shaped(document, value, path)))
}

function replace(document: Document, path: Path, value: unknown): void {
  const old = document.getIn(path, true)
  const node = shaped(document, value, path)
  if (isScalar(old) && isScalar(node)) old.value = node.value
  else document.setIn(path, node)
}

function shaped(document: Document, value: unknown, path: Path = []): Node {
  const node = document.createNode(value) as Node
  shapeNode(node, { tall: tallOf(path) })
  return node
}

/** How many levels of a section stand on lines of their own. */
export function tallOf(path: Path): number {
  const levels: Readonly<Record<string, number>> = {
    suites: 4,
    tests: 2,
    requests: 2,
    services: 2,
    variables: 1,
    env: 1,
    fixtures: 1,
    defaults: 1,
  }
  const [section] = path
  return section === undefined ? 0 : Math.max(0, (levels[section] ?? 0) - path.length + 1)
}

function isEmpty(node: unknown): boolean {
  return isMap(node) && node.items.length === 0
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

/** Keys in one order: who moves a line has changed nothing. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    isKeywords(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}
