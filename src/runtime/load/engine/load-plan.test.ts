import { describe, expect, test } from 'vitest'
import type { LoadProfile } from '../program/define-load.ts'
import { LoadPlanError, planLoad } from './load-plan.ts'
import { phasesOf } from './load-phases.ts'
import { Ramp } from './ramp.ts'

const base: LoadProfile = { tasks: [], thresholds: {} }

describe('a ramp', () => {
  const ramp = new Ramp([
    [0, 0],
    [10, 100],
    [20, 100],
    [30, 0],
  ])

  test('goes evenly from point to point and stays behind the last', () => {
    expect([0, 5, 10, 15, 25, 30, 99].map((at) => ramp.at(at))).toEqual([0, 50, 100, 100, 50, 0, 0])
  })

  test('adds up to the area below it', () => {
    expect([0, 5, 10, 20, 30, 99].map((at) => ramp.areaUntil(at))).toEqual([0, 125, 500, 1500, 2000, 2000])
  })

  test.each([0, 1, 124, 125, 499, 500, 777, 1500, 1999])('says when %i have come together, as the area does', (area) => {
    expect(ramp.areaUntil(ramp.whenArea(area))).toBeCloseTo(area, 6)
  })

  test('never brings more together than there is', () => {
    expect(ramp.whenArea(2001)).toBe(Number.POSITIVE_INFINITY)
    expect(new Ramp([[0, 0]]).whenArea(1)).toBe(Number.POSITIVE_INFINITY)
  })

  test('spaces the arrivals of a constant rate evenly', () => {
    const constant = new Ramp([[0, 1000]])
    for (let arrival = 0; arrival < 100; arrival++) expect(constant.whenArea(arrival)).toBeCloseTo(arrival / 1000, 12)
  })
})

describe('a plan', () => {
  test('starts users by their rate', () => {
    const plan = planLoad({ ...base, users: 10, spawnRate: '2/s', duration: '1m', wait: '3s..5s', warmup: '10s' })
    expect(plan).toMatchObject({ model: 'closed', warmupSeconds: 10, seconds: 60, wait: { kind: 'between', fromMs: 3000, toMs: 5000 } })
    expect([0, 1, 5, 60].map((at) => plan.level.at(at))).toEqual([0, 2, 10, 10])
    expect(phasesOf(plan)).toEqual([
      { name: 'warm-up', from: 0, until: 10, warmup: true, users: 10 },
      { name: 'load', from: 10, until: 70, warmup: false, users: 10 },
    ])
  })

  test('reads rates, numbers in text and pacing', () => {
    expect(planLoad({ ...base, rate: '600/m', duration: '5m', maxConnections: '50' })).toMatchObject({ model: 'open', maxConnections: 50 })
    expect(planLoad({ ...base, rate: '600/m', duration: '5m' }).level.at(3)).toBe(10)
    expect(planLoad({ ...base, users: '3', duration: '1s', wait: { pacing: '1s' } }).wait).toEqual({ kind: 'pacing', everyMs: 1000 })
  })

  test('goes through stages from nothing, and begins at the level of the warm-up where there is one', () => {
    const stages = [
      { users: 10, duration: '10s' },
      { users: 10, duration: '5s' },
      { users: 0, duration: '5s' },
    ]
    const plan = planLoad({ ...base, stages })
    expect([0, 5, 10, 15, 17.5, 20].map((at) => plan.level.at(at))).toEqual([0, 5, 10, 10, 5, 0])
    expect(phasesOf(plan).map(({ name, from, until, users }) => [name, from, until, users])).toEqual([
      ['stage 1', 0, 10, 10],
      ['stage 2', 10, 15, 10],
      ['stage 3', 15, 20, 0],
    ])
    expect(planLoad({ ...base, stages, warmup: '2s' }).level.at(0)).toBe(10)
  })

  test('lets the command line have the last word', () => {
    const profile = { ...base, stages: [{ rate: '10/s', duration: '10s' }] }
    expect(planLoad(profile, { users: 5, seconds: 3 })).toMatchObject({ model: 'closed', seconds: 3 })
    expect(planLoad(profile, { users: 5 })).toMatchObject({ seconds: 10 })
    expect(planLoad({ ...base, users: 1, duration: '1m' }, { rate: 7 })).toMatchObject({ model: 'open', seconds: 60 })
  })

  test.each([
    [{ users: 1.5, duration: '1s' }, /`users` is 1.5; it takes a whole number/],
    [{ users: 1, duration: '1' }, /`duration` is "1"; it takes a duration/],
    [{ rate: '10', duration: '1s' }, /`rate` is "10"; it takes a rate/],
    [{ users: 1, duration: '1s', wait: '5s..3s' }, /ends before it begins/],
  ])('refuses %j', (part, message) => {
    expect(() => planLoad({ ...base, ...part } as LoadProfile)).toThrow(LoadPlanError)
    expect(() => planLoad({ ...base, ...part } as LoadProfile)).toThrow(message)
  })
})
