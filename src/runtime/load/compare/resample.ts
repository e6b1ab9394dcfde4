import { bucketCount, bucketMiddle } from '../metrics/buckets.ts'
import type { Block, RunBlocks } from './run-blocks.ts'

export interface Measures {
  /** Microseconds, in the order asked for. */
  readonly percentiles: readonly number[]
  readonly average: number
  readonly errors: number
  readonly rate: number
}

/** Figures of a run as it was, or of one that is made of its stretches drawn with replacement. */
export function measureBlocks(blocks: readonly Block[], percentiles: readonly number[]): Measures {
  const counts = new Uint32Array(bucketCount)
  let [requests, failures, sum, seconds, times] = [0, 0, 0, 0, 0]
  for (const block of blocks) {
    requests += block.requests
    failures += block.failures
    sum += block.sum
    seconds += block.seconds
    const { buckets } = block
    for (let at = 0; at + 1 < buckets.length; at += 2) {
      const index = buckets[at] as number
      counts[index] = (counts[index] as number) + (buckets[at + 1] as number)
      times += buckets[at + 1] as number
    }
  }
  return {
    percentiles: percentilesOf(counts, { times, percentiles }),
    average: times === 0 ? 0 : sum / times,
    errors: requests === 0 ? 0 : failures / requests,
    rate: seconds === 0 ? 0 : requests / seconds,
  }
}

/** Draws as many stretches as there are, `times` times over. */
export function resample(
  { blocks }: RunBlocks,
  { times, percentiles, random }: { readonly times: number; readonly percentiles: readonly number[]; readonly random: () => number },
): Measures[] {
  return Array.from({ length: times }, () =>
    measureBlocks(
      Array.from({ length: blocks.length }, () => blocks[Math.floor(random() * blocks.length)] as Block),
      percentiles,
    ),
  )
}

/** All of them in one walk; `percentiles` rise. */
function percentilesOf(
  counts: Uint32Array,
  { times, percentiles }: { readonly times: number; readonly percentiles: readonly number[] },
): number[] {
  if (times === 0) return percentiles.map(() => 0)
  // The rank that the histogram takes as well.
  const ranks = percentiles.map((percentile) => Math.max(1, Math.ceil((percentile / 100) * times - 1e-9 * times)))
  const found: number[] = []
  let seen = 0
  for (let index = 0; index < bucketCount && found.length < ranks.length; index++) {
    seen += counts[index] as number
    for (; found.length < ranks.length && seen >= (ranks[found.length] as number);) found.push(bucketMiddle(index))
  }
  return found
}
