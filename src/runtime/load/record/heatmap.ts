import { bucketMiddle } from '../metrics/buckets.ts'
import type { EndpointSample, SparseHistogram } from './load-record.ts'

/**
 * How many requests took how long at what time. A row is a band of response times, four bands to each doubling: row `r` begins at
 * 2^(r/4) microseconds. A column is `[row, count, row, count …]`.
 */
export interface Heatmap {
  /** Seconds that one column stands for. */
  readonly step: number
  readonly at: readonly number[]
  readonly columns: readonly (readonly number[])[]
}

export function heatmapRow(micros: number): number {
  return micros < 1 ? 0 : Math.floor(4 * Math.log2(micros) + 1e-9)
}

export class HeatmapBuilder {
  readonly step: number
  readonly #columns = new Map<number, Map<number, number>>()

  constructor(step: number) {
    this.step = step
  }

  add({ response }: Pick<EndpointSample, 'response'>, at: number): void {
    const start = Math.floor(at / this.step) * this.step
    let column = this.#columns.get(start)
    if (column === undefined) this.#columns.set(start, (column = new Map()))
    addTo(column, response)
  }

  /** The column that holds a second. */
  columnAt(at: number): number[] {
    return flatten(this.#columns.get(Math.floor(at / this.step) * this.step) ?? new Map())
  }

  build(): Heatmap {
    const columns = [...this.#columns].sort(([a], [b]) => a - b)
    return { step: this.step, at: columns.map(([at]) => at), columns: columns.map(([, rows]) => flatten(rows)) }
  }
}

function addTo(column: Map<number, number>, { buckets }: SparseHistogram): void {
  for (let at = 0; at + 1 < buckets.length; at += 2) {
    const row = heatmapRow(bucketMiddle(buckets[at] as number))
    column.set(row, (column.get(row) ?? 0) + (buckets[at + 1] as number))
  }
}

function flatten(rows: ReadonlyMap<number, number>): number[] {
  return [...rows].sort(([a], [b]) => a - b).flat()
}
