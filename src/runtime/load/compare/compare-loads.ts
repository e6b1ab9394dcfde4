import type { LoadHeader } from '../record/load-record.ts'
import type { LoadRun } from '../record/read-record.ts'
import type { ChangeVerdict, ComparedEndpoint, ComparedMeasure, ComparedRun, LoadComparison } from './load-comparison.ts'
import type { Measures } from './resample.ts'
import { measureBlocks, resample } from './resample.ts'
import type { RunBlocks } from './run-blocks.ts'
import { cutIntoBlocks } from './run-blocks.ts'

export interface CompareOptions {
  /** Default: 50, 95, 99. */
  readonly percentiles?: readonly number[]
  /** Changes smaller than this share do not count, however certain they are. Default: 0.05. */
  readonly threshold?: number
  /** Default: 0.99, because many figures are judged at once. */
  readonly confidence?: number
}

const draws = 1000
/** With fewer stretches or requests beyond a percentile, an interval would pretend to know something. */
const fewestBlocks = 8
const fewestBeyond = 10

/**
 * Compares two runs, endpoint by endpoint. Intervals come from a block bootstrap: stretches of each run are drawn with replacement a
 * thousand times, and the changes that result say how far chance alone reaches. A change counts when its whole interval lies on one side
 * of zero and it is larger than the threshold. The same runs always give the same answer.
 */
export function compareLoads(a: LoadRun, b: LoadRun, options: CompareOptions = {}): LoadComparison {
  const { threshold = 0.05, confidence = 0.99 } = options
  const percentiles = [...(options.percentiles ?? [50, 95, 99])].sort((left, right) => left - right)
  const [before, after] = [cutIntoBlocks(a), cutIntoBlocks(b)]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const isOpen = a.header.model === 'open' && b.header.model === 'open'
  const rows = keys.map((key) =>
    compareEndpoint({ key, a: before.get(key), b: after.get(key), percentiles, threshold, confidence, isOpen }),
  )
  return {
    a: describe(a, before),
    b: describe(b, after),
    threshold,
    confidence,
    rows,
    verdict: judge(rows),
    warnings: findDifferences(a.header, b.header),
  }
}

interface Pair {
  readonly key: string
  readonly a: RunBlocks | undefined
  readonly b: RunBlocks | undefined
  readonly percentiles: readonly number[]
  readonly threshold: number
  readonly confidence: number
  readonly isOpen: boolean
}

function compareEndpoint(pair: Pair): ComparedEndpoint {
  const { key, a, b, percentiles, isOpen } = pair
  const title = key === '' ? 'Aggregated' : key
  if (a === undefined || b === undefined || a.requests === 0 || b.requests === 0)
    return { title, onlyIn: (a?.requests ?? 0) > 0 ? 'a' : 'b', requests: [a?.requests ?? 0, b?.requests ?? 0], measures: [] }
  const [now, then] = [measureBlocks(b.blocks, percentiles), measureBlocks(a.blocks, percentiles)]
  const drawn = draw({ a, b, percentiles, key })
  const compare = (
    name: string,
    pick: (measures: Measures) => number,
    { difference = false, lowerIsWorse = false, isEnough = true } = {},
  ): ComparedMeasure => {
    const changeOf = (before: number, after: number) => (difference ? after - before : before === 0 ? 0 : after / before - 1)
    const [before, after] = [pick(then), pick(now)]
    const change = changeOf(before, after)
    if (!isEnough || a.blocks.length < fewestBlocks || b.blocks.length < fewestBlocks)
      return { name, a: before, b: after, change, verdict: 'unclear' }
    const changes = drawn.map(([left, right]) => changeOf(pick(left), pick(right))).sort((left, right) => left - right)
    const interval = intervalOf(changes, pair.confidence)
    return {
      name,
      a: before,
      b: after,
      change,
      interval,
      verdict: verdictOf({ change, interval, threshold: difference ? Math.min(pair.threshold, 0.005) : pair.threshold, lowerIsWorse }),
    }
  }
  return {
    title,
    requests: [a.requests, b.requests],
    measures: [
      ...percentiles.map((percentile, index) =>
        compare(`p${percentile}`, ({ percentiles: times }) => times[index] ?? 0, {
          isEnough: Math.min(a.requests, b.requests) * (1 - percentile / 100) >= fewestBeyond,
        }),
      ),
      compare('average', ({ average }) => average),
      compare('errors', ({ errors }) => errors, { difference: true }),
      // With a given rate of arrivals the rate says what was asked for, not what the service can do.
      ...(isOpen ? [] : [compare('rate', ({ rate }) => rate, { lowerIsWorse: true })]),
    ],
  }
}

function draw({
  a,
  b,
  percentiles,
  key,
}: {
  readonly a: RunBlocks
  readonly b: RunBlocks
  readonly percentiles: readonly number[]
  readonly key: string
}): (readonly [Measures, Measures])[] {
  const random = seededBy(key)
  const before = resample(a, { times: draws, percentiles, random })
  const after = resample(b, { times: draws, percentiles, random })
  return before.map((measures, index) => [measures, after[index] as Measures])
}

function intervalOf(sorted: readonly number[], confidence: number): readonly [number, number] {
  const cut = (1 - confidence) / 2
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? 0
  return [at(cut), at(1 - cut)]
}

interface Change {
  readonly change: number
  readonly interval: readonly [number, number]
  readonly threshold: number
  readonly lowerIsWorse: boolean
}

function verdictOf({ change, interval: [low, high], threshold, lowerIsWorse }: Change): ChangeVerdict {
  if (low > 0 && change > threshold) return lowerIsWorse ? 'faster' : 'slower'
  if (high < 0 && change < -threshold) return lowerIsWorse ? 'slower' : 'faster'
  return 'no change'
}

function judge(rows: readonly ComparedEndpoint[]): LoadComparison['verdict'] {
  const verdicts = rows.flatMap(({ measures }) => measures.map(({ verdict }) => verdict))
  if (verdicts.includes('slower')) return 'regression'
  if (verdicts.includes('faster')) return 'improvement'
  return verdicts.includes('no change') ? 'no change' : 'unclear'
}

function describe({ header }: LoadRun, blocks: ReadonlyMap<string, RunBlocks>): ComparedRun {
  const { requests = 0, seconds = 0 } = blocks.get('') ?? {}
  return { name: header.name, startedAt: header.startedAt, seconds, requests, commit: header.environment.commit }
}

function findDifferences(a: LoadHeader, b: LoadHeader): string[] {
  return [
    a.model !== b.model && `One run is ${a.model}, the other ${b.model}: their response times mean different things`,
    a.engine !== b.engine && `One run is by ${a.engine}, the other by ${b.engine}`,
    JSON.stringify(a.profile) !== JSON.stringify(b.profile) && 'The profiles differ: the service was asked for something else',
    (a.environment.platform !== b.environment.platform || a.environment.cpus !== b.environment.cpus) &&
      `The generators differ: ${a.environment.platform} with ${a.environment.cpus} CPUs, ${b.environment.platform} with ${b.environment.cpus}`,
  ].filter((text) => text !== false)
}

/** Numbers from 0 to 1 that depend on a text alone: FNV-1a into xorshift32. */
function seededBy(text: string): () => number {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  state = state === 0 ? 1 : state
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
