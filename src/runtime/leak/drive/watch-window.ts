import { freemem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LeakCheckpoint, LeakSample, LeakTrace } from '../leak-trace.ts'
import type { LeakSettings } from '../leak-settings.ts'
import { readText } from '../sample/read-text.ts'
import type { Sampler } from '../sample/sampler.ts'
import type { LeakTraffic } from './leak-traffic.ts'
import type { ProbeControl } from './probe-control.ts'

export interface WindowOptions {
  readonly settings: LeakSettings
  readonly traffic: LeakTraffic
  readonly sampler: Sampler
  readonly probe: ProbeControl
  /** How the service ended, once it has. */
  readonly ended: () => string | undefined
  readonly signal: AbortSignal
  readonly progress: (news: WindowProgress) => void
}

export interface WindowProgress {
  readonly phase: 'warm-up' | 'window' | 'twice as long'
  /** 0 to 1. */
  readonly share: number
  readonly requests: number
  readonly memory: number
  readonly samples: readonly LeakSample[]
}

/** Why a window ended before its time. */
export interface EarlyEnd {
  readonly kind: 'limit' | 'safety' | 'failures' | 'service' | 'interrupted' | 'worker'
  readonly message: string
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
const MAX_GROWTH = 1024 ** 3
const LEAST_FREE = 256 * 1024 ** 2
const MAX_FAILED = 0.01

/** Sends warm-up and window while it looks at memory; what it saw stands in `trace` at any time. */
export class WindowWatch {
  readonly #options: WindowOptions
  readonly #samples: LeakSample[] = []
  readonly #checkpoints: LeakCheckpoint[] = []
  readonly #vanished: { readonly pid: number; readonly at: number }[] = []
  #startedAt = Date.now()
  #began = performance.now()
  #before = 0
  #failedBefore = 0
  #sending = 0
  #pids = new Set<number>()
  #phase: WindowProgress['phase'] = 'warm-up'
  #share = 0
  #base: number | undefined
  #end: EarlyEnd | undefined
  #final: { readonly requests: number; readonly failed: number } | undefined

  constructor(options: WindowOptions) {
    this.#options = options
  }

  get end(): EarlyEnd | undefined {
    return this.#end
  }

  get trace(): LeakTrace {
    const { sampler } = this.#options
    return {
      startedAt: this.#startedAt,
      samples: this.#samples,
      checkpoints: this.#checkpoints,
      processes: sampler.processes,
      source: sampler.source,
      memoryLimit: sampler.limit,
    }
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

  /** Warms up the service, and then the probe. */
  async warmUp(): Promise<void> {
    const { warmup } = this.#options.settings
    this.#before = warmup.requests
    await this.#watched(async () => {
      await this.#send({ ...warmup, parts: 1, rest: false })
      await this.#settleProbe()
    })
  }

  /** The window; called again it goes on for the same amount. */
  async watch(): Promise<void> {
    const { traffic, settings, probe } = this.#options
    if (this.#phase === 'warm-up') {
      this.#phase = 'window'
      this.#before = traffic.counts.completed
      this.#failedBefore = traffic.counts.failed
      this.#shiftWarmup()
      if (probe.ask !== undefined) await this.#checkpoint()
    } else {
      this.#phase = 'twice as long'
      this.#share = 0
    }
    const rest = probe.ask !== undefined
    await this.#watched(() => this.#send({ ...settings.window, parts: rest ? CHECKPOINTS : 1, rest }))
  }

  /** Part by part of other traffic, with a look at the end of each: for the search of the request that leaks. */
  async block(weights: readonly number[], requests: number): Promise<number> {
    const { traffic, probe, sampler } = this.#options
    await traffic.send({ requests, weights, stopped: () => this.#mustStop() })
    await sleep(REST_MS)
    const asked = await probe.ask?.()
    const reading = await sampler.read()
    const live = asked === undefined ? 0 : [...asked.values()].reduce((sum, answer) => sum + (answer.live ?? 0), 0)
    this.#noteEnd()
    return live > 0 ? live : (reading?.memory ?? Number.NaN)
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
    let spent = 0
    for (let part = 1; part <= parts && !this.#mustStop(); part++) {
      const until = first + Math.round((requests * part) / parts)
      const untilMs = (durationMs * part) / parts
      while (!this.#mustStop() && (traffic.counts.completed < until || spent < untilMs - 1)) {
        const started = performance.now()
        const missing = until - traffic.counts.completed
        await traffic.send(
          missing > 0
            ? { requests: missing, stopped: () => this.#mustStop() }
            : { durationMs: untilMs - spent, stopped: () => this.#mustStop() },
        )
        spent += performance.now() - started
        if (this.#phase !== 'warm-up') this.#sending += performance.now() - started
      }
      this.#share = Math.max(part / parts, 0)
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
    const looking = (async () => {
      let lastAt = Number.NEGATIVE_INFINITY
      let lastRequests = Number.NEGATIVE_INFINITY
      while (!state.over) {
        const now = performance.now()
        const done = traffic.counts.completed
        const share = Math.min(
          planned.requests === 0 ? 1 : (done - from) / planned.requests,
          planned.durationMs === 0 ? 1 : (now - began) / planned.durationMs,
        )
        this.#share = share
        const everyMs = planned.durationMs === 0 ? settings.sampleMs : Math.min(settings.sampleMs, planned.durationMs / SAMPLES)
        const every = Math.max(1, planned.requests / SAMPLES)
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
    const requests = this.requests
    const reading = await this.#options.sampler.read()
    this.#noteEnd()
    if (reading === undefined) {
      if (this.#phase !== 'warm-up' && this.#samples.length > 0)
        this.#stop({ kind: 'service', message: this.#options.ended() ?? 'no process of the service is left' })
      return
    }
    const sample = { at: performance.now() - this.#began, requests, ...reading }
    this.#samples.push(sample)
    this.#noteVanished(sample)
    this.#guard(sample)
    this.#options.progress({ phase: this.#phase, share: this.#share, requests, memory: reading.memory, samples: this.#samples })
  }

  /** Answering the probe makes a runtime compile and keep things too, for the first few dozen times. */
  async #settleProbe(): Promise<void> {
    const { probe } = this.#options
    if (probe.ask === undefined) return
    const until = performance.now() + SETTLE_MS
    let [before, quiet] = [Number.NaN, 0]
    while (quiet < 5 && performance.now() < until && !this.#mustStop()) {
      const now = [...(await probe.ask()).values()].reduce((sum, { live = 0 }) => sum + live, 0)
      quiet = Math.abs(now - before) < QUIET_BYTES ? quiet + 1 : 0
      before = now
      await sleep(TICK_MS)
    }
  }

  async #checkpoint(): Promise<void> {
    const { probe, sampler } = this.#options
    await sleep(REST_MS)
    const requests = this.requests
    const answers = await probe.ask!()
    const reading = await sampler.read()
    if (reading === undefined) return
    this.#checkpoints.push({
      at: performance.now() - this.#began,
      requests,
      memory: reading.memory,
      processes: reading.processes.map(({ pid, memory }) => {
        const { live, committed, gpu } = answers.get(pid) ?? {}
        return {
          pid,
          memory,
          ...(live !== undefined && { live }),
          ...(committed !== undefined && { committed }),
          ...(gpu !== undefined && { gpu }),
        }
      }),
    })
  }

  /** The warm-up had been counted from its own beginning. */
  #shiftWarmup(): void {
    const now = performance.now()
    const shift = now - this.#began
    const end = this.#samples.at(-1)?.requests ?? 0
    for (const [index, sample] of this.#samples.entries())
      this.#samples[index] = { ...sample, at: sample.at - shift, requests: Math.min(-1e-9, sample.requests - end) }
    this.#began = now
    this.#startedAt = Date.now()
  }

  #guard({ memory, requests }: LeakSample): void {
    const { settings, sampler, traffic } = this.#options
    this.#base ??= requests >= 0 ? memory : undefined
    const { limit } = settings
    const own = sampler.limit
    if (limit !== undefined && memory > limit)
      this.#stop({ kind: 'limit', message: `the service uses ${mebibytes(memory)}, more than its limit of ${mebibytes(limit)}` })
    else if (own !== undefined && memory > 0.8 * own)
      this.#stop({ kind: 'safety', message: `the container uses ${mebibytes(memory)}, 80 % of its limit of ${mebibytes(own)}` })
    else if (limit === undefined && this.#base !== undefined && memory - this.#base > MAX_GROWTH)
      this.#stop({ kind: 'safety', message: 'memory has grown by more than 1 GiB' })
    else if (sampler.source !== 'engine' && freeMemory() < LEAST_FREE)
      this.#stop({ kind: 'safety', message: `the machine has only ${mebibytes(freeMemory())} left` })
    const failed = traffic.counts.failed
    const planned = settings.window.requests
    if (failed > 50 && failed > MAX_FAILED * Math.max(planned, traffic.counts.completed) * 2)
      this.#stop({ kind: 'failures', message: 'too many requests failed' })
  }

  /** What became of workers; `refuse.ts` tells a crash from a replacement. */
  #noteVanished({ processes, at }: LeakSample): void {
    const now = new Set(processes.map(({ pid }) => pid))
    for (const pid of this.#pids) if (!now.has(pid)) this.#vanished.push({ pid, at })
    this.#pids = now
  }

  /** Workers that ended in the window. */
  get vanished(): readonly { readonly pid: number; readonly at: number }[] {
    return this.#vanished
  }

  #noteEnd(): void {
    const ended = this.#options.ended()
    if (ended !== undefined) this.#stop({ kind: 'service', message: ended })
  }

  #mustStop(): boolean {
    if (this.#options.signal.aborted) this.#stop({ kind: 'interrupted', message: 'it was interrupted' })
    return this.#end !== undefined
  }

  #stop(end: EarlyEnd): void {
    this.#end ??= end
  }
}

function freeMemory(): number {
  const available = /^MemAvailable:\s*(\d+)/m.exec(readText('/proc/meminfo') ?? '')?.[1]
  return available === undefined ? freemem() : Number(available) * 1024
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MiB`
}
