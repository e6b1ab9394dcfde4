import { Document, isMap } from 'yaml'
import type { Node, Scalar } from 'yaml'
import { shapeNode } from '../shape-node.ts'
import { yamlStyle } from '../yaml-style.ts'
import type { SpecData } from './build-spec.ts'
import { tallOf } from './merge-spec.ts'

const comments: Readonly<Record<string, string>> = {
  variables: ' Things that exist: change them to what your service knows.',
  defaults: ' Every request and answer is held against the document; `expect: { openapi: false }` leaves one out.',
}

/** The first text of an imported spec: sections apart, short maps on one line. */
export function printSpec(data: SpecData, { source }: { readonly source: string }): string {
  const document = new Document(data)
  document.commentBefore = ` yaml-language-server: $schema=./node_modules/apitest/schema/apitest.schema.json\n Imported from ${source.replaceAll(/\s+/g, ' ')}. It is yours to change: \`apitest import openapi --update\` keeps what you wrote.`
  if (isMap(document.contents))
    for (const { key, value } of document.contents.items) {
      const name = key as unknown as Scalar<string>
      shapeNode(value, { tall: tallOf([name.value]) })
      if (!['version', 'name', 'openapi'].includes(name.value)) name.spaceBefore = true
      if (Object.hasOwn(comments, name.value))
        name.commentBefore = name.value === 'defaults' && data['openapi'] === undefined ? undefined : comments[name.value]
      if (name.value === 'requests' || name.value === 'tests') apart(value as Node)
      if (name.value === 'suites' && isMap(value)) {
        apart(value)
        for (const suite of value.items) if (isMap(suite.value)) apart(suite.value.get('tests') as Node)
      }
    }
  return document.toString(yamlStyle)
}

/** An empty line between entries. */
function apart(node: Node | undefined): void {
  if (isMap(node)) for (const { key } of node.items.slice(1)) (key as unknown as Scalar).spaceBefore = true
}
