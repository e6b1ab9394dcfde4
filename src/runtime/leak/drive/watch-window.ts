import { setTimeout as sleep } from 'node:timers/promises'
import type { LeakSample } from '../leak-trace.ts'
import type { LeakSettings } from '../leak-settings.ts'
import type { MetricName } from '../judge/judge-trace.ts'
import type { ProbeAnswer } from '../probe/ask-probes.ts'
import type { LeakTraffic } from './leak-traffic.ts'
import { levelOf } from './level-of.ts'
import type { EarlyEnd, Moment, ServiceWatch } from './service-watch.ts'

export interface WindowOptions {
  readonly settings: LeakSettings
  readonly traffic: LeakTraffic
  /** All services that are watched; one at least. */
  readonly watches: readonly ServiceWatch[]
  readonly signal: AbortSignal
  readonly progress: (news: WindowProgress) => void
}

export interface WindowProgress {
  readonly phase: 'warm-up' | 'window' | 'twice as long'
  /** 0 to 1. */
  readonly share: number
  readonly requests: number
  /** Of all services together. */
  readonly memory: number
  /** Of the first service. */
  readonly samples: readonly LeakSample[]
}

export interface TrafficBlock {
  /** What is looked at. */
  readonly metric: MetricName
  readonly weights: readonly number[]
  readonly requests: number
}

/** Looks in a window, so that each of 24 bins gets about ten. */
const SAMPLES = 240
const CHECKPOINTS = 32
/** Between the last answer and a forced collection: what a handler does behind its answer. */
const REST_MS = 40
const TICK_MS = 10
/** How long answers of the probe may take to become the same. */
const SETTLE_MS = 3000
const QUIET_BYTES = 512
const MAX_FAILED = 0.01

/** Sends warm-up and window while it looks at memory; what was seen stands in each `ServiceWatch` at any time. */
export class WindowWatch {
  readonly #options: WindowOptions
  #began = performance.now()
  #before = 0
  #failedBefore = 0
  #sending = 0
  #phase: WindowProgress['phase'] = 'warm-up'
  #share = 0
  #end: EarlyEnd | undefined
  #final: { readonly requests: number; readonly failed: number } | undefined

  constructor(options: WindowOptions) {
    this.#options = options
  }

  get end(): EarlyEnd | undefined {
    return this.#end
  }

  /** Completed since the window began. */
  get requests(): number {
    return this.#final?.requests ?? this.#options.traffic.counts.completed - this.#before
  }

  get failed(): number {
    return this.#final?.failed ?? this.#options.traffic.counts.failed - this.#failedBefore
  }

  /** What is sent from here on is no longer part of the window. */
  close(): void {
    this.#final = { requests: this.requests, failed: this.failed }
  }

  /** While requests were sent, without the rests. */
  get rate(): number {
    return this.#sending === 0 ? 0 : (this.requests / this.#sending) * 1000
  }

  get #probed(): readonly ServiceWatch[] {
    return this.#options.watches.filter(({ probe }) => probe.ask !== undefined)
  }

  /** Warms up the services, and then their probes. */
  async warmUp(): Promise<void> {
    const { warmup } = this.#options.settings
    this.#before = warmup.requests
    await this.#watched(async () => {
      await this.#send({ ...warmup, parts: 1, rest: false })
      for (const watch of this.#probed) await this.#settleProbe(watch)
    })
  }

  /** The window; called again it goes on for the same amount. */
  async watch(): Promise<void> {
    const { traffic, settings, watches } = this.#options
    const rest = this.#probed.length > 0
    if (this.#phase === 'warm-up') {
      this.#phase = 'window'
      this.#before = traffic.counts.completed
      this.#failedBefore = traffic.counts.failed
      const now = performance.now()
      for (const watch of watches) watch.begin(now - this.#began)
      this.#began = now
      if (rest) await this.#checkpoint()
    } else {
      this.#phase = 'twice as long'
      this.#share = 0
    }
    await this.#watched(() => this.#send({ ...settings.window, parts: rest ? CHECKPOINTS : 1, rest }))
  }

  /** Part by part of other traffic, with a look at the end of each: for the search of the request that leaks. */
  async block(watch: ServiceWatch, { metric, weights, requests }: TrafficBlock): Promise<number> {
    await this.#options.traffic.send({ requests, weights, stopped: () => this.#mustStop() })
    await sleep(REST_MS)
    const answers = (await watch.probe.ask?.()) ?? new Map<number, ProbeAnswer>()
    const reading = await watch.sampler.read()
    this.#stop(watch.end())
    return reading === undefined ? Number.NaN : levelOf(metric, { reading, answers: answers.values() })
  }

  /** Until both amounts are reached, in parts with a rest behind each. */
  async #send({
    requests,
    durationMs,
    parts,
    rest,
  }: {
    requests: number
    durationMs: number
    parts: number
    rest: boolean
  }): Promise<void> {
    const { traffic } = this.#options
    const first = traffic.counts.completed
    const stopped = () => this.#mustStop()
    let spent = 0
    for (let part = 1; part <= parts && !this.#mustStop(); part++) {
      const until = first + Math.round((requests * part) / parts)
      const untilMs = (durationMs * part) / parts
      while (!this.#mustStop() && (traffic.counts.completed < until || spent < untilMs - 1)) {
        const started = performance.now()
        const missing = until - traffic.counts.completed
        await traffic.send(missing > 0 ? { requests: missing, stopped } : { durationMs: untilMs - spent, stopped })
        spent += performance.now() - started
        if (this.#phase !== 'warm-up') this.#sending += performance.now() - started
      }
      this.#share = part / parts
      if (rest && !this.#mustStop()) await this.#checkpoint()
    }
  }

  /** Samples beside the work until it is done. */
  async #watched(work: () => Promise<void>): Promise<void> {
    const { settings, traffic } = this.#options
    const state = { over: false }
    const planned = this.#phase === 'warm-up' ? settings.warmup : settings.window
    const from = traffic.counts.completed
    const began = performance.now()
    const everyMs = planned.durationMs === 0 ? settings.sampleMs : Math.min(settings.sampleMs, planned.durationMs / SAMPLES)
    const every = Math.max(1, planned.requests / SAMPLES)
    const looking = (async () => {
      let lastAt = Number.NEGATIVE_INFINITY
      let lastRequests = Number.NEGATIVE_INFINITY
      while (!state.over) {
        const now = performance.now()
        const done = traffic.counts.completed
        this.#share = Math.min(
          planned.requests === 0 ? 1 : (done - from) / planned.requests,
          planned.durationMs === 0 ? 1 : (now - began) / planned.durationMs,
        )
        if (now - lastAt >= everyMs || (done - lastRequests >= every && planned.requests > 0)) {
          lastAt = now
          lastRequests = done
          await this.#sample()
        }
        await sleep(TICK_MS)
      }
    })()
    try {
      await work()
    } finally {
      state.over = true
      await looking
      await this.#sample()
    }
  }

  async #sample(): Promise<void> {
    const { watches, progress } = this.#options
    for (const watch of watches) this.#stop(await watch.sample(() => this.#now(), { warmingUp: this.#phase === 'warm-up' }))
    this.#stop(this.#tooManyFailures())
    const traces = watches.map(({ trace }) => trace.samples)
    const memory = traces.reduce((sum, samples) => sum + (samples.at(-1)?.memory ?? 0), 0)
    progress({ phase: this.#phase, share: this.#share, requests: this.requests, memory, samples: traces[0]! })
  }

  /** Answering the probe makes a runtime compile and keep things too, for the first few dozen times. */
  async #settleProbe({ probe }: ServiceWatch): Promise<void> {
    const until = performance.now() + SETTLE_MS
    let [before, quiet] = [Number.NaN, 0]
    while (quiet < 5 && performance.now() < until && !this.#mustStop()) {
      const now = [...(await probe.ask!()).values()].reduce((sum, { live = 0 }) => sum + live, 0)
      quiet = Math.abs(now - before) < QUIET_BYTES ? quiet + 1 : 0
      before = now
      await sleep(TICK_MS)
    }
  }

  async #checkpoint(): Promise<void> {
    await sleep(REST_MS)
    for (const watch of this.#probed) await watch.checkpoint(this.#now())
  }

  #now(): Moment {
    return { at: performance.now() - this.#began, requests: this.requests }
  }

  #tooManyFailures(): EarlyEnd | undefined {
    const { settings, traffic } = this.#options
    const { failed, completed } = traffic.counts
    if (failed <= 50 || failed <= 2 * MAX_FAILED * Math.max(settings.window.requests, completed)) return undefined
    return { kind: 'failures', message: 'too many requests failed' }
  }

  #mustStop(): boolean {
    if (this.#options.signal.aborted) this.#stop({ kind: 'interrupted', message: 'it was interrupted' })
    return this.#end !== undefined
  }

  #stop(end: EarlyEnd | undefined): void {
    this.#end ??= end
  }
}
