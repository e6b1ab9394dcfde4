import { freemem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LeakCheckpoint, LeakSample, LeakTrace } from '../leak-trace.ts'
import { readText } from '../sample/read-text.ts'
import type { Sampler } from '../sample/sampler.ts'
import type { ProbeControl } from './probe-control.ts'
import { RollCall } from './roll-call.ts'

export interface ServiceWatchOptions {
  readonly service: string
  readonly sampler: Sampler
  readonly probe: ProbeControl
  /** Bytes that it may use. */
  readonly limit: number | undefined
  /** How the service ended, once it has. */
  readonly ended: () => string | undefined
}

/** Why a window ended before its time. */
export interface EarlyEnd {
  readonly kind: 'limit' | 'safety' | 'failures' | 'service' | 'interrupted'
  /** About which service. */
  readonly service?: string
  readonly message: string
}

/** A moment of the window. */
export interface Moment {
  /** Milliseconds since the window began. */
  readonly at: number
  /** Completed since the window began. */
  readonly requests: number
}

/** Before a window is stopped because nobody set a `limit`. */
const MAX_GROWTH = 1024 ** 3
const LEAST_FREE = 256 * 1024 ** 2
const LARGEST_SHARE = 0.8
const LAST_WORD_MS = 1000

/** What is seen of one service while a window lasts. */
export class ServiceWatch {
  readonly service: string
  readonly sampler: Sampler
  readonly probe: ProbeControl
  readonly #options: ServiceWatchOptions
  readonly #samples: LeakSample[] = []
  readonly #checkpoints: LeakCheckpoint[] = []
  readonly #roll = new RollCall()
  readonly #vanished: { readonly pid: number; readonly seenAt: number }[] = []
  #pids = new Set<number>()
  #dropped = 0
  #base: number | undefined
  #startedAt = Date.now()

  constructor(options: ServiceWatchOptions) {
    this.#options = options
    this.service = options.service
    this.sampler = options.sampler
    this.probe = options.probe
  }

  get trace(): LeakTrace {
    const { sampler } = this
    return {
      startedAt: this.#startedAt,
      samples: this.#samples,
      checkpoints: this.#checkpoints,
      processes: sampler.processes,
      source: sampler.source,
      memoryLimit: sampler.limit,
    }
  }

  /** Looks at rest that are left out, because a living process did not answer. */
  get dropped(): number {
    return this.#dropped
  }

  /** Processes that ended meanwhile, and when (`performance.now()`) they were missed. */
  get vanished(): readonly { readonly pid: number; readonly seenAt: number }[] {
    return this.#vanished
  }

  /** One look beside the traffic; says why the window must end, where it must. */
  async sample(now: () => Moment, { warmingUp }: { warmingUp: boolean }): Promise<EarlyEnd | undefined> {
    const moment = now()
    const reading = await this.sampler.read()
    const ended = this.end()
    if (reading === undefined) {
      if (warmingUp || this.#samples.length === 0) return ended
      return ended ?? (await this.#lastWord())
    }
    const sample = { ...moment, ...reading }
    this.#samples.push(sample)
    this.#noteVanished(sample)
    return ended ?? this.#danger(sample)
  }

  /** One look at rest, behind a forced collection. */
  async checkpoint({ at, requests }: Moment): Promise<void> {
    const { ask } = this.probe
    if (ask === undefined) return
    const found = await this.#roll.call({ ask, read: () => this.sampler.read() })
    if (found === undefined) return
    const { answers, reading, silent } = found
    if (silent.length > 0) {
      this.#dropped++
      return
    }
    this.#checkpoints.push({
      at,
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

  /** The window begins now: what was seen before was the warm-up, and had been counted from its own beginning. */
  begin(shiftMs: number): void {
    const end = this.#samples.at(-1)?.requests ?? 0
    for (const [index, sample] of this.#samples.entries())
      this.#samples[index] = { ...sample, at: sample.at - shiftMs, requests: Math.min(-1e-9, sample.requests - end) }
    this.#startedAt = Date.now()
  }

  /** Its processes go a moment before it is known how. */
  async #lastWord(): Promise<EarlyEnd> {
    const until = performance.now() + LAST_WORD_MS
    while (performance.now() < until && this.end() === undefined) await sleep(20)
    return this.end() ?? { kind: 'service', service: this.service, message: 'has no process left' }
  }

  end(): EarlyEnd | undefined {
    const message = this.#options.ended()
    return message === undefined ? undefined : { kind: 'service', service: this.service, message }
  }

  /** Stops before the machine, or the container, runs out of memory. */
  #danger({ memory, requests }: LeakSample): EarlyEnd | undefined {
    const { service } = this
    const { limit } = this.#options
    this.#base ??= requests >= 0 ? memory : undefined
    const own = this.sampler.limit
    if (limit !== undefined && memory > limit)
      return { kind: 'limit', service, message: `\`${service}\` uses ${mebibytes(memory)}, more than its limit of ${mebibytes(limit)}` }
    if (own !== undefined && memory > LARGEST_SHARE * own)
      return { kind: 'safety', service, message: `the container uses ${mebibytes(memory)}, 80 % of its limit of ${mebibytes(own)}` }
    if (limit === undefined && this.#base !== undefined && memory - this.#base > MAX_GROWTH)
      return { kind: 'safety', service, message: 'memory has grown by more than 1 GiB' }
    const free = freeMemory()
    if (this.sampler.source !== 'engine' && free < LEAST_FREE)
      return { kind: 'safety', service, message: `the machine has only ${mebibytes(free)} left` }
    return undefined
  }

  /** `refuse.ts` tells a crash from a worker that was replaced. */
  #noteVanished({ processes }: LeakSample): void {
    const now = new Set(processes.map(({ pid }) => pid))
    for (const pid of this.#pids) if (!now.has(pid)) this.#vanished.push({ pid, seenAt: performance.now() })
    this.#pids = now
  }
}

function freeMemory(): number {
  const available = /^MemAvailable:\s*(\d+)/m.exec(readText('/proc/meminfo') ?? '')?.[1]
  return available === undefined ? freemem() : Number(available) * 1024
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MiB`
}
