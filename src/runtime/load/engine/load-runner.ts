import { performance } from 'node:perf_hooks'
import { findAbort } from '../record/judge-thresholds.ts'
import type { LoadControl, LoadEnd, LoadHeader, LoadNews, LoadSample, LoadState } from '../record/load-record.ts'
import { LoadTotals } from '../record/load-totals.ts'
import type { LoadDefinition } from '../program/define-load.ts'
import { addSecret } from '../../values/secrets.ts'
import { GeneratorLimits } from './generator-limits.ts'
import type { GeneratorPart } from './generator.ts'
import { KeptSamples } from './kept-samples.ts'
import { phaseAt } from './load-phases.ts'
import { LoadPlanError, planLoad } from './load-plan.ts'
import type { LoadOverrides, LoadPlan } from './load-plan.ts'
import { makeHeader } from './make-header.ts'
import { makeSample } from './make-sample.ts'
import { ProcessUsage } from './process-usage.ts'
import type { ProgramFacts, WorkerSettings } from './worker-messages.ts'
import { WorkerTeam } from './worker-team.ts'

export interface LoadRunnerOptions {
  readonly load: LoadDefinition
  /** `apitest.yaml#/loads/peak`. */
  readonly place: string
  /** The program of a thread, and what it reads. */
  readonly program: URL
  readonly settings: Omit<WorkerSettings, 'worker' | 'workers' | 'overrides' | 'moved'>
  readonly workers: number
  readonly overrides: LoadOverrides
  /** How long requests under way may take when the run ends. */
  readonly graceMs: number
  readonly environment: LoadHeader['environment']
  /** Reads all samples back from where they were written, so that not all of a long run stays in memory. */
  readonly recorded?: () => Iterable<LoadSample>
}

/** Captured secrets that are kept to be hidden in what services print; a few megabytes. */
const mostSecrets = 20_000

/** Time for the threads to hear of the start. */
const leadMs = 30

/** Runs one load with the built-in engine, and tells everybody who listens. */
export class LoadRunner implements LoadControl {
  readonly #options: LoadRunnerOptions
  readonly #listeners = new Set<(news: LoadNews) => void>()
  readonly startsAgain = true
  #kept: KeptSamples
  #secrets = 0
  #limits = new GeneratorLimits()
  #facts: ProgramFacts = { endpoints: [], targets: {}, tasks: [], slow: [] }
  #team: WorkerTeam | undefined
  #host: string | undefined
  #overrides: LoadOverrides
  #plan: LoadPlan
  #header: LoadHeader
  #totals: LoadTotals
  #state: LoadState = 'ready'
  #events: NonNullable<LoadSample['events']>[number][] = []
  #usage = new ProcessUsage()
  #end: LoadEnd | undefined
  #reason: { reason: LoadEnd['reason']; detail?: string } = { reason: 'finished' }
  #timer: NodeJS.Timeout | undefined
  #stopping: Promise<void> | undefined
  #hasEnded: (end: LoadEnd) => void = () => undefined
  #ended = this.#awaitEnd()

  /** Starts the threads and waits until they are ready. */
  static async open(options: LoadRunnerOptions): Promise<LoadRunner> {
    const runner = new LoadRunner(options)
    await runner.#openTeam(options.settings.host)
    return runner
  }

  private constructor(options: LoadRunnerOptions) {
    this.#options = options
    this.#kept = new KeptSamples(options.recorded)
    this.#overrides = options.overrides
    this.#plan = planLoad(options.load.profile, options.overrides)
    this.#header = this.#makeHeader(Date.now())
    this.#totals = new LoadTotals(this.#header)
  }

  async #openTeam(host: string | undefined): Promise<void> {
    const { program, settings, workers } = this.#options
    const team = new WorkerTeam({
      program,
      settings: { ...settings, host, moved: host !== settings.host, overrides: this.#overrides },
      workers,
      onSecond: (second, parts) => this.#record(second, parts),
      onSecrets: (secrets) => this.#learn(secrets),
      onLost: (worker, message) => this.#lose(worker, message),
    })
    this.#team = team
    this.#host = host
    try {
      this.#facts = await team.ready()
    } catch (error) {
      await team.close()
      throw error
    }
    this.#header = this.#makeHeader(Date.now())
    this.#totals = new LoadTotals(this.#header)
  }

  /** Resolves with the end of the run at hand, however it comes. */
  get ended(): Promise<LoadEnd> {
    return this.#ended
  }

  get header(): LoadHeader {
    return this.#header
  }

  get state(): LoadState {
    return this.#state
  }

  /** Requests that are put together anew each time, and why. */
  get slow(): ProgramFacts['slow'] {
    return this.#facts.slow
  }

  get totals(): LoadTotals {
    return this.#totals
  }

  samples(): readonly LoadSample[] {
    return this.#kept.all()
  }

  subscribe(listener: (news: LoadNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async start(settings: { users?: number; spawnRate?: number; rate?: number; host?: string } = {}): Promise<void> {
    if (this.#state === 'stopped') await this.#renew()
    if (this.#state !== 'ready') throw new Error(`The run is ${this.#state}`)
    const { host, ...changed } = settings
    this.#overrides = { ...this.#overrides, ...changed }
    if (host !== undefined && host !== '' && !this.#sendsTo(host)) await this.#move(host)
    this.#plan = planLoad(this.#options.load.profile, this.#overrides)
    const at = performance.timeOrigin + performance.now() + leadMs
    this.#header = this.#makeHeader(Math.round(at))
    this.#totals = new LoadTotals(this.#header)
    this.#usage = new ProcessUsage(leadMs)
    this.#team?.start(at, this.#overrides)
    this.#setState('running')
    const seconds = this.#plan.warmupSeconds + this.#plan.seconds
    this.#timer = setTimeout(() => void this.#finish('finished'), leadMs + seconds * 1000)
    await Promise.resolve()
  }

  #awaitEnd(): Promise<LoadEnd> {
    return new Promise((resolve) => (this.#hasEnded = resolve))
  }

  /** What was is left to its record; a new run begins with new threads. */
  async #renew(): Promise<void> {
    this.#setState('starting')
    await this.#team?.close()
    this.#kept = new KeptSamples(this.#options.recorded)
    this.#limits = new GeneratorLimits()
    this.#events = []
    this.#end = undefined
    this.#reason = { reason: 'finished' }
    this.#stopping = undefined
    try {
      await this.#openTeam(this.#host)
      this.#ended = this.#awaitEnd()
      this.#state = 'ready'
    } catch (error) {
      this.#setState('stopped')
      throw error
    }
  }

  #sendsTo(host: string): boolean {
    const [first] = Object.values(this.#facts.targets)
    return host === this.#host || host.replace(/\/+$/, '') === first
  }

  /** The threads know the addresses that they send to, so they begin anew. */
  async #move(host: string): Promise<void> {
    if (!/^https?:\/\//.test(host)) throw new LoadPlanError(`\`${host}\` is no http or https address`)
    this.#setState('starting')
    await this.#team?.close()
    try {
      await this.#openTeam(host)
    } catch (error) {
      this.#setState('ready')
      throw error
    }
  }

  stop(): Promise<void> {
    return this.#finish('stopped')
  }

  /** Ctrl-C: as `stop`, and the record says so. */
  interrupt(): Promise<void> {
    return this.#finish('interrupted')
  }

  setUsers(users: number): void {
    this.#setLevel('users', users)
  }

  setRate(rate: number): void {
    this.#setLevel('rate', rate)
  }

  reset(): void {
    this.#events.push({ kind: 'reset' })
  }

  mark(text: string): void {
    this.#events.push({ kind: 'marker', value: text })
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#team?.close()
  }

  get #members(): WorkerTeam['members'] {
    return this.#team?.members ?? []
  }

  #setLevel(kind: 'users' | 'rate', level: number): void {
    if ((kind === 'users') !== (this.#plan.model === 'closed'))
      throw new Error(kind === 'users' ? 'This load has a rate, not users' : 'This load has users, not a rate')
    if (this.#state !== 'running') return
    this.#team?.setLevel(level)
    this.#events.push({ kind, value: level })
  }

  #finish(reason: LoadEnd['reason'], detail?: string): Promise<void> {
    if (this.#state === 'ready') {
      this.#reason = { reason, ...(detail !== undefined && { detail }) }
      this.#close()
      return Promise.resolve()
    }
    this.#stopping ??= this.#stopTeam(reason, detail)
    return this.#stopping
  }

  async #stopTeam(reason: LoadEnd['reason'], detail?: string): Promise<void> {
    clearTimeout(this.#timer)
    this.#reason = { reason, ...(detail !== undefined && { detail }) }
    if (reason !== 'finished') this.#events.push({ kind: 'stop' })
    this.#setState('stopping')
    await this.#team?.stop(this.#options.graceMs)
    this.#close()
  }

  #close(): void {
    const unsent = this.#members.reduce((sum, { last }) => sum + (last?.unsent ?? 0), 0)
    const waited = unsent === 0 ? undefined : `${unsent} arrivals still waited for a connection at the end and were never sent`
    const detail = [this.#reason.detail, waited].filter((text) => text !== undefined).join('; ')
    this.#end = {
      at: this.#kept.nextSecond,
      reason: this.#reason.reason,
      ...(detail !== '' && { detail }),
      generatorLimits: this.#limits.found,
    }
    this.#setState('stopped')
    this.#tell({ end: this.#end })
    this.#hasEnded(this.#end)
  }

  #record(second: number, parts: readonly GeneratorPart[]): void {
    const events = this.#events
    this.#events = []
    const sample = makeSample(second, parts, {
      phase: phaseAt(this.#header.phases, second),
      plan: this.#plan,
      usage: this.#usage.take(),
      workers: this.#members.map(({ id, lost, last }) => ({
        id,
        state: lost ? 'lost' : this.#state === 'stopping' ? 'stopping' : 'running',
        users: last?.users ?? 0,
        cpu: last?.cpu ?? 0,
      })),
      events,
    })
    this.#kept.add(sample)
    this.#totals.add(sample)
    this.#limits.check(second, sample.generator, { queued: sample.queued, open: this.#plan.model === 'open' })
    this.#tell({ sample })
    if (this.#state !== 'running') return
    if (parts.every(({ exhausted }) => exhausted)) void this.#finish('finished', 'every row of `data` was used')
    const broken = findAbort(this.#header, this.#totals)
    if (broken !== undefined) void this.#finish('threshold', broken.text)
  }

  #learn(secrets: readonly string[]): void {
    const room = mostSecrets - this.#secrets
    for (const secret of secrets.slice(0, Math.max(0, room))) addSecret(secret)
    this.#secrets += secrets.length
    if (room >= 0 && room < secrets.length)
      this.#tell({
        log: `more than ${mostSecrets} secrets were captured: those after them are hidden in the report, not in what services print`,
      })
  }

  #lose(worker: number, message: string): void {
    if (this.#state !== 'running' && this.#state !== 'stopping') return
    this.#tell({ log: `worker ${worker + 1} ended: ${message}` })
    void this.#finish('failed', `worker ${worker + 1} ended: ${message.split('\n')[0]}`)
  }

  #makeHeader(startedAt: number): LoadHeader {
    return makeHeader(this.#options, { facts: this.#facts, plan: this.#plan, overrides: this.#overrides, startedAt })
  }

  #setState(state: LoadState): void {
    this.#state = state
    this.#tell({ state })
  }

  #tell(news: LoadNews): void {
    for (const listener of this.#listeners) listener(news)
  }
}
