import type { Mount } from '../load/compose-facts.ts'
import type { ComposeEntry, ComposeNode } from '../plan/plan.ts'
import { map, scalar } from './compose-nodes.ts'
import { readMount, splitColons } from './read-mount.ts'

/**
 * An entry of `volumes` in its long form: a folder of this machine must exist, where the short form would make an empty one. What the
 * entry says nothing about is as in the one that it replaces, because compose would forget it.
 */
export function planMount(node: ComposeNode, earlier: readonly Mount[]): ComposeNode {
  const own = readMount(plainOf(node))
  if (own === undefined) return node
  const replaced = earlier.findLast(({ target }) => target === own.target)
  const type = own.type ?? 'bind'
  const readOnly = saysAccess(node) ? own.readOnly : (replaced?.readOnly ?? false)
  const selinux = own.selinux ?? replaced?.selinux
  const known: ComposeEntry[] = [
    { key: 'type', value: scalar(type) },
    ...(own.source === undefined ? [] : [{ key: 'source', value: scalar(own.source) }]),
    { key: 'target', value: scalar(own.target) },
    ...(readOnly ? [{ key: 'read_only', value: scalar(true) }] : []),
    ...(type === 'bind' ? [{ key: 'bind', value: bindNode(node, selinux) }] : []),
  ]
  const others = entriesOf(node).filter(({ key }) => !mountKeys.has(key))
  return map([...known, ...others])
}

const mountKeys = new Set(['type', 'source', 'target', 'read_only', 'bind'])

function bindNode(node: ComposeNode, selinux: string | undefined): ComposeNode {
  const bind = entriesOf(node).find(({ key }) => key === 'bind')?.value
  const own = bind === undefined ? [] : entriesOf(bind)
  const says = (name: string) => own.some(({ key }) => key === name)
  return map([
    ...(says('create_host_path') ? [] : [{ key: 'create_host_path', value: scalar(false) }]),
    ...own,
    ...(selinux === undefined || says('selinux') ? [] : [{ key: 'selinux', value: scalar(selinux) }]),
  ])
}

/** Whether the entry itself says that it may be written to, or not. */
function saysAccess(node: ComposeNode): boolean {
  if (node.kind === 'map') return entriesOf(node).some(({ key }) => key === 'read_only')
  const options = node.kind === 'scalar' ? (splitColons(String(node.value))[2] ?? '') : ''
  return options.split(',').some((option) => option === 'ro' || option === 'rw')
}

function entriesOf(node: ComposeNode): readonly ComposeEntry[] {
  return node.kind === 'map' ? node.entries : []
}

function plainOf(node: ComposeNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]))
}
