import { findAbort } from '../record/judge-thresholds.ts'
import type { GeneratorSample, LoadControl, LoadEnd, LoadHeader, LoadNews, LoadSample, LoadState } from '../record/load-record.ts'
import { LoadTotals } from '../record/load-totals.ts'
import type { GeneratorProgram, GeneratorReport } from './generator-program.ts'
import { SampleCollector } from './sample-collector.ts'
import type { Addition } from './sample-collector.ts'

export interface ExternalRunOptions {
  /** All that is known before the start; endpoints may be missing, they are met on the way. */
  readonly header: LoadHeader
  /** Starts the program; it reports until it ends. */
  readonly start: (report: GeneratorReport) => Promise<GeneratorProgram>
  /** Seconds that the profile lasts, warm-up included: the run ends there, whatever the program does. */
  readonly seconds: number
  /** How long requests under way may take when the run ends. */
  readonly graceMs: number
}

/** Programs report a second when it is over, and take a moment for it. */
const lagMs = 1200
const idle: GeneratorSample = { cpu: 0, rssBytes: 0, latenessP99: 0, loopDelayP99: 0, workers: [] }

/** A run by another load generator, told like one of the built-in engine. */
export class ExternalRun implements LoadControl, GeneratorReport {
  readonly #options: ExternalRunOptions
  readonly #listeners = new Set<(news: LoadNews) => void>()
  readonly #samples: LoadSample[] = []
  readonly #limits: { at: number; what: string }[] = []
  #header: LoadHeader
  #totals: LoadTotals
  #collector: SampleCollector
  #program: GeneratorProgram | undefined
  #state: LoadState = 'ready'
  #users = 0
  #generator = idle
  #timer: NodeJS.Timeout | undefined
  #reason: Pick<LoadEnd, 'reason' | 'detail'> = { reason: 'finished' }
  #events: NonNullable<LoadSample['events']>[number][] = []
  #hasEnded: (end: LoadEnd) => void = () => undefined
  /** Resolves with the end of the run, however it comes. */
  readonly ended = new Promise<LoadEnd>((resolve) => (this.#hasEnded = resolve))

  constructor(options: ExternalRunOptions) {
    this.#options = options
    this.#header = options.header
    this.#totals = new LoadTotals(options.header)
    this.#collector = new SampleCollector(options.header)
  }

  get header(): LoadHeader {
    return this.#header
  }

  get state(): LoadState {
    return this.#state
  }

  get totals(): LoadTotals {
    return this.#totals
  }

  samples(): readonly LoadSample[] {
    return this.#samples
  }

  subscribe(listener: (news: LoadNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async start(): Promise<void> {
    if (this.#state !== 'ready') throw new Error(`The run is ${this.#state}; it starts once`)
    this.#setState('starting')
    try {
      this.#program = await this.#options.start(this)
    } catch (error) {
      this.#setState('stopped')
      throw error
    }
    void this.#program.ended.then((problem) => this.#close(problem))
  }

  /** The first request is about to be sent. */
  began(atMs: number): void {
    if (this.#state !== 'starting') return
    this.#header = { ...this.#header, startedAt: Math.round(atMs) }
    this.#totals = new LoadTotals(this.#header)
    this.#collector = new SampleCollector(this.#header)
    this.#timer = setInterval(() => this.#tick(), 1000)
    this.#setState('running')
  }

  /** @param atMs when it happened, in milliseconds since 1970 */
  add(atMs: number, addition: Addition): void {
    if (this.#state === 'starting') this.began(atMs)
    this.#collector.add(this.#secondOf(atMs), addition)
  }

  addBytes(atMs: number, bytes: number): void {
    if (this.#state !== 'starting') this.#collector.addBytes(this.#secondOf(atMs), bytes)
  }

  describe(users: number, generator: GeneratorSample): void {
    this.#users = users
    this.#generator = generator
  }

  log(line: string): void {
    this.#tell({ log: line })
  }

  stop(): Promise<void> {
    return this.#finish('stopped')
  }

  /** Ctrl-C: as `stop`, and the record says so. */
  interrupt(): Promise<void> {
    return this.#finish('interrupted')
  }

  setUsers(users: number): void {
    if (this.#program?.setUsers === undefined) throw new Error(`${this.#header.engine} cannot change the number of users while it runs`)
    this.#program.setUsers(users)
    this.#events.push({ kind: 'users', value: users })
  }

  setRate(): void {
    throw new Error(`${this.#header.engine} cannot change the rate while it runs`)
  }

  reset(): void {
    this.#events.push({ kind: 'reset' })
  }

  mark(text: string): void {
    this.#events.push({ kind: 'marker', value: text })
  }

  /** Ends the program at once if it still runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#program?.close()
  }

  #secondOf(atMs: number): number {
    return Math.max(0, Math.floor((atMs - this.#header.startedAt) / 1000))
  }

  #tick(): void {
    const over = Math.floor((Date.now() - lagMs - this.#header.startedAt) / 1000)
    while (this.#collector.next < over) this.#record()
    if (this.#state === 'running' && over > this.#options.seconds + this.#options.graceMs / 1000 + 5) void this.#finish('finished')
  }

  #record(): void {
    const taken = this.#collector.take({ users: this.#users, generator: this.#generator })
    const sample = this.#events.length === 0 ? taken : { ...taken, events: this.#events }
    this.#events = []
    this.#samples.push(sample)
    this.#totals.add(sample)
    const busy = sample.generator.workers.filter(({ cpu }) => cpu > 0.95).length
    if (busy > 0) this.#limits.push({ at: sample.at, what: `${busy} of ${sample.generator.workers.length} processes had no time left` })
    this.#tell({ sample })
    const broken = this.#state === 'running' ? findAbort(this.#header, this.#totals) : undefined
    if (broken !== undefined) void this.#finish('threshold', broken.text)
  }

  async #finish(reason: LoadEnd['reason'], detail?: string): Promise<void> {
    if (this.#state === 'ready') {
      this.#reason = { reason, ...(detail !== undefined && { detail }) }
      return this.#close(undefined)
    }
    if (this.#state === 'starting' || this.#state === 'running') {
      this.#reason = { reason, ...(detail !== undefined && { detail }) }
      this.#setState('stopping')
      if (reason !== 'finished') this.#events.push({ kind: 'stop' })
      await this.#program?.stop(this.#options.graceMs)
    }
    await this.ended
  }

  #close(problem: string | undefined): void {
    if (this.#state === 'stopped') return
    clearInterval(this.#timer)
    while (this.#collector.hasMore) this.#record()
    if (problem !== undefined && this.#state !== 'stopping') this.#reason = { reason: 'failed', detail: problem }
    const end: LoadEnd = { at: this.#collector.next, ...this.#reason, generatorLimits: this.#limits }
    this.#setState('stopped')
    this.#tell({ end })
    this.#hasEnded(end)
  }

  #setState(state: LoadState): void {
    this.#state = state
    this.#tell({ state })
  }

  #tell(news: LoadNews): void {
    for (const listener of this.#listeners) listener(news)
  }
}
