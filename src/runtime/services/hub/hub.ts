import { join } from 'node:path'
import type { LinesBefore, ServiceResult } from '../../report/run-result.ts'
import { defineService, outlineService } from '../evaluate-service.ts'
import type { Outline } from '../evaluate-service.ts'
import type { Session } from '../processes/session.ts'
import type { StubHost } from '../../stubs/stub-host.ts'
import { runWatcher } from '../run-watcher.ts'
import type { ServiceAddress, ServiceDefinition, ServiceEntry, ServiceKinds } from '../service-definition.ts'
import { withRandom } from '../../values/random.ts'
import { ServiceError, serviceError } from '../service-error.ts'
import type { ServiceFailure } from '../service-error.ts'
import type { ServiceEnd, ServiceHandle, ServiceKindName } from '../service-handle.ts'
import type { ServiceKind } from '../service-kind.ts'
import { kindOf, serviceKinds } from '../service-kinds.ts'
import { dependencyCycle, undeclaredDependency, unknownService } from './dependency-errors.ts'
import { AppResults } from './app-results.ts'
import { Relays } from './relays.ts'

export interface HubOptions {
  readonly services: Readonly<Record<string, ServiceEntry>>
  /** The project's folder, absolute. */
  readonly folder: string
  /** Where `logs/` goes, absolute. */
  readonly reportFolder: string
  readonly session: Session
  readonly keep: boolean
  readonly stubs: StubHost
  /** Adds the place in the YAML to a failure. */
  locate(failure: ServiceFailure): Promise<ServiceFailure>
  /** A line for the user while the run goes on. */
  say(message: string): void
}

/** What a service printed and whether it still runs, for the failure of a request. */
export interface ServiceReport {
  readonly lines: readonly string[]
  /** Lines of the same moment that are left out. */
  readonly before: LinesBefore
  /** One line when it has ended, such as `Service \`web\` ended with exit code 3`. */
  readonly ended: string | undefined
}

interface Entry {
  readonly kind: ServiceKindName
  readonly dependsOn: readonly string[]
  readonly starting: Promise<ServiceHandle>
  handle?: ServiceHandle
  result?: ServiceResult
}

/** Owns the services of a run: starts each once, after those it depends on, and stops them the other way round. */
export class Hub {
  /** Those that run beside the tests. */
  readonly apps: AppResults
  readonly #options: HubOptions
  readonly #entries = new Map<string, Entry>()
  readonly #abort = new AbortController()
  readonly #failures: ServiceFailure[] = []
  readonly #relays = new Relays()
  #stopping: Promise<void> | undefined
  #hasLateSecrets = false

  constructor(options: HubOptions) {
    this.#options = options
    this.apps = new AppResults(join(options.reportFolder, 'logs'))
  }

  /** Starts a service and what it needs, or waits until that is done. Throws `ServiceError`, also when it has died since. */
  async start(name: string): Promise<ServiceHandle> {
    const entry = this.#entries.get(name) ?? (await this.#beginOrFail(name))
    const handle = await entry.starting
    const ended = handle.ended()
    if (ended === undefined || ended.clean) return handle
    throw serviceError({
      service: name,
      message: describeEnd(name, ended),
      log: handle.log().lines,
      hint: 'It died after it had been ready; its last lines should say why',
    })
  }

  /**
   * Starts several at once; the first that fails ends the others. One that runs elsewhere and cannot be reached is only the trouble of
   * the tests that use it.
   */
  async startAll(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.start(name).catch((error: unknown) => {
          if (this.#entries.get(name)?.kind === 'url') return
          this.#abort.abort()
          throw error
        })
      }),
    )
  }

  report(name: string, sinceMs: number): ServiceReport {
    const handle = this.#entries.get(name)?.handle
    if (handle === undefined) return { lines: [], before: { count: 0, atLeast: false }, ended: undefined }
    const ended = handle.ended()
    if (ended === undefined) return { ...handle.log({ sinceMs, limit: 200 }), ended: undefined }
    return { ...handle.log(), ended: describeEnd(name, ended) }
  }

  /** A secret became known after lines with it may have been written. */
  noteSecret(): void {
    this.#hasLateSecrets = true
  }

  get failures(): readonly ServiceFailure[] {
    return this.#failures
  }

  results(): ServiceResult[] {
    const own = [...this.#entries].map(([name, entry]) => entry.result ?? resultOf(name, entry, { state: 'stopped' }))
    return [...own, ...this.apps.results()]
  }

  get handles(): readonly ServiceHandle[] {
    return [...this.#entries.values()].flatMap(({ handle }) => handle ?? [])
  }

  /** Stops everything, also what is still starting; those that depend on others first. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll())
  }

  stopNow(): void {
    for (const handle of this.handles) handle.stopNow()
  }

  /** Leaves everything running that does. */
  async release(): Promise<void> {
    for (const [name, entry] of this.#entries) {
      entry.handle?.release()
      entry.result = resultOf(name, entry, { state: entry.handle === undefined ? 'failed' : 'kept' })
      await this.#hideLateSecrets(entry.handle?.logFile)
    }
    await this.#endOwn()
  }

  async #beginOrFail(name: string): Promise<Entry> {
    try {
      return this.#begin(name, [])
    } catch (error) {
      throw await this.#fail(name, error)
    }
  }

  #begin(name: string, needed: readonly string[]): Entry {
    const service = this.#options.services[name]
    if (service === undefined) throw unknownService(name, { neededBy: needed.at(-1), known: Object.keys(this.#options.services) })
    if (needed.includes(name)) throw dependencyCycle([...needed, name])
    if (this.#stopping !== undefined)
      throw serviceError({ service: name, message: `Service \`${name}\` does not start any more: the run is ending` })
    const { definition, ...needs } = withRandom(`service ${name}`, () => outlineService(service))
    const { dependsOn } = needs
    const kind = kindOf(name, definition)
    for (const other of dependsOn) if (!this.#entries.has(other)) this.#begin(other, [...needed, name])
    const entry: Entry = { kind, dependsOn, starting: this.#run(name, { service, kind, definition, needs }) }
    this.#entries.set(name, entry)
    entry.starting.then(
      (handle) => (entry.handle = handle),
      () => {}, // told to whoever waits for it
    )
    return entry
  }

  async #run(name: string, { service, kind, definition, needs }: Run): Promise<ServiceHandle> {
    const started = new Map<string, ServiceAddress>()
    for (const other of needs.dependsOn) started.set(other, await this.start(other))
    if (this.#abort.signal.aborted) throw serviceError({ service: name, message: `Service \`${name}\` was not started: the run is ending` })
    const { addresses, stubs } = await this.#addressesFor(kind, { needs, started })
    const address = (other: string) => addresses.get(other) ?? undeclaredDependency(name, other)
    const stub = (other: string) => stubs.get(other) ?? undeclaredDependency(name, other)
    // Random values stay the same for every port that is tried.
    const define = (port: number) => withRandom(`service ${name}`, () => defineService(service, { port, address, stub }))
    const watcher = runWatcher()
    watcher?.serviceStarting(name)
    try {
      const handle = await this.#startKind(name, { kind, outline: definition, define })
      watcher?.serviceReady({ name, url: handle.url, readyMs: handle.readyMs })
      return handle
    } catch (error) {
      watcher?.serviceFailed(name)
      throw await this.#fail(name, error)
    }
  }

  /** Where a service of a kind finds what its values name: from inside a container that is not where this machine finds it. */
  async #addressesFor(kind: ServiceKindName, { needs, started }: Pick<Run, 'needs'> & { started: Addresses }): Promise<Found> {
    const isCaller = needs.named.length + needs.stubs.length > 0
    const reach = isCaller ? await serviceKinds[kind].reach?.() : undefined
    const addresses = new Map(started)
    if (reach !== undefined) for (const other of needs.named) addresses.set(other, await this.#relays.reach(started.get(other)!, reach))
    const stubs = new Map<string, ServiceAddress>()
    for (const stub of needs.stubs) stubs.set(stub, await this.#options.stubs.start(stub, reach))
    return { addresses, stubs }
  }

  #startKind(
    name: string,
    { kind, outline, define }: Pick<Run, 'kind'> & { outline: ServiceDefinition; define(port: number): ServiceDefinition },
  ): Promise<ServiceHandle> {
    const { folder, reportFolder, session, keep, say } = this.#options
    // The key that was found in the definition is the kind's own, so the two belong together.
    return (serviceKinds[kind] as ServiceKind<ServiceKindName>).start({
      name,
      outline: outline as ServiceKinds[ServiceKindName],
      define: define as (port: number) => ServiceKinds[ServiceKindName],
      folder,
      session,
      keep,
      logFile: join(reportFolder, 'logs', `${name}.log`),
      signal: this.#abort.signal,
      waiting: say,
    })
  }

  async #fail(name: string, error: unknown): Promise<ServiceError> {
    const thrown =
      error instanceof ServiceError
        ? error
        : serviceError({ service: name, message: `Service \`${name}\` cannot start: ${messageOf(error)}` }, { cause: error })
    if (this.#abort.signal.aborted) return thrown
    const failure = await this.#options.locate(thrown.failure).catch(() => thrown.failure) // the failure matters more than its place
    this.#failures.push(failure)
    return new ServiceError(failure, { cause: thrown.cause })
  }

  async #stopAll(): Promise<void> {
    this.#abort.abort()
    const stops = new Map<string, Promise<void>>()
    const stopOne = (name: string): Promise<void> => {
      const known = stops.get(name)
      if (known !== undefined) return known
      const dependents = [...this.#entries].filter(([, { dependsOn }]) => dependsOn.includes(name)).map(([other]) => other)
      const stop = Promise.all(dependents.map(stopOne)).then(() => this.#stopOne(name))
      stops.set(name, stop)
      return stop
    }
    await Promise.all([...this.#entries.keys()].map(stopOne))
    await this.#endOwn()
  }

  async #stopOne(name: string): Promise<void> {
    const entry = this.#entries.get(name)!
    const handle = await entry.starting.catch(() => undefined)
    if (handle === undefined) {
      entry.result = resultOf(name, entry, { state: 'failed' })
      return
    }
    const ended = handle.ended()
    const { forced, left, hint } = await handle.stop()
    if (forced) this.#options.say(`\`${name}\` did not end in time and was killed${hint === undefined ? '' : `: ${hint}`}`)
    if (left.length > 0) this.#options.say(`\`${name}\` could not be ended: pid ${left.join(', ')}`)
    entry.result = resultOf(name, entry, { state: ended === undefined || ended.clean ? 'stopped' : 'failed', forced })
    await this.#hideLateSecrets(handle.logFile)
  }

  /** What ends with the run, whether services stay up or not. */
  async #endOwn(): Promise<void> {
    this.#relays.close()
    for (const file of this.apps.logFiles) await this.#hideLateSecrets(file)
  }

  async #hideLateSecrets(file: string | undefined): Promise<void> {
    if (!this.#hasLateSecrets || file === undefined) return
    const { hideLateSecrets } = await import('../hide-late-secrets.ts')
    await hideLateSecrets(file).catch((error: unknown) => this.#options.say(`${file} may hold secrets: ${messageOf(error)}`))
  }
}

interface Run {
  readonly service: ServiceEntry
  readonly kind: ServiceKindName
  readonly definition: ServiceDefinition
  readonly needs: Omit<Outline, 'definition'>
}

type Addresses = ReadonlyMap<string, ServiceAddress>

interface Found {
  readonly addresses: Addresses
  readonly stubs: Addresses
}

function resultOf(
  name: string,
  { kind, handle }: Entry,
  { state, forced = false }: { state: ServiceResult['state']; forced?: boolean },
): ServiceResult {
  const log = kind === 'url' ? undefined : `logs/${name}.log`
  return { name, kind, url: handle?.url, state, readyMs: handle?.readyMs, forced, log }
}

function describeEnd(name: string, { description, atMs }: ServiceEnd): string {
  return `Service \`${name}\` ${description} ${seconds(Date.now() - atMs)} ago`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${(milliseconds / 1000).toFixed(1)}s`
}
