import { expect, test } from 'vitest'
import { leastSquares, lowerEnvelope, lowestOfBins, median, part, theilSen } from './statistics.ts'

test('the median of an even number of values lies between the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5])
})

test('the slope is that of the line, whatever one point says', () => {
  const x = Array.from({ length: 20 }, (_, index) => index)
  const y = x.map((value) => 5 + 3 * value)
  y[7] = 1e9
  const { slope, low, high } = theilSen({ x, y }, 2.58)
  expect(slope).toBe(3)
  expect(low).toBeLessThanOrEqual(3)
  expect(high).toBeGreaterThanOrEqual(3)
  expect(high).toBeLessThan(10)
})

test('the interval takes the slopes at the ranks of Sen', () => {
  // Slopes -1, 0.5, 1.5, 5/3, 2, 4; the variance of S is 4·3·13/18, so with z = 1 the ranks are 1.528 and 5.472, counted from 1.
  const { slope, low, high } = theilSen({ x: [1, 2, 3, 4], y: [1, 3, 2, 6] }, 1)
  expect(slope).toBeCloseTo((1.5 + 5 / 3) / 2)
  expect(low).toBeCloseTo(-1 + 0.528 * 1.5, 2)
  expect(high).toBeCloseTo(2 + 0.472 * 2, 2)
})

test('equal values leave no doubt', () => {
  expect(theilSen({ x: [1, 2, 3, 4], y: [7, 7, 7, 7] }, 2.58)).toMatchObject({ slope: 0, low: 0, high: 0 })
})

test('least squares give slope, constant and distance', () => {
  expect(leastSquares({ x: [0, 1, 2], y: [1, 3, 5] })).toEqual({ intercept: 1, slope: 2, error: 0 })
  expect(leastSquares({ x: [0, 1, 2], y: [0, 3, 0] }).error).toBeCloseTo(6)
})

test('of each bin the lowest point stays where it stood', () => {
  expect(lowestOfBins({ x: [0, 1, 2, 3], y: [5, 4, 9, 8] }, 2)).toEqual({ x: [1, 3], y: [4, 8] })
})

test('the envelope takes the lowest of three neighbours', () => {
  expect(lowerEnvelope({ x: [0, 1, 2, 3], y: [5, 9, 7, 8] }).y).toEqual([5, 5, 7, 7])
})

test('a part is a share of the range, not of the points', () => {
  expect(part({ x: [0, 1, 2, 10], y: [0, 1, 2, 10] }, 0.5, 1)).toEqual({ x: [10], y: [10] })
})
