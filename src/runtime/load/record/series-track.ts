import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample } from './load-record.ts'
import { millis, round } from './round-figures.ts'

/** Columns of a chart; `at[i]` is the second at which point `i` begins. Times are milliseconds; `null`: nothing finished. */
export interface EndpointSeries {
  /** Finished requests a second. */
  readonly rate: number[]
  readonly failures: number[]
  readonly average: (number | null)[]
  /** In the order of the percentiles asked for. */
  readonly percentiles: (number | null)[][]
}

export interface Point {
  rate: number
  failures: number
  average: number | null
  percentiles: (number | null)[]
}

export const noPoint: Point = { rate: 0, failures: 0, average: null, percentiles: [] }

export interface Asked {
  /** How many seconds each point has seen so far; the newest and the last one of a run may have fewer than the step. */
  readonly seconds: number[]
  readonly percentiles: readonly number[]
}

/** The points of one endpoint; the newest is still being added to. */
export class Track {
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
