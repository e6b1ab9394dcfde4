import { isAlias, isCollection, isPair } from 'yaml'
import type { Alias, Node } from 'yaml'
import type { YamlFile } from './yaml-file.ts'

const known = new WeakMap<YamlFile, ReadonlyMap<Alias, Node>>()

/** What each alias of the file stands for: the last node before it with that anchor. An alias inside its own anchor stands for nothing. */
export function aliasTargets(yaml: YamlFile): ReadonlyMap<Alias, Node> {
  const found = known.get(yaml) ?? collect(yaml)
  known.set(yaml, found)
  return found
}

function collect(yaml: YamlFile): ReadonlyMap<Alias, Node> {
  const targets = new Map<Alias, Node>()
  const anchors = new Map<string, Node>()
  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target !== undefined) targets.set(node, target)
    } else if (isPair(node)) {
      visit(node.key)
      visit(node.value)
    } else if (isCollection(node)) {
      for (const item of node.items) visit(item)
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    } else if (isAnchored(node)) {
      anchors.set(node.anchor, node)
    }
  }
  visit(yaml.contents)
  return targets
}

function isAnchored(node: unknown): node is Node & { anchor: string } {
  return typeof node === 'object' && node !== null && 'anchor' in node && typeof node.anchor === 'string'
}
