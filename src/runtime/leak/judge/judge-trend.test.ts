import { describe, expect, test } from 'vitest'
import { judgeTrend } from './judge-trend.ts'
import { seededRandom, syntheticTraces } from './synthetic-traces.testing.ts'

const rule = { threshold: 100, minGrowth: 512 * 1024, atRest: false }
const rest = { threshold: 32, minGrowth: 32 * 1024, atRest: true }

/** A series of 240 looks at 24,000 requests. */
function series(at: (x: number) => number, count = 240) {
  const x = Array.from({ length: count }, (_, index) => (index * 24_000) / count)
  return { x, y: x.map((value) => Math.round(at(value))) }
}

describe('the shape of growth decides', () => {
  test.for<[string, (x: number) => number, string, string]>([
    ['a straight rise', (x) => 1000 * x, 'leak', 'steady'],
    ['nothing', () => 5e7, 'no leak', 'flat'],
    ['a cache that is full at a third', (x) => 1000 * Math.min(x, 8000), 'no leak', 'flat'],
    ['a cache that is full at two thirds', (x) => 1000 * Math.min(x, 16_000), 'no leak', 'rose, then flat'],
    ['two steps in the judged half', (x) => (x > 14_000 ? 5e6 : 0) + (x > 19_000 ? 5e6 : 0), 'inconclusive', 'steps'],
    ['growth that slows down', (x) => 1e7 * Math.log(1 + x / 500), 'inconclusive', 'slowing'],
    ['a sawtooth', (x) => 2e4 * (x % 700), 'no leak', 'flat'],
    ['a saw with long teeth', (x) => 1000 * ((x + 1200) % 7500), 'no leak', 'returns'],
    ['a tooth that begins where the judged half does', (x) => 1000 * ((x + 1000) % 13_000), 'inconclusive', 'given back before'],
    ['a leak beyond what was given back before', (x) => 1000 * x - (x > 9000 ? 8.9e6 : 0), 'leak', 'steady'],
    ['long teeth that rise', (x) => 3000 * ((x + 1200) % 4700) + 800 * x, 'inconclusive', 'steps'],
    ['less than counts', (x) => 20 * x, 'no leak', 'below the threshold'],
  ])('%s', ([, at, verdict, shape]) => {
    expect(judgeTrend(series(at), rule)).toMatchObject({ verdict, shape })
  })

  test('a saw grows by what its lowest points grow by', () => {
    const { slope, low, high } = judgeTrend(series((x) => 1000 * ((x + 1200) % 7500)), rule)
    expect({ low, high }).toEqual({ low: 0, high: rule.threshold })
    expect(slope).toBeCloseTo(0)
  })

  test('a sawtooth that rises is a leak of what its lowest points rise by', () => {
    const trend = judgeTrend(series((x) => 2e4 * (x % 240) + 2000 * x), rule)
    expect(trend.verdict).toBe('leak')
    expect(trend.slope).toBeGreaterThan(1900)
    expect(trend.slope).toBeLessThan(2100)
  })

  test('the estimate lies in its interval, and so does the truth', () => {
    const random = seededRandom(7)
    const { verdict, slope, low, high } = judgeTrend(series((x) => 1000 * x + 400_000 * random()), rule)
    expect(verdict).toBe('leak')
    expect(low).toBeLessThanOrEqual(slope)
    expect(high).toBeGreaterThanOrEqual(slope)
    expect(Math.abs(slope - 1000)).toBeLessThan(30)
  })
})

describe('at rest', () => {
  test('a leak of 40 bytes is seen', () => {
    expect(judgeTrend(series((x) => 1e7 + 40 * x, 32), rest)).toMatchObject({ verdict: 'leak', slope: expect.closeTo(40, 0) })
  })

  test('fewer than twelve points decide nothing', () => {
    expect(judgeTrend(series((x) => 1000 * x, 11), rest)).toMatchObject({ verdict: 'inconclusive', shape: 'too short' })
  })
})

test('of 1,000 synthetic services leaks are found, and what is clean is not called one', () => {
  const judged = syntheticTraces(1000, 20_260_101).map((trace) => ({ ...trace, trend: judgeTrend(trace.points, rule) }))
  const called = judged.filter(({ trend }) => trend.verdict === 'leak')
  const clean = judged.filter(({ leak }) => leak === 0)
  const leaking = judged.filter(({ leak }) => leak > 0)
  const falseAlarms = clean.filter(({ trend }) => trend.verdict === 'leak')
  expect(clean.length).toBeGreaterThan(400)
  expect(falseAlarms.length / clean.length).toBeLessThanOrEqual(0.01)
  expect(called.filter(({ leak }) => leak > 0).length / called.length).toBeGreaterThanOrEqual(0.99)
  // a leak may stay open, but it is never waved through
  expect(leaking.filter(({ trend }) => trend.verdict === 'no leak')).toEqual([])
  expect(leaking.filter(({ trend }) => trend.verdict === 'leak').length / leaking.length).toBeGreaterThan(0.9)
})
