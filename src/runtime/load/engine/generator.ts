import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Histogram } from '../metrics/histogram.ts'
import type { LoadPlace } from '../program/load-session.ts'
import type { TracedProgram } from '../program/trace-program.ts'
import type { EndpointSample } from '../record/load-record.ts'
import { createRandom, useRandom } from '../../values/random.ts'
import { ChosenTransport } from '../transport/choose-transport.ts'
import { Arrivals } from './arrivals.ts'
import { DataRows } from './data-rows.ts'
import { EndpointStatistics } from './endpoint-statistics.ts'
import type { LoadPlan } from './load-plan.ts'
import { createChoice } from './task-choice.ts'
import { Ticker } from './ticker.ts'
import type { UserSurroundings } from './user-surroundings.ts'
import { UserPool } from './user-pool.ts'

/** How often deadlines are looked at: a timeout is this much late at most. */
const sweepMs = 20

/** How often the number of users is brought to what the plan says. */
const adjustMs = 50

/** Arrivals closer together than this share one wake-up. */
const shortestTickMs = 0.25

export interface GeneratorOptions {
  readonly of: LoadPlace
  readonly program: TracedProgram
  readonly plan: LoadPlan
  readonly data: unknown
  readonly order: 'sequential' | 'random' | 'unique' | undefined
  /** This thread's number, and how many there are: each does its share of one schedule. */
  readonly worker: number
  readonly workers: number
  readonly transport?: 'auto' | 'undici'
  /** One that runs already; for the open model. */
  readonly ticker?: Ticker | undefined
}

/** What one thread did since it was last asked. */
export interface GeneratorPart {
  readonly users: number
  readonly inFlight: number
  readonly queued: number
  readonly endpoints: readonly EndpointSample[]
  /** Microseconds. */
  readonly latenessP99: number
  readonly loopDelayP99: number
  /** Share of the thread's time in which it was busy. */
  readonly cpu: number
  readonly connects: number
  /** Arrivals that were still waiting for a connection when the grace was over. */
  readonly unsent: number
  /** Rows that may each be taken once are all taken, and nobody is under way. */
  readonly exhausted: boolean
}

/** Puts one thread's share of the load on the service. */
export class Generator {
  readonly #options: GeneratorOptions
  readonly #statistics: readonly EndpointStatistics[]
  readonly #around: UserSurroundings
  readonly #lateness = new Histogram()
  readonly #transport: ChosenTransport
  readonly #rows: DataRows
  readonly #pool: UserPool
  readonly #arrivals: Arrivals
  readonly #loopDelay = monitorEventLoopDelay({ resolution: 10 })
  #utilization = performance.eventLoopUtilization()
  #startedAt = 0
  #timers: NodeJS.Timeout[] = []
  #ticker: Ticker | undefined
  /** Arrivals so far, of all threads; the next of this thread. */
  #nextArrival: number
  /** Somebody changed users or rate while it runs. */
  #target: { readonly from: number; readonly at: number; readonly level: number } | undefined
  #rateBase = { at: 0, count: 0 }
  #stopping = false
  #unsent = 0
  #usersAtEnd: number | undefined

  constructor(options: GeneratorOptions) {
    const { program, of, plan, worker, workers } = options
    this.#options = options
    this.#statistics = program.endpoints.map(() => new EndpointStatistics())
    this.#transport = new ChosenTransport(options.transport === undefined ? {} : { transport: options.transport })
    this.#around = {
      of,
      program,
      transport: this.#transport,
      statistics: this.#statistics,
      counts: { inFlight: 0, lateness: this.#lateness },
    }
    const random = createRandom(`${of.section} ${of.name} rows ${worker}`)
    this.#rows = new DataRows({ rows: options.data, order: options.order, random, worker, workers })
    const common = { around: this.#around, choose: createChoice(program.tasks), rows: this.#rows, firstUser: worker, userStep: workers }
    this.#pool = new UserPool({ ...common, wait: plan.wait })
    this.#arrivals = new Arrivals({ ...common, mostUsers: Math.max(1, shareOf(plan.maxConnections, worker, workers)) })
    this.#nextArrival = worker
  }

  /** @param at on the clock of `performance.now()` of this thread */
  start(at: number): void {
    this.#startedAt = at
    this.#loopDelay.enable()
    this.#timers.push(setInterval(() => this.#sweep(), sweepMs))
    if (this.#options.plan.model === 'closed') {
      this.#timers.push(setInterval(() => this.#adjust(), adjustMs))
      setTimeout(() => this.#adjust(), Math.max(0, at - performance.now()))
    } else {
      this.#ticker = this.#options.ticker ?? new Ticker()
      this.#ticker.wake = () => this.#arrive()
      this.#ticker.wakeAt(at)
    }
  }

  /** Users (closed) or arrivals a second (open) from now on, whatever the plan says. */
  setLevel(level: number): void {
    const seconds = this.#seconds()
    const before = this.#levelAt(seconds)
    if (this.#options.plan.model === 'open') this.#rateBase = { at: seconds, count: this.#arrivalsUntil(seconds) }
    this.#target = { from: before, at: seconds, level }
    if (this.#options.plan.model === 'closed') return this.#adjust()
    const { worker, workers } = this.#options
    const next = Math.ceil(this.#rateBase.count)
    this.#nextArrival = next + ((worker - (next % workers) + workers) % workers)
    this.#arrive()
  }

  /** Nothing begins any more. Resolves when all that was under way has ended, or was cancelled after the grace. */
  async stop(graceMs: number): Promise<void> {
    // What was due before the end is part of the load, also where its wake-up is late.
    if (this.#options.plan.model === 'open') this.#arrive()
    this.#stopping = true
    this.#usersAtEnd = this.#users
    this.#arrivals.leave()
    this.#pool.resize(0)
    const until = performance.now() + graceMs
    const busy = (): boolean => this.#around.counts.inFlight + this.#arrivals.queued > 0
    while (busy() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5))
    this.#unsent = this.#arrivals.abandon()
    for (const user of this.#allUsers()) user.cancel()
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
    this.#loopDelay.disable()
    for (const user of this.#allUsers()) user.close()
    await this.#ticker?.close()
    useRandom(undefined)
  }

  take(): GeneratorPart {
    const { plan } = this.#options
    const withService = plan.model === 'open' || plan.wait.kind === 'pacing'
    const endpoints = this.#statistics.flatMap((statistics, index) => statistics.take(index, { withService }) ?? [])
    const utilization = performance.eventLoopUtilization()
    const cpu = performance.eventLoopUtilization(utilization, this.#utilization).utilization
    this.#utilization = utilization
    const part: GeneratorPart = {
      // Those of the moment before they were told to go: that is what the last second was about.
      users: this.#usersAtEnd ?? this.#users,
      inFlight: this.#around.counts.inFlight,
      queued: this.#arrivals.queued,
      endpoints,
      latenessP99: this.#lateness.percentile(99),
      loopDelayP99: Math.max(0, this.#loopDelay.percentile(99) / 1000 - 10_000),
      cpu,
      connects: this.#transport.counts.connects,
      unsent: this.#unsent,
      exhausted: this.#rows.exhausted && this.#around.counts.inFlight === 0,
    }
    this.#lateness.clear()
    this.#loopDelay.reset()
    return part
  }

  get #users(): number {
    return this.#options.plan.model === 'closed' ? this.#pool.size : this.#arrivals.busy
  }

  #allUsers() {
    return [...this.#pool.users, ...this.#pool.leaving, ...this.#arrivals.users]
  }

  #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  #levelAt(seconds: number): number {
    const target = this.#target
    if (target === undefined) return this.#options.plan.level.at(seconds)
    const { spawnRate, model } = this.#options.plan
    if (model === 'open' || spawnRate === Number.POSITIVE_INFINITY) return target.level
    const moved = spawnRate * (seconds - target.at)
    return target.level > target.from ? Math.min(target.level, target.from + moved) : target.level
  }

  #adjust(): void {
    if (this.#stopping || performance.now() < this.#startedAt) return
    const { plan, worker, workers } = this.#options
    const level = this.#levelAt(this.#seconds())
    // The first user is there at once, not when the first whole one would be.
    const rising = plan.level.at(this.#seconds() + 0.001) > level
    const users = this.#target === undefined && rising ? Math.floor(level) + 1 : Math.round(level)
    this.#pool.resize(shareOf(users, worker, workers))
  }

  #arrivalsUntil(seconds: number): number {
    const target = this.#target
    if (target === undefined) return this.#options.plan.level.areaUntil(seconds)
    return this.#rateBase.count + target.level * (seconds - this.#rateBase.at)
  }

  /** When an arrival is due, in seconds since the start. */
  #dueAt(arrival: number): number {
    const target = this.#target
    if (target === undefined) return this.#options.plan.level.whenArea(arrival)
    return target.level === 0 ? Number.POSITIVE_INFINITY : this.#rateBase.at + (arrival - this.#rateBase.count) / target.level
  }

  #arrive(): void {
    if (this.#stopping) return
    const { plan, workers } = this.#options
    const end = plan.warmupSeconds + plan.seconds
    const now = performance.now()
    for (;;) {
      const seconds = this.#dueAt(this.#nextArrival)
      // One that would be due when it is all over is not part of it.
      if (seconds >= end) return
      const due = this.#startedAt + seconds * 1000
      if (due > now) {
        this.#ticker?.wakeAt(Math.max(due, now + shortestTickMs))
        return
      }
      this.#nextArrival += workers
      this.#arrivals.arrive(due)
    }
  }

  #sweep(): void {
    const now = performance.now()
    for (const user of this.#allUsers()) if (user.deadline <= now) user.timeOut(now)
  }
}

/** What falls to one of several when they take turns. */
export function shareOf(count: number, worker: number, workers: number): number {
  return Math.max(0, Math.floor((count - worker + workers - 1) / workers))
}
