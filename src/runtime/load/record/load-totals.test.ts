import { describe, expect, it } from 'vitest'
import type { EndpointTotals } from './endpoint-totals.ts'
import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, LoadSample } from './load-record.ts'
import { addUp } from './load-totals.ts'
import { sampleRecord } from './sample-record.testing.ts'
import { chooseStep } from './choose-step.ts'
import { SeriesBuilder } from './series.ts'

const run = sampleRecord({ seconds: 40, warmup: 5 })
const parts = (samples: readonly LoadSample[], endpoint?: number): EndpointSample[] =>
  samples.flatMap(({ endpoints }) => endpoints).filter((part) => endpoint === undefined || part.endpoint === endpoint)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function expectSum(row: EndpointTotals, samples: readonly LoadSample[], endpoint?: number): void {
  const counted = parts(samples, endpoint)
  expect(row.started).toBe(sum(counted.map(({ started }) => started)))
  expect(row.requests).toBe(sum(counted.map(({ ok, failed, timedOut }) => ok + failed + timedOut)))
  expect(row.failureCount).toBe(sum(counted.map(({ failed, timedOut }) => failed + timedOut)))
  expect(row.response.count).toBe(row.requests)
  expect(row.response.max).toBe(Math.max(...counted.map(({ response }) => response.max)))
  expect(sum([...row.statuses.values()])).toBe(row.requests - row.timedOut)
  expect(sum([...row.failures.values()].map(({ count }) => count))).toBe(row.failureCount)
}

describe('totals', () => {
  it('are the sum of the samples, with the warm-up apart', () => {
    const totals = addUp(run.header, run.samples)
    const [warmup, measured] = [run.samples.slice(0, 5), run.samples.slice(5)]
    expectSum(totals.total, measured)
    expectSum(totals.warmup, warmup)
    for (const [endpoint, row] of totals.rows.entries()) expectSum(row, measured, endpoint)
    expect(totals.seconds).toBe(35)
    expect(totals.phases.map(({ seconds }) => seconds)).toEqual([5, 11, 24])
    expectSum(totals.phases[0]!.total, warmup)
    expect(totals.rateOf(totals.total)).toBe(totals.total.requests / 35)
  })

  it('begin again with the sample that carries a reset; phases keep what was before', () => {
    const samples = run.samples.map((sample) => (sample.at === 30 ? { ...sample, events: [{ kind: 'reset' as const }] } : sample))
    const totals = addUp(run.header, samples)
    expectSum(totals.total, samples.slice(30))
    expectSum(totals.rows[2]!, samples.slice(30), 2)
    expect(totals.seconds).toBe(10)
    expect(totals.resetAt).toBe(30)
    expectSum(totals.phases[2]!.total, samples.slice(16))
  })

  it('take in endpoints that were met on the way', () => {
    const sample = run.samples[20]!
    const added: LoadSample = {
      ...sample,
      newEndpoints: [{ method: 'GET', name: '/late', service: 'shop' }],
      endpoints: [{ ...sample.endpoints[0]!, endpoint: 6 }],
    }
    const totals = addUp(run.header, [added])
    expect(totals.endpoints[6]?.name).toBe('/late')
    expect(totals.rows[6]?.started).toBe(sample.endpoints[0]?.started)
  })

  it('keep the first example of a failure and when it was seen', () => {
    const failing = sampleRecord({ seconds: 40, failureShare: 0.3 })
    const [failure] = [...addUp(failing.header, failing.samples).rows[0]!.failures.values()]
    expect(failure?.message).toBe('status: expected 200, got 503')
    expect(failure?.example?.response).toContain('pool exhausted')
    expect(failure?.firstAt).toBe(21)
    expect(failure?.lastAt).toBe(39)
  })
})

describe('a series', () => {
  it.each([1, 5, 7])('of steps of %i seconds has the percentiles of the merged seconds', (step) => {
    const series = new SeriesBuilder({ step, percentiles: [50, 99] })
    for (const sample of run.samples) series.add(sample)
    const { at, rate, percentiles, statuses, users } = series.run()
    expect(at).toEqual(Array.from({ length: Math.ceil(40 / step) }, (_, index) => index * step))
    for (const [index, start] of at.entries()) {
      const seconds = run.samples.slice(start, start + step)
      const merged = new Histogram()
      for (const { response } of parts(seconds)) merged.addSparse(response)
      expect(percentiles[0]?.[index]).toBeCloseTo(merged.percentile(50) / 1000, 1)
      expect(percentiles[1]?.[index]).toBe(Number((merged.percentile(99) / 1000).toPrecision(4)))
      expect(rate[index]).toBe(Number((merged.count / seconds.length).toPrecision(4)))
      expect(users[index]).toBe(Math.max(...seconds.map((sample) => sample.users)))
      expect(sum(Object.values(statuses).map((counts) => counts[index] ?? 0))).toBeCloseTo(rate[index]!, 0)
    }
    expect(series.pointOf(3)).toEqual({
      rate: series.endpoint(3).rate.at(-1),
      failures: series.endpoint(3).failures.at(-1),
      average: series.endpoint(3).average.at(-1),
      percentiles: series.endpoint(3).percentiles.map((values) => values.at(-1)),
    })
  })

  it('of an endpoint that had no requests has gaps, not zeros', () => {
    const series = new SeriesBuilder({ step: 1, percentiles: [50] })
    for (const sample of run.samples) series.add({ ...sample, endpoints: sample.endpoints.filter(({ endpoint }) => endpoint !== 1 || sample.at === 3) })
    const { rate, percentiles } = series.endpoint(1)
    expect(rate.filter((value) => value > 0)).toHaveLength(1)
    expect(percentiles[0]?.filter((value) => value !== null)).toHaveLength(1)
    expect(percentiles[0]).toHaveLength(40)
  })

  it('gets coarser for long runs', () => {
    expect([59, 601, 3600, 86_400, 10_000_000].map((seconds) => chooseStep(seconds, 600))).toEqual([1, 2, 10, 300, 16_667])
  })
})
