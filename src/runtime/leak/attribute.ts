import { createRandom } from '../values/random.ts'
import type { ServiceWatch } from './drive/service-watch.ts'
import type { WindowWatch } from './drive/watch-window.ts'
import { attributeBlocks } from './judge/attribute-blocks.ts'
import type { Block } from './judge/attribute-blocks.ts'
import type { RequestShare } from './leak-result.ts'

export interface Attribution {
  readonly window: WindowWatch
  /** Of the service that leaks. */
  readonly watch: ServiceWatch
  readonly names: readonly string[]
  /** All blocks together. */
  readonly requests: number
  readonly progress: (share: number) => void
  readonly byTask: () => readonly number[]
}

const BLOCKS = 40
const FAVOURED = 0.8

/**
 * Finds the request that leaks, behind the verdict, on the warm service: in each of forty blocks one request gets most of the traffic, in
 * an order that is shuffled round by round, so that what merely happens at the same time cancels out.
 */
export async function attribute({ window, watch, names, requests, progress, byTask }: Attribution): Promise<readonly RequestShare[]> {
  const random = createRandom('leak attribution')
  const rounds = Math.max(2, Math.ceil(BLOCKS / names.length))
  const order = Array.from({ length: rounds }, () => shuffled(names.length, random)).flat()
  const size = Math.max(20, Math.round(requests / order.length))
  const blocks: Block[] = []
  let level = await window.block(watch, { weights: names.map(() => 1), requests: size })
  for (const [index, favoured] of order.entries()) {
    if (window.end !== undefined) break
    const before = byTask().slice()
    const rest = names.length === 1 ? 0 : (1 - FAVOURED) / (names.length - 1)
    const weights = names.map((_, task) => (task === favoured ? FAVOURED : rest))
    const now = await window.block(watch, { weights, requests: size })
    blocks.push({ counts: byTask().map((count, task) => count - before[task]!), growth: now - level })
    level = now
    progress((index + 1) / order.length)
  }
  const shares = attributeBlocks(blocks, random)
  return shares.map((share, task) => ({ request: names[task]!, ...share }))
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, index) => index)
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}
