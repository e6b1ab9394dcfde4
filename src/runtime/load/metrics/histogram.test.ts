import { describe, expect, test } from 'vitest'
import { bucketCount, bucketFloor, bucketMiddle, bucketOf, bucketWidth, largestValue } from './buckets.ts'
import { Histogram } from './histogram.ts'

/** Numbers that repeat: mulberry32. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Times as services have them: from a few microseconds to minutes, most of them small. */
function times(seed: number, count: number): number[] {
  const next = random(seed)
  return Array.from({ length: count }, () => Math.floor(Math.exp(next() * 20)))
}

function exactPercentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length - 1e-9 * sorted.length)) - 1] as number
}

function filled(values: readonly number[], histogram = new Histogram()): Histogram {
  for (const value of values) histogram.record(value)
  return histogram
}

describe('buckets', () => {
  test('follow each other without gap or overlap', () => {
    for (let index = 0; index < bucketCount; index++) {
      expect(bucketOf(bucketFloor(index))).toBe(index)
      expect(bucketOf(bucketFloor(index) + bucketWidth(index) - 1)).toBe(index)
      if (index > 0) expect(bucketFloor(index)).toBe(bucketFloor(index - 1) + bucketWidth(index - 1))
    }
    expect(bucketOf(largestValue)).toBe(bucketCount - 1)
    expect(bucketOf(1e15)).toBe(bucketCount - 1)
  })

  test('are never wider than 0.8 % of their values, so that their middle is at most 0.4 % off', () => {
    for (let index = 256; index < bucketCount; index++) {
      const floor = bucketFloor(index)
      expect(Math.abs(bucketMiddle(index) - floor) / floor).toBeLessThanOrEqual(0.004)
    }
  })
})

describe('a histogram', () => {
  test.each([1, 2, 3, 4, 5])('gives percentiles within 0.4 %% of the exact ones (seed %i)', (seed) => {
    const values = times(seed, 20_000)
    const histogram = filled(values)
    const sorted = values.toSorted((a, b) => a - b)
    for (const percent of [0.1, 1, 10, 50, 75, 90, 95, 99, 99.9, 99.99]) {
      const exact = exactPercentile(sorted, percent)
      expect(Math.abs(histogram.percentile(percent) - exact)).toBeLessThanOrEqual(exact * 0.004)
    }
    expect(histogram.percentile(100)).toBe(sorted.at(-1))
    expect(histogram.percentile(0)).toBe(sorted[0])
    expect(histogram.max).toBe(sorted.at(-1))
    expect(histogram.min).toBe(sorted[0])
    expect(histogram.sum).toBe(values.reduce((total, value) => total + value, 0))
  })

  test('never gives a percentile above the maximum or below the minimum', () => {
    const histogram = filled([100_001])
    for (const percent of [0, 1, 50, 99, 100]) expect(histogram.percentile(percent)).toBe(100_001)
  })

  test('takes the rank that people mean: of ten values the 90th percentile is the ninth', () => {
    const histogram = filled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(histogram.percentile(90)).toBe(9)
    expect(histogram.percentile(91)).toBe(10)
    expect(histogram.percentile(50)).toBe(5)
    expect(filled(Array.from({ length: 1000 }, (_, index) => index % 200)).percentile(99.9)).toBe(199)
  })

  test.each([1, 2, 3])('is the same whether values were recorded in one or merged from parts (seed %i)', (seed) => {
    const values = times(seed, 5_000)
    const whole = filled(values)
    const merged = filled(values.slice(0, 1_000))
    merged.merge(filled(values.slice(1_000, 1_001)))
    merged.merge(new Histogram())
    merged.merge(filled(values.slice(1_001)))
    expect(merged.toSparse()).toEqual(whole.toSparse())
    expect(merged.count).toBe(whole.count)
  })

  test.each([1, 2, 3])('comes back from its sparse form, through JSON, as it was (seed %i)', (seed) => {
    const whole = filled(times(seed, 3_000))
    const back = Histogram.fromSparse(JSON.parse(JSON.stringify(whole.toSparse())))
    expect(back.toSparse()).toEqual(whole.toSparse())
    expect(back.count).toBe(whole.count)
    expect(back.percentile(95)).toBe(whole.percentile(95))
  })

  test('of nothing has zeros, and an empty one merged changes nothing', () => {
    const empty = new Histogram()
    expect([empty.count, empty.min, empty.max, empty.sum, empty.average, empty.percentile(99)]).toEqual([0, 0, 0, 0, 0, 0])
    expect(empty.toSparse()).toEqual({ buckets: [], min: 0, max: 0, sum: 0 })
    const one = filled([7])
    one.addSparse(empty.toSparse())
    expect([one.min, one.max, one.count]).toEqual([7, 7, 1])
  })

  test('is empty after clear and counts again', () => {
    const histogram = filled(times(9, 500))
    histogram.clear()
    histogram.record(3)
    expect(histogram.toSparse()).toEqual({ buckets: [3, 1], min: 3, max: 3, sum: 3 })
  })

  test('can lie side by side with others in memory that threads share', () => {
    const shared = new SharedArrayBuffer(2 * Histogram.byteLength)
    const first = filled([10], new Histogram(shared, 0))
    const second = filled([20, 30], new Histogram(shared, Histogram.byteLength))
    expect(new Histogram(shared, 0).toSparse()).toEqual(first.toSparse())
    expect(new Histogram(shared, Histogram.byteLength).count).toBe(second.count)
  })

  test('keeps what is too large for its buckets in the last one, with the exact maximum', () => {
    const histogram = filled([-5, 0.5, 1e12])
    expect(histogram.min).toBe(0)
    expect(histogram.max).toBe(1e12)
    expect(histogram.percentile(100)).toBe(1e12)
    expect(histogram.count).toBe(3)
  })

  test('counts how many values are at or below a limit', () => {
    const histogram = filled([1, 2, 3, 200, 100_000])
    expect(histogram.countUpTo(3)).toBe(3)
    expect(histogram.countUpTo(1)).toBe(1)
    expect(histogram.countUpTo(100_000)).toBe(5)
  })
})
