import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, LoadSample } from './load-record.ts'

/** Columns of a chart; `at[i]` is the second at which point `i` begins. Times are milliseconds; `null`: nothing finished. */
export interface EndpointSeries {
  /** Finished requests a second. */
  readonly rate: number[]
  readonly failures: number[]
  readonly average: (number | null)[]
  /** In the order of the percentiles asked for. */
  readonly percentiles: (number | null)[][]
}

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

interface Point {
  rate: number
  failures: number
  average: number | null
  percentiles: (number | null)[]
}

const noPoint: Point = { rate: 0, failures: 0, average: null, percentiles: [] }

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
      this.#addStatuses(part, point)
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

  #addStatuses({ statuses, ok, failed, timedOut }: EndpointSample, point: number): void {
    let answered = 0
    for (const status in statuses) {
      answered += statuses[status] ?? 0
      this.#count(/^[1-5]\d\d$/.test(status) ? `${status[0]}xx` : 'other', statuses[status] ?? 0, point)
    }
    this.#count('no answer', Math.max(0, ok + failed + timedOut - answered), point)
  }

  #count(name: string, added: number, point: number): void {
    if (added === 0) return
    if (!this.#statuses.has(name)) this.#statuses.set(name, [])
    const counts = this.#statuses.get(name) as number[]
    counts[point] = (counts[point] ?? 0) + added
  }
}

interface Asked {
  /** How many seconds each point has seen so far; the newest and the last one of a run may have fewer than the step. */
  readonly seconds: number[]
  readonly percentiles: readonly number[]
}

/** The points of one endpoint; the newest is still being added to. */
class Track {
  readonly #points: (Point | undefined)[] = []
  readonly #times = new Histogram()
  #point = -1
  #requests = 0
  #failures = 0
  readonly #asked: Asked

  constructor(asked: Asked) {
    this.#asked = asked
  }

  add({ ok, failed, timedOut, response }: EndpointSample, point: number): void {
    if (point !== this.#point) {
      this.#close()
      this.#times.clear()
      this.#requests = 0
      this.#failures = 0
      this.#point = point
    }
    this.#requests += ok + failed + timedOut
    this.#failures += failed + timedOut
    this.#times.addSparse(response)
    this.#points[point] = undefined
  }

  at(point: number): Point | undefined {
    return point === this.#point ? this.#current() : this.#points[point]
  }

  columns(length: number): EndpointSeries {
    this.#close()
    const points = Array.from({ length }, (_, index) => this.#points[index] ?? noPoint)
    return {
      rate: points.map(({ rate }) => rate),
      failures: points.map(({ failures }) => failures),
      average: points.map(({ average }) => average),
      percentiles: this.#asked.percentiles.map((_, index) => points.map(({ percentiles }) => percentiles[index] ?? null)),
    }
  }

  #close(): void {
    if (this.#point >= 0) this.#points[this.#point] ??= this.#current()
  }

  #current(): Point {
    const { seconds, percentiles } = this.#asked
    const length = seconds[this.#point] ?? 1
    const times = this.#times
    return {
      rate: round(this.#requests / length),
      failures: round(this.#failures / length),
      average: times.count === 0 ? null : millis(times.average),
      percentiles: percentiles.map((percentile) => (times.count === 0 ? null : millis(times.percentile(percentile)))),
    }
  }
}

function perSecond(counts: readonly number[], seconds: readonly number[]): number[] {
  return seconds.map((length, index) => round((counts[index] ?? 0) / length))
}

/** Microseconds as milliseconds with four digits, which is more than the histograms know. */
export function millis(micros: number): number {
  return round(micros / 1000)
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}

/** The smallest step of whole seconds that people know with which a run fits into so many points. */
export function chooseStep(seconds: number, points: number): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((step) => seconds / step <= points) ?? Math.ceil(seconds / points)
}
