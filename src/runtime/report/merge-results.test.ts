import { describe, expect, it } from 'vitest'
import { lastOfEach, mergeResults, whyNotOneRun } from './merge-results.ts'
import type { RunResult } from './run-result.ts'
import { sampleFailure, sampleRun, sampleTest } from './sample-run.testing.ts'

function shard(index: number, parts: Partial<RunResult> = {}, count = 2): RunResult {
  return { ...sampleRun(), errors: [], status: 'passed', suites: [], services: [], shard: { index, count }, ...parts }
}

const merge = (...results: RunResult[]) => mergeResults(results.map((result) => ({ result, folder: `shard-${result.shard?.index}/` })))

describe('mergeResults', () => {
  it('joins the tests of a suite that was divided, in the order of the shards', () => {
    const one = shard(1, { suites: [{ name: 'shop', tests: [sampleTest({ name: 'a' }), sampleTest({ name: 'c' })] }] })
    const two = shard(2, { suites: [{ name: 'other', tests: [] }, { name: 'shop', tests: [sampleTest({ name: 'b' })] }] })
    const merged = merge(two, one)
    expect(merged.suites.map(({ name, tests }) => [name, tests.map((test) => test.name)])).toEqual([['shop', ['a', 'c', 'b']], ['other', []]])
    expect(merged.status).toBe('passed')
    expect(merged.shard).toBeUndefined()
  })

  it('takes as long as from the first start to the last end', () => {
    const merged = merge(
      shard(1, { startedAt: '2026-03-04T10:00:00.000Z', durationMs: 5000 }),
      shard(2, { startedAt: '2026-03-04T10:00:03.000Z', durationMs: 4000 }),
    )
    expect(merged).toMatchObject({ startedAt: '2026-03-04T10:00:00.000Z', durationMs: 7000 })
  })

  it.each([
    ['failed', ['passed', 'failed']],
    ['interrupted', ['failed', 'interrupted']],
    ['passed', ['passed', 'passed']],
  ] as const)('is %s when the parts are %s', (status, [one, two]) => {
    expect(merge(shard(1, { status: one }), shard(2, { status: two })).status).toBe(status)
  })

  it('fails for every shard that left no results', () => {
    const merged = merge(shard(2, {}, 4), shard(3, {}, 4))
    expect(merged.status).toBe('failed')
    expect(merged.errors.map(({ message }) => message)).toEqual(['shard 1 of 4 left no results', 'shard 4 of 4 left no results'])
  })

  it('says once what went wrong in every shard', () => {
    const failure = sampleFailure({ kind: 'service', message: 'Service `web` did not start' })
    expect(merge(shard(1, { errors: [failure] }), shard(2, { errors: [failure] })).errors).toEqual([failure])
  })

  it('keeps the services of the shards apart, and finds their logs', () => {
    const service = { name: 'web', kind: 'process', url: undefined, state: 'stopped', readyMs: 1, forced: false, log: 'logs/web.log' } as const
    const { services } = merge(shard(1, { services: [service] }), shard(2, { services: [service] }))
    expect(services.map(({ name, log }) => [name, log])).toEqual([
      ['web (shard 1)', 'shard-1/logs/web.log'],
      ['web (shard 2)', 'shard-2/logs/web.log'],
    ])
  })
})

describe('lastOfEach', () => {
  it('lets the later result of a shard count, whatever their order', () => {
    const failed = shard(1, { status: 'failed', startedAt: '2026-03-04T10:00:00.000Z' })
    const again = shard(1, { startedAt: '2026-03-04T11:00:00.000Z' })
    for (const results of [
      [failed, again, shard(2)],
      [again, shard(2), failed],
    ]) {
      const kept = lastOfEach(results.map((result) => ({ result, folder: '' })))
      expect(kept.map(({ result }) => result)).toEqual(expect.arrayContaining([again, shard(2)]))
      expect(kept).toHaveLength(2)
      expect(mergeResults(kept).status).toBe('passed')
    }
  })
})

describe('whyNotOneRun', () => {
  it.each([
    ['one shard', [shard(1)], undefined],
    ['all shards', [shard(2), shard(1)], undefined],
    ['shards of two runs', [shard(1, {}, 2), shard(2, {}, 3)], 'they are of runs with different numbers of shards: 2, 3'],
    ['whole runs', [{ ...sampleRun() }, { ...sampleRun() }], 'they are not of a run with `--shard`'],
    ['another project', [shard(1), shard(2, { name: 'other' })], /^they are of different projects/],
  ] as const)('%s', (_name, results, reason) => {
    const found = whyNotOneRun(results)
    if (reason instanceof RegExp) expect(found).toMatch(reason)
    else expect(found).toBe(reason)
  })
})
