import { describe, expect, test } from 'vitest'
import type { LeakCheckpoint, LeakSample, LeakTrace, RuntimeName } from '../leak-trace.ts'
import { judgeTrace, totalGrowth } from './judge-trace.ts'

const MIB = 1024 ** 2
const rules = { allow: 0, memory: 'auto' } as const

interface Sketch {
  readonly memory?: (x: number) => number
  readonly live?: (x: number) => number
  readonly files?: (x: number) => number
  readonly threads?: (x: number) => number
  readonly sharedFiles?: (x: number) => number
  readonly runtime?: RuntimeName
}

/** 24,000 requests to one process; with `live` it has a probe. */
function trace({ memory = () => 50 * MIB, live, files = () => 10, threads = () => 4, sharedFiles, runtime = 'python' }: Sketch): LeakTrace {
  const samples = Array.from({ length: 240 }, (_, index): LeakSample => {
    const requests = index * 100
    const value = Math.round(memory(requests))
    return {
      at: index * 100,
      requests,
      memory: value,
      files: files(requests),
      threads: threads(requests),
      ...(sharedFiles && { sharedFiles: sharedFiles(requests) }),
      processes: [{ pid: 7, memory: value }],
    }
  })
  const checkpoints = Array.from({ length: live === undefined ? 0 : 33 }, (_, index): LeakCheckpoint => {
    const requests = index * 750
    const value = Math.round(memory(requests))
    return { at: index, requests, memory: value, processes: [{ pid: 7, memory: value, live: Math.round(live!(requests)), committed: Math.round(live!(requests)) }] }
  })
  return { startedAt: 0, samples, checkpoints, processes: new Map([[7, { pid: 7, parent: 1, name: 'app', runtime }]]), source: 'anon', memoryLimit: undefined }
}

describe('one process', () => {
  test('growth of a Python process is a leak, also from outside', () => {
    expect(judgeTrace(trace({ memory: (x) => 500 * x }), rules)).toMatchObject({ verdict: 'leak', decisive: { metric: 'anonymous memory' } })
  })

  test.for<RuntimeName>(['node', 'java', 'dotnet', 'go'])('growth of a %s process is only suspected from outside', (runtime) => {
    expect(judgeTrace(trace({ memory: (x) => 500 * x, runtime }), rules)).toMatchObject({ verdict: 'inconclusive', suspected: runtime })
  })

  test('with a probe what is alive decides, not what the process has', () => {
    const garbage = trace({ runtime: 'node', memory: (x) => 30 * MIB + 500 * (x % 12_000), live: () => 10 * MIB })
    expect(judgeTrace(garbage, rules)).toMatchObject({ verdict: 'no leak', decisive: { metric: 'live heap' } })
    expect(judgeTrace(trace({ runtime: 'node', live: (x) => 10 * MIB + 160 * x }), rules)).toMatchObject({ verdict: 'leak' })
  })

  test('what a library leaks outside of the heap is found beside a probe', () => {
    const native = trace({ runtime: 'node', memory: (x) => 30 * MIB + 4096 * x, live: () => 10 * MIB })
    expect(judgeTrace(native, rules)).toMatchObject({ verdict: 'leak', decisive: { metric: 'memory outside the heap' } })
  })

  test('heap and what is outside add up where both leak', () => {
    const both = judgeTrace(trace({ memory: (x) => 30 * MIB + 5096 * x, live: (x) => 10 * MIB + 1000 * x }), rules)
    expect(totalGrowth(both).slope).toBeCloseTo(5096, -1)
  })

  test('accepted growth is no leak', () => {
    expect(judgeTrace(trace({ memory: (x) => 500 * x }), { ...rules, allow: 1000 })).toMatchObject({ verdict: 'no leak' })
  })

  test('files in memory of a container are looked at beside its processes', () => {
    expect(judgeTrace(trace({ sharedFiles: (x) => 4096 * x }), rules)).toMatchObject({ verdict: 'leak', decisive: { metric: 'files in memory' } })
  })
})

describe('files and threads', () => {
  test.for<[keyof Sketch & ('files' | 'threads'), string]>([
    ['files', 'open files'],
    ['threads', 'threads'],
  ])('%s that stay open are a leak though memory is flat', ([key, metric]) => {
    expect(judgeTrace(trace({ [key]: (x: number) => 10 + Math.floor(x / 50) }), rules)).toMatchObject({ verdict: 'leak', decisive: { metric } })
  })

  test('a pool that grows by a few is none', () => {
    expect(judgeTrace(trace({ threads: (x) => 4 + Math.min(8, Math.floor(x / 1500)) }), rules)).toMatchObject({ verdict: 'no leak' })
  })
})

/** Two workers at a time, each replaced after 3,000 requests of its own, grow by `leak`. */
function recycled(leak: number): LeakTrace {
  const processes = new Map([[1, { pid: 1, parent: 0, name: 'master', runtime: 'python' as const }]])
  const samples = Array.from({ length: 240 }, (_, index): LeakSample => {
    const requests = index * 100
    const workers = [0, 1].map((slot) => {
      const own = requests / 2 + slot * 1500
      const pid = 100 + slot * 100 + Math.floor(own / 3000)
      processes.set(pid, { pid, parent: 1, name: 'worker', runtime: 'python' })
      return { pid, memory: Math.round(20 * MIB + (own % 3000) * leak) }
    })
    const all = [{ pid: 1, memory: 15 * MIB }, ...workers]
    return { at: index, requests, memory: all.reduce((sum, { memory }) => sum + memory, 0), files: 10, threads: 3, processes: all }
  })
  return { startedAt: 0, samples, checkpoints: [], processes, source: 'anon', memoryLimit: undefined }
}

describe('workers that are replaced', () => {
  test('a leak that the replacing hides is found, and measured', () => {
    const { verdict, masked, generations } = judgeTrace(recycled(8000), rules)
    expect({ verdict, masked }).toEqual({ verdict: 'leak', masked: true })
    expect(generations!.slope).toBeGreaterThan(7600)
    expect(generations!.slope).toBeLessThan(8400)
  })

  test('workers that are replaced for no reason are clean', () => {
    expect(judgeTrace(recycled(0), rules)).toMatchObject({ verdict: 'no leak', masked: false })
  })
})
