import type { ComposeFacts, ComposeServiceFacts, PairKey } from '../load/compose-facts.ts'
import type { ComposeEntry, ComposeMap, ComposeNode, MapValue, Value } from '../plan/plan.ts'
import { composedServices } from './composed-services.ts'
import { isNull, list, map, nodeOf, replacing, reset, scalar } from './compose-nodes.ts'
import { literalText, type ComposeValues } from './compose-values.ts'
import { planMount } from './plan-mount.ts'
import { labelled, published, sessionItem, sessionLabels } from './run-settings.ts'

export interface OverrideInput {
  readonly facts: ComposeFacts
  /** The service under test, as the compose file names it. */
  readonly service: string
  readonly also: readonly string[]
  /** Services of the same files that have an override of their own. */
  readonly others: readonly string[]
  readonly port: string | number
  readonly override: MapValue
  readonly values: ComposeValues
}

/** What an override file says, so that the files together mean what the spec means, whatever the user's files say. */
export function planOverride(input: OverrideInput): ComposeMap {
  const { facts, service, also, others } = input
  const started = composedServices(facts, [service, ...also])
  const beside = started.filter((name) => name !== service && !others.includes(name))
  const services = map([
    { key: service, value: targetNode(input) },
    ...beside.map((name) => ({ key: name, value: neighbourNode(facts.services.get(name)!), ...commentOf(facts.services.get(name)!) })),
  ])
  const mounted = new Set(started.flatMap((name) => facts.services.get(name)!.mounts.flatMap(({ source }) => source ?? [])))
  const volumes = [...facts.volumes.keys()].filter((name) => mounted.has(name))
  const added = mountsOf(input).filter((name) => !volumes.includes(name))
  const networks = [...new Set([...facts.networks.keys(), 'default'])]
  return map([
    { key: 'services', value: services },
    {
      key: 'networks',
      value: labelled(networks, (name) => ownName(facts.networks.get(name)?.shared)),
      comment: 'Networks and volumes of this run alone',
    },
    ...(volumes.length + added.length > 0
      ? [{ key: 'volumes', value: labelled([...volumes, ...added], (name) => ownName(facts.volumes.get(name)?.shared)) }]
      : []),
  ])
}

function ownName(shared: boolean | undefined): readonly (readonly [string, ComposeNode])[] {
  return shared === true ? [['name', reset] as const, ['external', reset] as const] : []
}

function targetNode({ facts, service, port, override, values }: OverrideInput): ComposeMap {
  const base = facts.services.get(service)!
  const written = new Map(override.entries)
  const entries = override.entries.map(([key, value]) => ({ key, value: overrideKey(key, value, { base, values }) }))
  const labels = written.get('labels')
  return map([
    ...withLabel(entries, labels),
    ...imageEntries(base, written),
    { key: 'ports', value: { ...published(port), tag: '!override' } as ComposeNode, comment: 'On a free port of this machine' },
    ...alone(base, written.has('deploy')),
    ...(labels === undefined ? [{ key: 'labels', value: sessionLabels() }] : []),
  ])
}

/** What is built for a run never takes the name of an image that others use. */
function imageEntries(base: ComposeServiceFacts, written: ReadonlyMap<string, Value>): ComposeEntry[] {
  const says = (key: 'image' | 'build') => {
    const value = written.get(key)
    return value === undefined ? undefined : !isNull(value)
  }
  if (says('image') === true && says('build') === undefined && base.hasBuild)
    return [{ key: 'build', value: reset, comment: 'The image takes the place of the build' }]
  const isBuilt = says('build') ?? base.hasBuild
  if (isBuilt && says('image') === undefined && base.hasImage)
    return [{ key: 'image', value: reset, comment: 'The build does not take the name of this image' }]
  return []
}

function neighbourNode(base: ComposeServiceFacts): ComposeMap {
  return map([
    ...(base.hasBuild && base.hasImage ? [{ key: 'image', value: reset }] : []),
    { key: 'ports', value: reset },
    ...alone(base, false),
    { key: 'labels', value: sessionLabels() },
  ])
}

/** Nothing that two runs would share, and no container that hides its end by starting again. */
function alone(base: ComposeServiceFacts, deploys: boolean): ComposeEntry[] {
  return [
    { key: 'container_name', value: reset },
    { key: 'profiles', value: reset },
    { key: 'restart', value: scalar('no') },
    ...(base.restartsByPolicy && !deploys ? [{ key: 'deploy', value: map([['restart_policy', reset]]) }] : []),
  ]
}

/** What the run shares with this machine all the same. */
function commentOf(base: ComposeServiceFacts): { comment?: string } {
  const written = base.mounts.filter(({ type, readOnly }) => type === 'bind' && !readOnly).flatMap(({ source }) => source ?? [])
  const notes = [
    ...(written.length > 0 ? [`can write to ${written.join(', ')} of this machine`] : []),
    ...(base.privileged ? ['is privileged'] : []),
    ...(base.networkMode === 'host' ? ['uses the network of this machine'] : []),
  ]
  return notes.length === 0 ? {} : { comment: `Beware: it ${notes.join(', and ')}` }
}

interface KeyContext {
  readonly base: ComposeServiceFacts
  readonly values: ComposeValues
}

/** How compose merges a key decides how it must be written; what is not named here would be merged half. */
function overrideKey(key: string, value: Value, { base, values }: KeyContext): ComposeNode {
  if (isNull(value)) return reset
  if (key === 'volumes' && value.kind === 'list') return list(value.items.map((item) => planMount(nodeOf(item, values), base.mounts)))
  if (pairKeys.has(key) && value.kind === 'map') return pairsNode(value, { earlier: base.pairs[key as PairKey], values })
  if (namedKeys.has(key) && value.kind === 'map') return nodeOf(value, values)
  if (key === 'build' && value.kind !== 'map') return map([['context', nodeOf(value, values)]], '!override')
  return replacing(value, values)
}

/** Maps whose keys are names: others of the same map stay. */
const pairKeys: ReadonlySet<string> = new Set<PairKey>(['environment', 'labels', 'annotations', 'sysctls'])
const namedKeys: ReadonlySet<string> = new Set(['depends_on', 'networks'])

/** Compose takes no single name out of what may be a list, so then the whole is written. */
function pairsNode(
  value: MapValue,
  { earlier, values }: { earlier: ComposeServiceFacts['pairs'][PairKey]; values: ComposeValues },
): ComposeNode {
  const own = value.entries.flatMap(([name, entry]) => (isNull(entry) ? [] : [[name, pairScalar(nodeOf(entry, values))] as const]))
  if (own.length === value.entries.length) return map(own)
  const written = new Set(value.entries.map(([name]) => name))
  const kept = Object.entries(earlier).flatMap(([name, text]) => (written.has(name) ? [] : [[name, scalar(text)] as const]))
  return map([...kept, ...own], '!override')
}

/** Compose takes no booleans here. */
function pairScalar(node: ComposeNode): ComposeNode {
  return node.kind === 'scalar' && typeof node.value === 'boolean' ? scalar(String(node.value)) : node
}

/** The user's own labels with that of the run. */
function withLabel(entries: readonly ComposeEntry[], labels: Value | undefined): ComposeEntry[] {
  if (labels === undefined) return [...entries]
  return entries.map((entry) => {
    if (entry.key !== 'labels') return entry
    if (isNull(labels)) return { ...entry, value: { ...sessionLabels(), tag: '!override' } as ComposeNode }
    if (entry.value.kind === 'list') return { ...entry, value: { ...entry.value, items: [...entry.value.items, sessionItem] } }
    if (entry.value.kind !== 'map') return entry
    const own = sessionLabels(entry.value.entries)
    return { ...entry, value: (entry.value.tag === undefined ? own : { ...own, tag: entry.value.tag }) as ComposeNode }
  })
}

/** Names of volumes that only the override mounts. */
function mountsOf({ override, values }: OverrideInput): string[] {
  const volumes = override.entries.find(([key]) => key === 'volumes')?.[1]
  if (volumes?.kind !== 'list') return []
  return volumes.items.flatMap((item) => namedVolume(planMount(nodeOf(item, values), [])) ?? [])
}

export function namedVolume(mount: ComposeNode): string | undefined {
  if (mount.kind !== 'map') return undefined
  const text = (key: string) => {
    const node = mount.entries.find((entry) => entry.key === key)?.value
    return node?.kind === 'scalar' ? node.value : undefined
  }
  const source = text('source')
  return text('type') === 'volume' && typeof source === 'string' && !source.includes(literalText('$')) ? source : undefined
}
