import { describe, expect, it } from 'vitest'
import { Histogram } from '../metrics/histogram.ts'
import { findAbort, judgeLoad } from './judge-thresholds.ts'
import type { LoadHeader, LoadMeasure, LoadSample, LoadThreshold } from './load-record.ts'
import { addUp } from './load-totals.ts'
import { sampleRecord } from './sample-record.testing.ts'

const { header, samples } = sampleRecord({ seconds: 10, warmup: 0, thresholds: [], endpoints: [{ method: 'GET', name: 'a', service: 's' }, { method: 'GET', name: 'b', service: 's' }] })

/** Ten seconds; each request took as long as said. */
function runOf({ a = [10], b = [] as number[], failed = 0 }: { readonly a?: readonly number[]; readonly b?: readonly number[]; readonly failed?: number }): LoadSample[] {
  return samples.map((sample) => ({
    ...sample,
    endpoints: [a, b].map((times, endpoint) => {
      const response = new Histogram()
      for (const millis of times) response.record(millis * 1000)
      const bad = endpoint === 0 ? failed : 0
      return { endpoint, started: times.length, ok: times.length - bad, failed: bad, timedOut: 0, cancelled: 0, bytesReceived: 0, bytesSent: 0, statuses: {}, response: response.toSparse() }
    }),
  }))
}

function threshold(measure: LoadMeasure, matcher: LoadThreshold['matcher'], more: Partial<LoadThreshold> = {}): LoadThreshold {
  const [[key, limit]] = Object.entries(matcher) as [[string, number]]
  return { key: measure.kind, of: 'total', measure, matcher, written: `${key}: ${limit}`, ...more }
}

function judge(rule: LoadThreshold, run: readonly LoadSample[]) {
  return judgeLoad({ ...header, thresholds: [rule] }, addUp(header, run)).thresholds[0]!
}

const verdict = (run: readonly LoadSample[], rules: LoadHeader['thresholds'] = []) =>
  judgeLoad({ ...header, thresholds: rules }, addUp(header, run))
const abort = (rule: LoadThreshold, run: readonly LoadSample[]) => findAbort({ ...header, thresholds: [rule] }, addUp(header, run))

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

describe('a threshold', () => {
  it.each<[string, LoadMeasure, LoadThreshold['matcher'], boolean, string]>([
    ['p90', { kind: 'percentile', percentile: 90 }, { lt: 9500 }, true, 'p90 was 8.99 ms'],
    ['p90', { kind: 'percentile', percentile: 90 }, { lt: 8000 }, false, 'p90 was 8.99 ms, expected lt: 8000'],
    ['average', { kind: 'average' }, { lte: 5500 }, true, 'average was 5.50 ms'],
    ['max', { kind: 'max' }, { lt: 10_000 }, false, 'max was 10.0 ms'],
    ['min', { kind: 'min' }, { gte: 1000 }, true, 'min was 1.00 ms'],
    ['errors', { kind: 'errors' }, { lt: 0.2 }, false, 'errors was 20 %, expected lt: 0.2'],
    ['errors', { kind: 'errors' }, { lte: 0.2 }, true, 'errors was 20 %'],
    ['rate', { kind: 'rate' }, { gt: 9.5 }, true, 'rate was 10.0/s'],
    ['rate', { kind: 'rate' }, { gt: 10 }, false, 'rate was 10.0/s'],
    ['requests', { kind: 'requests' }, { equals: 100 }, true, 'requests was 100'],
  ])('on %s %#', (_, measure, matcher, held, text) => {
    const verdict = judge(threshold(measure, matcher), runOf({ a: ten, failed: 2 }))
    expect(verdict.held).toBe(held)
    expect(verdict.text).toContain(text)
  })

  it('uses every key that it is given', () => {
    const ranges = [
      { gt: 9, lt: 11 },
      { gt: 10.5, lt: 11 },
      { gt: 9, lt: 9.5 },
    ]
    expect(ranges.map((matcher) => judge(threshold({ kind: 'rate' }, matcher), runOf({ a: ten })).held)).toEqual([true, false, false])
  })

  it('on one endpoint does not look at the others', () => {
    const rule = threshold({ kind: 'max' }, { lt: 50_000 }, { of: { endpoint: 'a' } })
    expect(judge(rule, runOf({ a: [20], b: [900] })).held).toBe(true)
    expect(judge({ ...rule, of: { endpoint: 'b' } }, runOf({ a: [20], b: [900] })).text).toBe('max of b was 900 ms, expected lt: 50000')
  })

  it('on an endpoint that was never reached is broken', () => {
    const rule = threshold({ kind: 'max' }, { lt: 50_000 }, { of: { endpoint: 'b' } })
    expect(judge(rule, runOf({ a: [20] }))).toMatchObject({ held: false, actual: undefined, text: 'max of b: nothing was measured, no request of `b` finished, expected lt: 50000' })
    expect(judge({ ...rule, of: { endpoint: 'unknown' } }, runOf({})).held).toBe(false)
  })

  it('that is just missed shows why', () => {
    expect(judge(threshold({ kind: 'max' }, { lt: 200_000 }), runOf({ a: [200.4] })).text).toContain('max was 200.4 ms')
    expect(judge(threshold({ kind: 'errors' }, { lt: 0.3333 }), runOf({ a: [1, 1, 1], failed: 1 })).text).toContain('errors was 33.33333 %')
  })
})

describe('a run', () => {
  it('passes when its thresholds hold', () => {
    expect(verdict(runOf({}), [threshold({ kind: 'max' }, { lt: 20_000 })]).passed).toBe(true)
    expect(verdict(runOf({}), [threshold({ kind: 'max' }, { lt: 5000 })]).passed).toBe(false)
  })

  it('without a single success fails, whatever its thresholds say', () => {
    expect(verdict(runOf({ a: ten, failed: 10 }), [threshold({ kind: 'rate' }, { gt: 1 })])).toMatchObject({ passed: false, reasons: ['None of 100 requests succeeded'] })
    expect(verdict(runOf({ a: [] }))).toMatchObject({ passed: false, reasons: ['No request was sent while it was measured'] })
    expect(verdict([])).toMatchObject({ passed: false })
  })
})

describe('ending early', () => {
  it('waits for its time, and is for broken thresholds only', () => {
    const slow = threshold({ kind: 'max' }, { lt: 5000 }, { abortAfter: 5 })
    const run = runOf({})
    expect(abort(slow, run.slice(0, 4))).toBeUndefined()
    expect(abort(slow, run.slice(0, 5))?.held).toBe(false)
    expect(abort({ ...slow, matcher: { lt: 50_000 } }, run)).toBeUndefined()
    const { abortAfter: _, ...patient } = slow
    expect(abort(patient, run)).toBeUndefined()
  })

  it('is not for a count that only needs time', () => {
    expect(abort(threshold({ kind: 'requests' }, { gt: 1000 }, { abortAfter: 1 }), runOf({}))).toBeUndefined()
    expect(abort(threshold({ kind: 'requests' }, { lt: 5 }, { abortAfter: 1 }), runOf({}))?.held).toBe(false)
  })
})
