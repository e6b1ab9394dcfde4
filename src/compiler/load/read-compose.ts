import { posix } from 'node:path'
import { parseDocument } from 'yaml'
import type { CollectionTag, ScalarTag } from 'yaml'
import { readMount } from '../compose/read-mount.ts'
import type { ComposeFacts, ComposeMistake, ComposeResourceFacts, ComposeServiceFacts, Pairs } from './compose-facts.ts'
import type { ProjectDisk } from './project-disk.ts'

type Data = Readonly<Record<string, unknown>>

interface Draft {
  readonly services: Map<string, ComposeServiceFacts>
  readonly volumes: Map<string, ComposeResourceFacts>
  readonly networks: Map<string, ComposeResourceFacts>
  readonly mistakes: ComposeMistake[]
  open: boolean
}

/** A file may include itself, and aliases may multiply: nobody needs more. */
const DEEPEST = 20

/**
 * Reads compose files without docker, in the order in which compose merges them, through `include` and `extends`.
 *
 * @param files relative to the project's folder
 */
export function readCompose(disk: ProjectDisk, files: readonly string[]): ComposeFacts {
  const reader = new ComposeReader(disk)
  reader.read(files, [])
  return { files, ...reader.draft }
}

class ComposeReader {
  readonly draft: Draft = { services: new Map(), volumes: new Map(), networks: new Map(), mistakes: [], open: false }
  readonly #disk: ProjectDisk
  readonly #parsed = new Map<string, Data | undefined>()

  constructor(disk: ProjectDisk) {
    this.#disk = disk
  }

  read(files: readonly string[], includers: readonly string[]): void {
    for (const file of files) {
      if (includers.includes(file) || includers.length > DEEPEST) continue
      const data = this.#parse(file)
      if (data === undefined) continue
      for (const entry of listOf(data.include)) this.#include(entry, file, [...includers, file])
      for (const [name, service] of entriesOf(data.services)) this.#addService(name, service, file)
      for (const section of ['volumes', 'networks'] as const)
        for (const [name, resource] of entriesOf(data[section])) this.#addResource(section, name, resource)
    }
  }

  #include(entry: unknown, file: string, includers: readonly string[]): void {
    const paths = listOf(isMap(entry) ? entry.path : entry).filter((path) => typeof path === 'string')
    const known = paths.filter((path) => !path.includes('${') && !/^\w+:\/\//.test(path))
    if (known.length < paths.length) this.draft.open = true
    this.read(
      known.map((path) => posix.join(posix.dirname(file), path)),
      includers,
    )
  }

  #addService(name: string, service: unknown, file: string): void {
    const parts = [...this.#extended(service, file, 0), isMap(service) ? service : {}]
    for (const part of parts) this.draft.services.set(name, mergeService(this.draft.services.get(name), part))
  }

  /** What the service extends, the most distant first. */
  #extended(service: unknown, file: string, depth: number): Data[] {
    if (!isMap(service) || service.extends === undefined || depth > DEEPEST) return []
    const { service: name, file: other } = isMap(service.extends) ? service.extends : { service: service.extends, file: undefined }
    const source = typeof other === 'string' ? posix.join(posix.dirname(file), other) : file
    const services = source.includes('${') ? undefined : this.#parse(source)?.services
    const base = isMap(services) ? services[String(name)] : undefined
    return isMap(base) ? [...this.#extended(base, source, depth + 1), base] : []
  }

  #addResource(section: 'volumes' | 'networks', name: string, resource: unknown): void {
    const shared = isMap(resource) && (resource.name !== undefined || (resource.external !== undefined && resource.external !== false))
    this.draft[section].set(name, { shared: shared || this.draft[section].get(name)?.shared === true })
  }

  #parse(file: string): Data | undefined {
    if (this.#parsed.has(file)) return this.#parsed.get(file)
    const result = this.#read(file)
    const data = typeof result === 'string' ? undefined : result
    if (typeof result === 'string') this.draft.mistakes.push({ file, message: result })
    this.#parsed.set(file, data)
    return data
  }

  /** A text says why there is nothing to read. */
  #read(file: string): Data | string {
    const entry = this.#disk.look(file)
    if (entry.kind !== 'file') return entry.kind === 'missing' ? 'it does not exist' : 'it is a folder'
    const document = parseDocument(entry.text(), { merge: true, customTags, logLevel: 'silent', prettyErrors: true })
    const [mistake] = document.errors
    if (mistake !== undefined) return firstLine(mistake.message)
    let data: unknown
    try {
      data = document.toJS({ maxAliasCount: 100_000 })
    } catch (error) {
      return firstLine((error as Error).message)
    }
    return isMap(data) ? data : 'it is no map with `services`'
  }
}

/** The tags with which a compose file removes or replaces what an earlier one says. */
const customTags: (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag) => [
  { tag, collection: 'map' } as CollectionTag,
  { tag, collection: 'seq' } as CollectionTag,
  { tag, resolve: (text: string) => (tag === '!reset' ? null : text) } as ScalarTag,
])

const nothing: ComposeServiceFacts = {
  needs: [],
  mounts: [],
  pairs: { environment: {}, labels: {}, annotations: {}, sysctls: {} },
  ports: [],
  networkMode: undefined,
  privileged: false,
  restartsByPolicy: false,
  hasImage: false,
  hasBuild: false,
}

function mergeService(base: ComposeServiceFacts = nothing, service: Data): ComposeServiceFacts {
  const text = (key: string) => (typeof service[key] === 'string' ? service[key] : undefined)
  return {
    needs: [...new Set([...base.needs, ...needsOf(service)])],
    mounts: [...base.mounts, ...listOf(service.volumes).flatMap((entry) => readMount(entry) ?? [])],
    pairs: {
      environment: { ...base.pairs.environment, ...pairsOf(service.environment) },
      labels: { ...base.pairs.labels, ...pairsOf(service.labels) },
      annotations: { ...base.pairs.annotations, ...pairsOf(service.annotations) },
      sysctls: { ...base.pairs.sysctls, ...pairsOf(service.sysctls) },
    },
    ports: [...base.ports, ...[...listOf(service.ports), ...listOf(service.expose)].flatMap((entry) => containerPort(entry) ?? [])],
    networkMode: text('network_mode') ?? base.networkMode,
    privileged: service.privileged === undefined ? base.privileged : service.privileged === true,
    restartsByPolicy: base.restartsByPolicy || (isMap(service.deploy) && service.deploy.restart_policy !== undefined),
    hasImage: base.hasImage || service.image !== undefined,
    hasBuild: base.hasBuild || service.build !== undefined,
  }
}

function needsOf(service: Data): string[] {
  const dependsOn = isMap(service.depends_on) ? Object.keys(service.depends_on) : listOf(service.depends_on)
  const linked = listOf(service.links).map((link) => String(link).split(':')[0]!)
  const sources = listOf(service.volumes_from).filter((from) => !String(from).startsWith('container:'))
  const shared = ['network_mode', 'ipc', 'pid'].flatMap((key) => /^service:(.+)$/.exec(String(service[key]))?.[1] ?? [])
  return [...dependsOn.map(String), ...linked, ...sources.map((from) => String(from).split(':')[0]!), ...shared]
}

/** A map, or a list of `NAME=value`; a name alone takes its value from outside. */
function pairsOf(value: unknown): Pairs {
  if (isMap(value)) return value as Pairs
  const pairs = listOf(value).map((entry) => {
    const text = String(entry)
    const equals = text.indexOf('=')
    return equals < 0 ? ([text, null] as const) : ([text.slice(0, equals), text.slice(equals + 1)] as const)
  })
  return Object.fromEntries(pairs)
}

/** `8080:80`, `127.0.0.1:8080:80/tcp`, `80`, or the long form; `undefined` for ranges and variables. */
function containerPort(entry: unknown): number | undefined {
  const target = isMap(entry) ? String(entry.target) : /([^:]+?)(?:\/\w+)?$/.exec(String(entry))?.[1]
  const port = Number(target)
  return Number.isInteger(port) && port > 0 ? port : undefined
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function entriesOf(value: unknown): (readonly [string, unknown])[] {
  return isMap(value) ? Object.entries(value) : []
}

function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.replace(/:$/, '')
}
