import { Document, isMap, isPair, isScalar, isSeq, Pair, Scalar, YAMLMap } from 'yaml'
import type { Node } from 'yaml'
import type { BuiltSpec, BuiltTest } from './build-spec.ts'

/** The spec as the YAML that a person would have written: sections apart, short maps on one line, comments where they belong. */
export function printSpec({ head, suites }: BuiltSpec, { source }: { source: string }): string {
  const document = new Document()
  const root = new YAMLMap()
  for (const [key, value] of Object.entries(head))
    root.items.push(section(document, key, value, { apart: !['version', 'name'].includes(key) }))
  for (const suite of suites) {
    if (suite.name !== undefined) continue
    root.items.push(pair('tests', testsNode(document, suite.tests), { apart: true }))
  }
  const named = suites.filter(({ name }) => name !== undefined)
  if (named.length > 0) {
    const map = new YAMLMap()
    for (const [index, suite] of named.entries()) {
      const inner = new YAMLMap()
      if (suite.description !== undefined) inner.items.push(new Pair(new Scalar('description'), textNode(document, suite.description)))
      inner.items.push(new Pair(new Scalar('tests'), testsNode(document, suite.tests)))
      map.items.push(pair(suite.name ?? '', inner, { apart: index > 0 }))
    }
    root.items.push(pair('suites', map, { apart: true }))
  }
  document.contents = root as unknown as typeof document.contents
  document.commentBefore = ` yaml-language-server: $schema=./node_modules/apitest/schema/apitest.schema.json\n Imported from ${source.replaceAll(/\s+/g, ' ')}; postman-import.md tells what became of its scripts.`
  return document.toString({ lineWidth: 140, flowCollectionPadding: true, indentSeq: true })
}

function section(document: Document, key: string, value: unknown, options: { apart: boolean }): Pair {
  const node = document.createNode(value) as Node
  const made = pair(key, node, options)
  shape(node, { depth: 1, key })
  if (key === 'session' && isMap(node) && node.items.length === 0)
    made.key.commentBefore = ' tests run in this order and share their cookies, as in Postman'
  return made
}

interface KeyedPair extends Pair {
  key: Scalar
}

function pair(key: string, value: unknown, { apart }: { apart: boolean }): KeyedPair {
  const scalar = new Scalar(key)
  if (apart) scalar.spaceBefore = true
  return new Pair(scalar, value) as KeyedPair
}

function testsNode(document: Document, tests: readonly BuiltTest[]): YAMLMap {
  const map = new YAMLMap()
  for (const [index, test] of tests.entries()) {
    const body = document.createNode(describedFirst(test)) as YAMLMap
    shape(body, { depth: 0 })
    const made = pair(test.name, body, { apart: index > 0 })
    if (test.comments.length > 0)
      made.key.commentBefore = test.comments.map((comment) => ` ${comment.replaceAll(/\s+/g, ' ').slice(0, 160)}`).join('\n')
    map.items.push(made)
  }
  return map
}

function describedFirst({ item, value }: BuiltTest): Readonly<Record<string, unknown>> {
  return { ...(item.description !== undefined && { description: item.description }), ...value }
}

function textNode(document: Document, value: string): Node {
  return document.createNode(value) as Node
}

/** Keys whose value stands on lines of its own, however short it is. */
const tall = new Set(['checks', 'before', 'values', 'environment', 'globals', 'services', 'variables', 'env'])

/** Puts what is short on one line. */
function shape(node: unknown, { depth, key }: { depth: number; key?: string }): void {
  if (isScalar(node)) {
    if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL'
    return
  }
  if (!isMap(node) && !isSeq(node)) return
  const entry = key === undefined ? false : tall.has(key)
  if (depth > 0 && !entry && width(node) <= 100 && !hasLines(node)) {
    node.flow = true
    return
  }
  if (isMap(node)) {
    for (const item of node.items)
      if (isPair(item)) shape(item.value, { depth: depth + 1, key: isScalar(item.key) ? String(item.key.value) : '' })
  } else for (const item of node.items) shape(item, { depth: depth + 1 })
}

function width(node: unknown): number {
  if (isScalar(node)) return String(node.value).length + (typeof node.value === 'string' ? 2 : 0)
  if (isMap(node)) return node.items.reduce((sum, item) => sum + width(item.key) + width(item.value) + 4, 4)
  return isSeq(node) ? node.items.reduce<number>((sum, item) => sum + width(item) + 2, 4) : 4
}

function hasLines(node: unknown): boolean {
  if (isScalar(node)) return typeof node.value === 'string' && node.value.includes('\n')
  if (isMap(node)) return node.items.some((item) => hasLines(item.value))
  return isSeq(node) && node.items.some(hasLines)
}
