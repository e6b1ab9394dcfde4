import { describe, expect, it } from 'vitest'
import { runOf } from '../record/read-record.ts'
import type { SampleRunOptions } from '../record/sample-record.testing.ts'
import { sampleRecord } from '../record/sample-record.testing.ts'
import { compareLoads } from './compare-loads.ts'

const open = (options: SampleRunOptions) => runOf(sampleRecord({ seconds: 90, stall: false, failureShare: 0, ...options }))
const before = open({ seed: 1 })

function verdicts(comparison: ReturnType<typeof compareLoads>, title = 'Aggregated') {
  return Object.fromEntries(comparison.rows.find((row) => row.title === title)?.measures.map(({ name, verdict }) => [name, verdict]) ?? [])
}

describe('a comparison', () => {
  it.each([2, 3, 4, 5, 6, 7])('of two runs of the same service finds no regression (seed %i)', (seed) => {
    expect(compareLoads(before, open({ seed })).verdict).toBe('no change')
  })

  it('of a run with itself has changes of zero', () => {
    const { rows, verdict } = compareLoads(before, before)
    expect(verdict).toBe('no change')
    for (const { measures } of rows) for (const { change } of measures) expect(change).toBe(0)
  })

  it('finds a service that became a fifth slower, and how much', () => {
    const comparison = compareLoads(before, open({ seed: 2, slowness: 1.2 }))
    expect(comparison.verdict).toBe('regression')
    expect(verdicts(comparison)).toMatchObject({ p50: 'slower', p95: 'slower', average: 'slower', errors: 'no change', rate: 'no change' })
    const median = comparison.rows[0]?.measures[0]
    expect(median?.change).toBeGreaterThan(0.15)
    expect(median?.change).toBeLessThan(0.25)
    expect(median?.interval?.[0]).toBeLessThan(median?.change ?? 0)
    expect(median?.interval?.[1]).toBeGreaterThan(median?.change ?? 0)
  })

  it('finds one that became faster', () => {
    expect(compareLoads(before, open({ seed: 2, slowness: 0.8 })).verdict).toBe('improvement')
  })

  it('leaves changes below the threshold alone', () => {
    const after = open({ seed: 2, slowness: 1.2 })
    expect(compareLoads(before, after, { threshold: 0.5 }).verdict).toBe('no change')
  })

  it('finds more failures', () => {
    const comparison = compareLoads(before, open({ seed: 1, failureShare: 0.03 }))
    expect(comparison.verdict).toBe('regression')
    expect(verdicts(comparison).errors).toBe('slower')
  })

  it('finds a lower rate in the closed model, and does not judge it in the open one', () => {
    const halve = (run: typeof before) => runOf({ header: run.header, samples: [...run.samples()].map((sample) => ({ ...sample, endpoints: sample.endpoints.slice(0, 2) })) })
    expect(verdicts(compareLoads(before, halve(before))).rate).toBe('slower')
    const arrivals = open({ model: 'open' })
    expect(verdicts(compareLoads(arrivals, halve(arrivals))).rate).toBeUndefined()
  })

  it('says nothing where there is too little', () => {
    expect(compareLoads(open({ seconds: 5, warmup: 0 }), open({ seconds: 5, warmup: 0, seed: 2, slowness: 2 })).verdict).toBe('unclear')
    const rare = compareLoads(before, open({ seed: 2 }), { percentiles: [50, 99.999] })
    expect(verdicts(rare)['p99.999']).toBe('unclear')
  })

  it('names endpoints of one run only, and profiles that differ', () => {
    const after = open({ endpoints: [{ method: 'GET', name: '/', service: 'shop' }, { method: 'GET', name: '/new', service: 'shop' }], seconds: 60 })
    const { rows, warnings } = compareLoads(before, after)
    expect(rows.find(({ title }) => title === 'GET /new')?.onlyIn).toBe('b')
    expect(rows.find(({ title }) => title === 'POST predict')?.onlyIn).toBe('a')
    expect(warnings).toEqual(['The profiles differ: the service was asked for something else'])
  })

  it('leaves out the warm-up and what a reset threw away', () => {
    const reset = runOf({
      header: before.header,
      samples: [...before.samples()].map((sample) => (sample.at === 40 ? { ...sample, events: [{ kind: 'reset' as const }] } : sample)),
    })
    expect(compareLoads(reset, before).a.seconds).toBe(50)
    expect(compareLoads(reset, before).b.seconds).toBe(80)
  })
})
