import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, LoadEndpoint } from '../record/load-record.ts'
import type { LoadRun } from '../record/read-record.ts'

/** A stretch of a run: seconds that follow each other depend on each other, so they are drawn together. */
export interface Block {
  readonly seconds: number
  readonly requests: number
  readonly failures: number
  /** Pairs of bucket and count, flattened. */
  readonly buckets: readonly number[]
  readonly sum: number
}

export interface RunBlocks {
  readonly requests: number
  readonly seconds: number
  readonly blocks: readonly Block[]
}

/** So many stretches are enough for intervals, and few enough to draw from thousands of times. */
const mostBlocks = 60

/** The measured seconds of a run, cut into stretches, by endpoint; all endpoints together under `''`. Warm-up and what a reset threw away are left out. */
export function cutIntoBlocks(run: LoadRun): Map<string, RunBlocks> {
  const { endpoints, seconds } = findMeasured(run)
  // The cube root is what blocks need to cover the dependence of a run's seconds (Hall, Horowitz and Jing 1995).
  const length = Math.max(1, Math.ceil(seconds.size / mostBlocks), Math.round(Math.cbrt(seconds.size)))
  const growing = new Map<string, GrowingBlock[]>([['', []]])
  let index = 0
  for (const sample of run.samples()) {
    if (!seconds.has(sample.at)) continue
    const block = Math.floor(index++ / length)
    for (const blocks of growing.values()) (blocks[block] ??= new GrowingBlock()).seconds++
    for (const part of sample.endpoints) {
      const key = endpointKey(endpoints[part.endpoint])
      if (!growing.has(key)) growing.set(key, secondsOnly(growing.get('') ?? []))
      for (const name of ['', key]) growing.get(name)?.[block]?.add(part)
    }
  }
  return new Map([...growing].map(([key, blocks]) => [key, finish(blocks)]))
}

export function endpointKey(endpoint: LoadEndpoint | undefined): string {
  return endpoint === undefined ? '?' : `${endpoint.method} ${endpoint.name}`
}

function findMeasured({ header, samples }: LoadRun): { endpoints: LoadEndpoint[]; seconds: Set<number> } {
  const endpoints = [...header.endpoints]
  const seconds = new Set<number>()
  for (const { at, phase, events, newEndpoints } of samples()) {
    endpoints.push(...(newEndpoints ?? []))
    if (events?.some(({ kind }) => kind === 'reset')) seconds.clear()
    if (header.phases[phase]?.warmup !== true) seconds.add(at)
  }
  return { endpoints, seconds }
}

class GrowingBlock {
  seconds = 0
  requests = 0
  failures = 0
  readonly times = new Histogram()

  add({ ok, failed, timedOut, response }: EndpointSample): void {
    this.requests += ok + failed + timedOut
    this.failures += failed + timedOut
    this.times.addSparse(response)
  }
}

/** An endpoint that was met late had no requests before, in seconds that count. */
function secondsOnly(blocks: readonly GrowingBlock[]): GrowingBlock[] {
  return blocks.map(({ seconds }) => Object.assign(new GrowingBlock(), { seconds }))
}

function finish(growing: readonly GrowingBlock[]): RunBlocks {
  const blocks = growing.map(({ seconds, requests, failures, times }) => ({
    seconds,
    requests,
    failures,
    buckets: times.toSparse().buckets,
    sum: times.sum,
  }))
  return {
    requests: blocks.reduce((total, { requests }) => total + requests, 0),
    seconds: blocks.reduce((total, { seconds }) => total + seconds, 0),
    blocks,
  }
}
