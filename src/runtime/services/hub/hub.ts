import { join } from 'node:path'
import type { LinesBefore, ServiceResult } from '../../report/run-result.ts'
import { withRandom } from '../../values/random.ts'
import { outlineService } from '../evaluate-service.ts'
import { ServiceError, serviceError } from '../service-error.ts'
import type { ServiceFailure } from '../service-error.ts'
import type { ServiceHandle } from '../service-handle.ts'
import { kindOf } from '../service-kinds.ts'
import { AppResults } from './app-results.ts'
import { dependencyCycle, unknownService } from './dependency-errors.ts'
import { describeEnd, resultOf } from './entry.ts'
import type { Entry } from './entry.ts'
import type { HubOptions } from './hub-options.ts'
import { LateSecrets } from './late-secrets.ts'
import { launchService } from './launch-service.ts'
import type { Launch } from './launch-service.ts'
import { Relays } from './relays.ts'
import { stopInOrder } from './stop-in-order.ts'

/** What a service printed and whether it still runs, for the failure of a request. */
export interface ServiceReport {
  readonly lines: readonly string[]
  /** Lines of the same moment that are left out. */
  readonly before: LinesBefore
  /** One line when it has ended, such as `Service \`web\` ended with exit code 3`. */
  readonly ended: string | undefined
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
  readonly #lateSecrets: LateSecrets
  #stopping: Promise<void> | undefined

  constructor(options: HubOptions) {
    this.#options = options
    this.#lateSecrets = new LateSecrets(options.say)
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
    this.#lateSecrets.note()
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
      await this.#lateSecrets.hideIn(entry.handle?.logFile)
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
    const entry: Entry = { kind, dependsOn, starting: this.#launch({ name, service, kind, definition, needs }) }
    this.#entries.set(name, entry)
    entry.starting.then(
      (handle) => (entry.handle = handle),
      () => {}, // told to whoever waits for it
    )
    return entry
  }

  #launch(launch: Launch): Promise<ServiceHandle> {
    return launchService(launch, {
      options: this.#options,
      relays: this.#relays,
      signal: this.#abort.signal,
      start: (name) => this.start(name),
      fail: (name, error) => this.#fail(name, error),
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
    await stopInOrder(this.#entries, (name) => this.#stopOne(name))
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
    await this.#lateSecrets.hideIn(handle.logFile)
  }

  /** What ends with the run, whether services stay up or not. */
  async #endOwn(): Promise<void> {
    this.#relays.close()
    for (const file of this.apps.logFiles) await this.#lateSecrets.hideIn(file)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
