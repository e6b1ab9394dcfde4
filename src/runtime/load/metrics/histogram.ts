import type { SparseHistogram } from '../record/load-record.ts'
import { bucketCount, bucketMiddle, bucketOf } from './buckets.ts'

/** In front of the buckets stand four numbers: count, min, max and sum. */
const headBytes = 4 * Float64Array.BYTES_PER_ELEMENT

/**
 * Counts microseconds in log-linear buckets: percentiles within 0.4 %, minimum, maximum and sum exact, 13 kB however many values there
 * are. Two of them merge without loss. It lives in one buffer, which threads may share; only one of them may write.
 *
 * @example
 * const times = new Histogram()
 * times.record(5_100)
 * times.percentile(99) // 5100
 */
export class Histogram {
  static readonly byteLength = headBytes + bucketCount * Uint32Array.BYTES_PER_ELEMENT

  readonly #head: Float64Array
  readonly #buckets: Uint32Array

  /** A new one, or a view of what lies in `buffer`, which starts as zeros. `byteOffset` is a multiple of 8. */
  constructor(buffer: ArrayBufferLike = new ArrayBuffer(Histogram.byteLength), byteOffset = 0) {
    this.#head = new Float64Array(buffer, byteOffset, 4)
    this.#buckets = new Uint32Array(buffer, byteOffset + headBytes, bucketCount)
  }

  static fromSparse(sparse: SparseHistogram): Histogram {
    const histogram = new Histogram()
    histogram.addSparse(sparse)
    return histogram
  }

  get count(): number {
    return this.#head[0] as number
  }

  /** Of nothing: 0, as with the other figures. */
  get min(): number {
    return this.#head[1] as number
  }

  get max(): number {
    return this.#head[2] as number
  }

  get sum(): number {
    return this.#head[3] as number
  }

  get average(): number {
    return this.count === 0 ? 0 : this.sum / this.count
  }

  /** Takes microseconds; a fraction is cut off in the bucket and kept in min, max and sum. Less than zero counts as zero. */
  record(micros: number): void {
    const value = micros > 0 ? micros : 0
    const head = this.#head
    const count = head[0] as number
    if (count === 0 || value < (head[1] as number)) head[1] = value
    if (value > (head[2] as number)) head[2] = value
    head[3] = (head[3] as number) + value
    head[0] = count + 1
    const index = bucketOf(value)
    this.#buckets[index] = (this.#buckets[index] as number) + 1
  }

  /** Adds all values of another one. */
  merge(other: Histogram): void {
    this.#addFigures(other.count, other)
    const from = other.#buckets
    const end = other.count === 0 ? 0 : bucketOf(other.max) + 1
    for (let index = other.count === 0 ? 0 : bucketOf(other.min); index < end; index++) {
      const added = from[index] as number
      if (added > 0) this.#buckets[index] = (this.#buckets[index] as number) + added
    }
  }

  addSparse(sparse: SparseHistogram): void {
    const { buckets } = sparse
    let count = 0
    for (let at = 0; at + 1 < buckets.length; at += 2) {
      const index = buckets[at] as number
      const added = buckets[at + 1] as number
      if (index >= 0 && index < bucketCount) this.#buckets[index] = (this.#buckets[index] as number) + added
      count += added
    }
    this.#addFigures(count, sparse)
  }

  #addFigures(count: number, { min, max, sum }: { readonly min: number; readonly max: number; readonly sum: number }): void {
    if (count === 0) return
    const head = this.#head
    const before = head[0] as number
    head[1] = before === 0 ? min : Math.min(head[1] as number, min)
    head[2] = before === 0 ? max : Math.max(head[2] as number, max)
    head[3] = (head[3] as number) + sum
    head[0] = before + count
  }

  /**
   * The smallest recorded value that at least `percent` per cent of all values do not exceed, in microseconds; never outside of min and
   * max. Of nothing: 0.
   */
  percentile(percent: number): number {
    const { count, min, max } = this
    if (count === 0 || percent <= 0) return min
    if (percent >= 100) return max
    // 99.9 / 100 * 1000 is a little more than 999 in binary fractions; the rank is meant to be 999.
    const rank = Math.max(1, Math.ceil((percent / 100) * count - 1e-9 * count))
    let seen = 0
    for (let index = bucketOf(min); index < bucketCount; index++) {
      seen += this.#buckets[index] as number
      if (seen >= rank) return Math.min(max, Math.max(min, bucketMiddle(index)))
    }
    return max
  }

  /** How many values lie in buckets that end at or below `micros`; exact below 256, within 0.8 % of the value above. */
  countUpTo(micros: number): number {
    if (micros >= this.max) return this.count
    let seen = 0
    const end = bucketOf(micros)
    for (let index = 0; index <= end; index++) seen += this.#buckets[index] as number
    return seen
  }

  /** Only the buckets that hold something, as numbers that fit into JSON. */
  toSparse(): SparseHistogram {
    const { count, min, max, sum } = this
    const buckets: number[] = []
    const end = count === 0 ? 0 : bucketOf(max) + 1
    for (let index = count === 0 ? 0 : bucketOf(min); index < end; index++) {
      const held = this.#buckets[index] as number
      if (held > 0) buckets.push(index, held)
    }
    return { buckets, min, max, sum }
  }

  /** Back to nothing. */
  clear(): void {
    if (this.count === 0) return
    this.#buckets.fill(0, bucketOf(this.min), bucketOf(this.max) + 1)
    this.#head.fill(0)
  }
}
