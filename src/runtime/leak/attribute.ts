import { createRandom } from '../values/random.ts'
import type { ServiceWatch } from './drive/service-watch.ts'
import type { WindowWatch } from './drive/watch-window.ts'
import { attributeBlocks } from './judge/attribute-blocks.ts'
import type { Block } from './judge/attribute-blocks.ts'
import type { SeriesJudgement } from './judge/judge-trace.ts'
import type { RequestShare } from './leak-result.ts'

export interface Attribution {
  /** The series that leaks. */
  readonly leaking: Pick<SeriesJudgement, 'metric' | 'unit'>
  readonly window: WindowWatch
  /** Of the service that leaks. */
  readonly watch: ServiceWatch
  readonly names: readonly string[]
  /** All blocks together. */
  readonly requests: number
  readonly progress: (share: number) => void
  readonly byTask: () => readonly number[]
}

/** What a request must keep for sure to be called guilty. */
const THRESHOLD = { bytes: 50, count: 0.0005 }
const BLOCKS = 40
/** Fewer, because the window ended meanwhile, accuse nobody. */
const LEAST_BLOCKS = 20
const FAVOURED = 0.8

/**
 * Finds the request that leaks, behind the verdict, on the warm service: in each of forty blocks one request gets most of the traffic, in
 * an order that is shuffled round by round, so that what merely happens at the same time cancels out. Undefined when the window ended too
 * early for that.
 */
export async function attribute(options: Attribution): Promise<readonly RequestShare[] | undefined> {
  const { leaking, window, watch, names, requests, progress, byTask } = options
  const { metric, unit } = leaking
  const random = createRandom('leak attribution')
  const rounds = Math.max(2, Math.ceil(BLOCKS / names.length))
  const order = Array.from({ length: rounds }, () => shuffled(names.length, random)).flat()
  const size = Math.max(20, Math.round(requests / order.length))
  const blocks: Block[] = []
  let level = await window.block(watch, { metric, weights: names.map(() => 1), requests: size })
  for (const [index, favoured] of order.entries()) {
    if (window.end !== undefined) break
    const before = byTask().slice()
    const rest = names.length === 1 ? 0 : (1 - FAVOURED) / (names.length - 1)
    const weights = names.map((_, task) => (task === favoured ? FAVOURED : rest))
    const now = await window.block(watch, { metric, weights, requests: size })
    blocks.push({ counts: byTask().map((count, task) => count - before[task]!), growth: now - level })
    level = now
    progress((index + 1) / order.length)
  }
  const seen = blocks.filter(({ growth }) => Number.isFinite(growth))
  if (seen.length < LEAST_BLOCKS) return undefined
  const digits = unit === 'bytes' ? 0 : 4
  const rounded = (value: number) => Number(value.toFixed(digits))
  return attributeBlocks(seen, { random, threshold: THRESHOLD[unit] }).map(({ perRequest, low, high, guilty }, task) => ({
    request: names[task]!,
    unit,
    perRequest: rounded(perRequest),
    low: rounded(low),
    high: rounded(high),
    guilty,
  }))
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, index) => index)
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}
