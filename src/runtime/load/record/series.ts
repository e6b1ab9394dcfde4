import type { LoadSample } from './load-record.ts'
import { millis, round } from './round-figures.ts'
import { noPoint, Track } from './series-track.ts'
import type { Asked, EndpointSeries, Point } from './series-track.ts'
import { statusClasses } from './status-classes.ts'

export interface RunSeries extends EndpointSeries {
  /** Seconds that one point stands for. */
  readonly step: number
  readonly at: number[]
  readonly users: number[]
  readonly inFlight: number[]
  readonly queued: number[]
  /** What was aimed at; all `null` in the closed model. */
  readonly targetRate: (number | null)[]
  /** Of the generator: share of a core, how late requests left, the delay of its event loop; milliseconds. */
  readonly cpu: number[]
  readonly lateness: number[]
  readonly loopDelay: number[]
  /** Answers a second by status class: `2xx`, and `no answer`. */
  readonly statuses: Record<string, number[]>
}

/** Turns samples into the points of charts, exactly: the histograms of the seconds of one point are merged before percentiles are taken. */
export class SeriesBuilder {
  readonly step: number
  readonly #asked: Asked
  readonly #at: number[] = []
  readonly #gauges: Record<'users' | 'inFlight' | 'queued' | 'cpu' | 'lateness' | 'loopDelay', number[]> = {
    users: [],
    inFlight: [],
    queued: [],
    cpu: [],
    lateness: [],
    loopDelay: [],
  }
  readonly #targetRate: (number | null)[] = []
  readonly #statuses = new Map<string, number[]>()
  readonly #total: Track
  readonly #tracks: (Track | undefined)[] = []

  constructor({ step, percentiles }: { readonly step: number; readonly percentiles: readonly number[] }) {
    this.step = step
    this.#asked = { seconds: [], percentiles }
    this.#total = new Track(this.#asked)
  }

  get length(): number {
    return this.#at.length
  }

  add(sample: LoadSample): void {
    const at = Math.floor(sample.at / this.step) * this.step
    if (this.#at.length === 0 || (this.#at.at(-1) as number) < at) this.#at.push(at)
    const point = this.#at.length - 1
    this.#asked.seconds[point] = (this.#asked.seconds[point] ?? 0) + 1
    for (const [name, value] of [
      ['users', sample.users],
      ['inFlight', sample.inFlight],
      ['queued', sample.queued],
      ['cpu', round(sample.generator.cpu)],
      ['lateness', millis(sample.generator.latenessP99)],
      ['loopDelay', millis(sample.generator.loopDelayP99)],
    ] as const)
      this.#gauges[name][point] = Math.max(this.#gauges[name][point] ?? 0, value)
    this.#targetRate[point] = sample.targetRate ?? null
    for (const part of sample.endpoints) {
      const track = (this.#tracks[part.endpoint] ??= new Track(this.#asked))
      track.add(part, point)
      this.#total.add(part, point)
      for (const [name, count] of statusClasses(part)) this.#count(name, count, point)
    }
  }

  /** The newest point of one endpoint, or of all together. */
  pointOf(endpoint?: number): Readonly<Point> {
    const track = endpoint === undefined ? this.#total : this.#tracks[endpoint]
    return track?.at(this.#at.length - 1) ?? noPoint
  }

  endpoint(endpoint: number): EndpointSeries {
    return (this.#tracks[endpoint] ?? new Track(this.#asked)).columns(this.#at.length)
  }

  run(): RunSeries {
    const statuses = [...this.#statuses].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      step: this.step,
      at: this.#at,
      ...this.#total.columns(this.#at.length),
      ...this.#gauges,
      targetRate: this.#targetRate,
      statuses: Object.fromEntries(statuses.map(([name, counts]) => [name, perSecond(counts, this.#asked.seconds)])),
    }
  }

  #count(name: string, added: number, point: number): void {
    if (added === 0) return
    if (!this.#statuses.has(name)) this.#statuses.set(name, [])
    const counts = this.#statuses.get(name) as number[]
    counts[point] = (counts[point] ?? 0) + added
  }
}

function perSecond(counts: readonly number[], seconds: readonly number[]): number[] {
  return seconds.map((length, index) => round((counts[index] ?? 0) / length))
}
