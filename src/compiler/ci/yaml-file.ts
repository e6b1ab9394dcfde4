import { Alias, Document, isMap, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Node } from 'yaml'

/** A value of a CI file; undefined entries are left out. */
export type CiValue = string | number | boolean | null | readonly CiValue[] | CiMap | Commented | Anchored | Again | undefined

export interface CiMap {
  readonly [key: string]: CiValue
}

/** A value with words for its reader: above its key or item, or at the end of its line. */
export class Commented {
  readonly value: CiValue
  readonly above: string | undefined
  readonly beside: string | undefined
  /** An empty line before it. */
  readonly apart: boolean

  constructor(value: CiValue, { above, beside, apart = false }: { above?: string | undefined; beside?: string; apart?: boolean }) {
    this.value = value
    this.above = above
    this.beside = beside
    this.apart = apart
  }
}

/** A value with an empty line before it. */
export function apart(value: CiValue, above?: string): Commented {
  return new Commented(value, { apart: true, above })
}

/** A value that other places of the file refer to by name. */
export class Anchored {
  readonly name: string
  readonly value: CiValue

  constructor(name: string, value: CiValue) {
    this.name = name
    this.value = value
  }
}

/** The value that is anchored earlier in the file by this name. */
export class Again {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export interface YamlFile {
  /** Lines of the comment at the top. */
  readonly about: readonly string[]
  readonly content: CiMap
  /** Merged in: maps by key, everything else is replaced; null removes. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Readers of YAML 1.1, for which `on` and `yes` are no texts. @default '1.2' */
  readonly dialect?: '1.1' | '1.2'
}

/** A CI file as text, printed from the document model. */
export function yamlFile({ about, content, extra, dialect = '1.2' }: YamlFile): string {
  const document = new Document(undefined, dialect === '1.1' ? { compat: 'yaml-1.1' } : {})
  document.contents = nodeOf(content) as typeof document.contents
  merge(document, [], extra)
  document.commentBefore = about.flatMap(commentLines).join('\n')
  // the empty line behind the comment at the top is the document's own
  const [first] = isMap(document.contents) ? document.contents.items : []
  if (first?.key instanceof Scalar) first.key.spaceBefore = false
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false })
}

function merge(document: Document, path: readonly string[], extra: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(extra)) {
    const at = [...path, key]
    if (value === null) document.deleteIn(at)
    else if (isRecord(value) && isMap(document.getIn(at))) merge(document, at, value)
    else document.setIn(at, document.createNode(value))
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nodeOf(value: Exclude<CiValue, undefined>): Node {
  if (value instanceof Commented) {
    const node = nodeOf(value.value ?? null)
    if (value.beside !== undefined) node.comment = ` ${value.beside}`
    return node
  }
  if (value instanceof Again) return new Alias(value.name)
  if (value instanceof Anchored) {
    const node = nodeOf(value.value ?? null)
    if (isMap(node) || node instanceof YAMLSeq) node.anchor = value.name
    return node
  }
  if (Array.isArray(value)) return listOf(value as readonly CiValue[])
  if (typeof value !== 'object' || value === null) return scalarOf(value as string | number | boolean | null)
  const map = new YAMLMap()
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue
    const name = new Scalar(key)
    if (entry instanceof Commented) {
      if (entry.above !== undefined) name.commentBefore = commentLines(entry.above).join('\n')
      name.spaceBefore = entry.apart
    }
    map.items.push(new Pair(name, nodeOf(entry)))
  }
  if (map.items.length === 0) map.flow = true
  return map
}

function listOf(items: readonly CiValue[]): YAMLSeq {
  const list = new YAMLSeq()
  for (const item of items) {
    if (item === undefined) continue
    const node = nodeOf(item)
    if (item instanceof Commented && item.above !== undefined) node.commentBefore = commentLines(item.above).join('\n')
    if (item instanceof Commented) node.spaceBefore = item.apart
    list.items.push(node)
  }
  // short lists of plain words read best on one line
  const texts = list.items.map((item) => (item instanceof Scalar ? String(item.value) : undefined))
  list.flow = texts.every((text) => text !== undefined && /^[\w./:@-]+$/.test(text)) && texts.join(', ').length < 60
  return list
}

function scalarOf(value: string | number | boolean | null): Scalar {
  const scalar = new Scalar(value)
  // null as nothing at all: `workflow_dispatch:`
  if (value === null) scalar.source = ''
  return scalar
}

function commentLines(text: string): string[] {
  // control characters would end the comment, and what follows would be YAML
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => ` ${line.replaceAll(/\p{Cc}/gu, ' ')}`)
}
