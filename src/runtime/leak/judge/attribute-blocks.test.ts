import { expect, test } from 'vitest'
import { attributeBlocks } from './attribute-blocks.ts'
import { seededRandom } from './synthetic-traces.testing.ts'

/** Forty blocks in which one of the tasks in turn gets most of the traffic. */
function blocks(kept: readonly number[], { noise = 20_000, step = 0 } = {}) {
  const random = seededRandom(3)
  return Array.from({ length: 40 }, (_, index) => {
    const counts = kept.map((_kept, task) => (task === index % kept.length ? 480 : 120 / (kept.length - 1)) + Math.round(random() * 20))
    const growth = counts.reduce((sum, count, task) => sum + count * kept[task]!, 0) + (random() - 0.5) * noise + (index === 31 ? step : 0)
    return { counts, growth }
  })
}

test('the request that leaks is named, with an interval around the truth', () => {
  const [a, b, c, d] = attributeBlocks(blocks([0, 560, 0, 0]), { random: seededRandom(1), threshold: 50 })
  expect([a!.guilty, b!.guilty, c!.guilty, d!.guilty]).toEqual([false, true, false, false])
  expect(b!.low).toBeLessThan(560)
  expect(b!.high).toBeGreaterThan(560)
})

test('two of them are named both', () => {
  expect(attributeBlocks(blocks([300, 0, 1000]), { random: seededRandom(1), threshold: 50 }).map(({ guilty }) => guilty)).toEqual([true, false, true])
})

test('a table that doubles once accuses nobody', () => {
  const shares = attributeBlocks(blocks([0, 800], { step: 2_000_000 }), { random: seededRandom(1), threshold: 50 })
  expect(shares.map(({ guilty }) => guilty)).toEqual([false, true])
  expect(Math.abs(shares[1]!.perRequest - 800)).toBeLessThan(120)
})
