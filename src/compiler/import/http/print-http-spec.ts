import { Document, isMap } from 'yaml'
import type { Node, Scalar } from 'yaml'
import { titleText } from '../plain-text.ts'
import { shapeNode } from '../shape-node.ts'
import { yamlStyle } from '../yaml-style.ts'
import type { Secrets } from './secrets.ts'

export interface HttpSpec {
  /** Scheme, host and port. */
  readonly origin: string
  readonly secrets: Secrets
  readonly tests: Readonly<Record<string, unknown>>
  /** What it was imported from, in words. */
  readonly source: string
}

/** A spec for one service that is there already. */
export function printHttpSpec({ origin, secrets, tests, source }: HttpSpec): string {
  const { env } = secrets
  const host = origin.replace(/^[a-z]+:\/\//i, '').replaceAll(/[^A-Za-z0-9.-]+/g, '-')
  const document = new Document({
    version: 1,
    name: host === '' ? 'api' : host,
    ...(Object.keys(env).length > 0 && { env }),
    services: { api: { url: origin } },
    tests,
  })
  document.commentBefore = ` yaml-language-server: $schema=./node_modules/apitest/schema/apitest.schema.json\n Imported from ${titleText(source)}.`
  if (isMap(document.contents))
    for (const { key, value } of document.contents.items) {
      const name = key as unknown as Scalar<string>
      if (!['version', 'name'].includes(name.value)) name.spaceBefore = true
      if (name.value === 'tests' && isMap(value)) for (const test of value.items) shapeTest(test.value as Node)
      else shapeNode(value, { tall: 1 })
    }
  return document.toString(yamlStyle)
}

export function testNode(document: Document, test: unknown): Node {
  const node = document.createNode(test) as Node
  shapeTest(node)
  return node
}

/** Steps stand apart, one key a line; what is short inside them on one line. */
function shapeTest(node: Node): void {
  if (!isMap(node)) return
  for (const { key, value } of node.items) shapeNode(value, { tall: String(key) === 'steps' ? 2 : 0 })
}
