import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Node } from 'yaml'
import type { ComposeNode, Plan, PlannedComposeFile } from '../../plan/plan.ts'
import { header } from '../header.ts'
import { lineComment } from '../typescript/comment.ts'

/** A compose file, or an override of the user's own; quoted so that readers of YAML 1.1 such as docker see the same texts. */
export function composeFile(plan: Plan, { about, content }: PlannedComposeFile): string {
  const document = new Document(undefined, { compat: 'yaml-1.1' })
  document.contents = yamlNode(content) as typeof document.contents
  const lines = [...header(plan), ...about.flatMap(lineComment)].map((line) => line.replace('//', '#'))
  return `${lines.join('\n')}\n\n${document.toString({ lineWidth: 0, singleQuote: true })}`
}

function yamlNode(node: ComposeNode): Node {
  const made = makeNode(node)
  if (node.tag !== undefined) made.tag = node.tag
  return made
}

function makeNode(node: ComposeNode): Scalar | YAMLSeq | YAMLMap {
  if (node.kind === 'scalar') return new Scalar(node.value)
  if (node.kind === 'list') {
    const list = new YAMLSeq()
    list.items.push(...node.items.map(yamlNode))
    return list
  }
  const map = new YAMLMap()
  for (const { key, value, comment } of node.entries) {
    const name = new Scalar(key)
    if (comment !== undefined) name.commentBefore = ` ${comment}`
    map.items.push(new Pair(name, yamlNode(value)))
  }
  return map
}
