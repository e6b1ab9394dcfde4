import type { ComposeEntry, ComposeMap, ComposeNode, MapValue, Value } from '../plan/plan.ts'
import { sizeBytes } from '../checks/measure.ts'
import { list, map, nodeOf, scalar } from './compose-nodes.ts'
import type { ComposeValues } from './compose-values.ts'
import { planMount } from './plan-mount.ts'
import { namedVolume } from './plan-override.ts'
import { labelled, published, sessionLabels } from './run-settings.ts'

/** The compose file of a container: a service of its own, so that one way leads to every container. */
export function planContainer(name: string, container: MapValue, values: ComposeValues): ComposeMap {
  const written = new Map(container.entries)
  const volumes = written.get('volumes')
  const mounts = volumes?.kind === 'list' ? volumes.items.map((item) => planMount(nodeOf(item, values), [])) : []
  const names = mounts.flatMap((mount) => namedVolume(mount) ?? [])
  const port = values.scalar(written.get('port')!)
  const entries = container.entries.flatMap(([key, value]) => containerEntry(key, value, { values, mounts }))
  const service = map([
    ...entries,
    { key: 'ports', value: published(port as string | number), comment: 'On a free port of this machine' },
    { key: 'restart', value: scalar('no') },
    { key: 'labels', value: sessionLabels() },
  ])
  return map([
    ['services', map([[name, service]])],
    ['networks', labelled(['default'], () => [])],
    ...(names.length > 0 ? [['volumes', labelled(names, () => [])] as const] : []),
  ])
}

function containerEntry(
  key: string,
  value: Value,
  { values, mounts }: { values: ComposeValues; mounts: readonly ComposeNode[] },
): ComposeEntry[] {
  switch (key) {
    case 'image':
    case 'build':
      return [{ key, value: nodeOf(value, values) }]
    case 'command':
      return [{ key, value: wordsNode(value, values) }]
    case 'env':
      return [{ key: 'environment', value: environmentNode(value, values) }]
    case 'volumes':
      return [{ key, value: list(mounts) }]
    case 'memory':
      return [{ key: 'mem_limit', value: scalar(bytesOf(value) ?? values.scalar(value)) }]
    case 'gpus':
      return [{ key: 'deploy', value: gpusNode(values.scalar(value)) }]
    default:
      return []
  }
}

function bytesOf(value: Value): number | undefined {
  return value.kind === 'literal' ? sizeBytes(value.value) : undefined
}

/** Compose takes no numbers here. */
function wordsNode(value: Value, values: ComposeValues): ComposeNode {
  const words = value.kind === 'list' ? value.items : [value]
  return list(words.map((word) => scalar(String(values.scalar(word)))))
}

/** Compose takes no booleans in an environment. */
function environmentNode(value: Value, values: ComposeValues): ComposeNode {
  const entries = value.kind === 'map' ? value.entries : []
  return map(
    entries.map(([name, entry]) => {
      const node = nodeOf(entry, values)
      return [name, node.kind === 'scalar' && typeof node.value === 'boolean' ? scalar(String(node.value)) : node]
    }),
  )
}

function gpusNode(count: string | number | boolean | null): ComposeNode {
  const device = map([
    ['driver', scalar('nvidia')],
    ['count', scalar(count)],
    ['capabilities', list([scalar('gpu')])],
  ])
  return map([['resources', map([['reservations', map([['devices', list([device])]])]])]])
}
