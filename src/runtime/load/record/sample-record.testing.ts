import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, FailureCount, LoadEnd, LoadEndpoint, LoadHeader, LoadSample, LoadThreshold } from './load-record.ts'

export interface SampleRunOptions {
  readonly seconds?: number
  readonly warmup?: number
  readonly seed?: number
  readonly model?: 'closed' | 'open'
  readonly endpoints?: readonly LoadEndpoint[]
  /** All response times are multiplied by it; 1.2 is a service that became a fifth slower. */
  readonly slowness?: number
  /** Share of requests that fail once the run is under way. */
  readonly failureShare?: number
  readonly thresholds?: readonly LoadThreshold[]
  readonly name?: string
  /** Failure messages instead of those that a shop has. */
  readonly failureText?: string
  /** The stall in the middle that makes charts interesting. */
  readonly stall?: boolean
}

export interface SampleRun {
  readonly header: LoadHeader
  readonly samples: readonly LoadSample[]
  readonly end: LoadEnd
}

const shop: readonly LoadEndpoint[] = [
  { method: 'GET', name: '/', service: 'shop' },
  { method: 'GET', name: '/items', service: 'shop' },
  { method: 'GET', name: '/items/${captures.id}', service: 'shop' },
  { method: 'POST', name: 'predict', service: 'shop' },
  { method: 'POST', name: '/orders', service: 'shop' },
  { method: 'DELETE', name: '/orders/${captures.order}', service: 'shop' },
]

export function sampleThresholds(): LoadThreshold[] {
  return [
    {
      key: 'p95',
      of: 'total',
      measure: { kind: 'percentile', percentile: 95 },
      matcher: { lt: 200_000 },
      written: 'lt: 200ms',
      place: 'apitest.yaml#/loads/peak/thresholds/p95',
    },
    {
      key: 'errors',
      of: 'total',
      measure: { kind: 'errors' },
      matcher: { lt: 0.01 },
      written: 'lt: 1%',
      place: 'apitest.yaml#/loads/peak/thresholds/errors',
    },
    {
      key: 'rate',
      of: 'total',
      measure: { kind: 'rate' },
      matcher: { gt: 50 },
      written: 'gt: 50/s',
      place: 'apitest.yaml#/loads/peak/thresholds/rate',
    },
    {
      key: 'predict.p99',
      of: { endpoint: 'predict' },
      measure: { kind: 'percentile', percentile: 99 },
      matcher: { lt: 400_000 },
      written: 'lt: 400ms',
      place: 'apitest.yaml#/loads/peak/thresholds/predict.p99',
    },
  ]
}

/** A load run that never took place: the same numbers for the same seed, with a warm-up, a ramp, a stall and some failures. */
export function sampleRecord(options: SampleRunOptions = {}): SampleRun {
  const { seconds = 120, warmup = 10, seed = 1, model = 'closed', endpoints = shop, name = 'peak' } = options
  const header: LoadHeader = {
    format: 1,
    name,
    engine: 'node',
    model,
    startedAt: Date.UTC(2026, 2, 14, 9, 26, 53),
    targets: { shop: 'http://127.0.0.1:8000' },
    phases: [
      ...(warmup > 0 ? [{ name: 'warm-up', from: 0, until: warmup, warmup: true, users: 10 }] : []),
      {
        name: 'ramp',
        from: warmup,
        until: Math.round(seconds * 0.4),
        warmup: false,
        ...(model === 'open' ? { rate: 400 } : { users: 50 }),
      },
      {
        name: 'hold',
        from: Math.round(seconds * 0.4),
        until: seconds,
        warmup: false,
        ...(model === 'open' ? { rate: 400 } : { users: 50 }),
      },
    ],
    endpoints,
    thresholds: options.thresholds ?? sampleThresholds(),
    seed: 421_337,
    profile: { users: 50, spawnRate: '2/s', wait: '50ms..150ms', duration: `${seconds}s`, warmup: `${warmup}s` },
    environment: { apitest: '0.1.0', node: 'v20.20.0', platform: 'linux x64', cpus: 8, commit: '3f2a9c1' },
  }
  const maker = new SampleMaker(header, options, randomOf(seed))
  return {
    header,
    samples: Array.from({ length: seconds }, (_, at) => maker.sample(at, seconds)),
    end: { at: seconds, reason: 'finished', generatorLimits: [] },
  }
}

/** Seconds of a run without an end, one after the other. */
export class SampleMaker {
  readonly #header: LoadHeader
  readonly #options: SampleRunOptions
  readonly #random: () => number
  readonly #seen = new Set<string>()

  constructor(header: LoadHeader, options: SampleRunOptions = {}, random: () => number = randomOf(1)) {
    this.#header = header
    this.#options = options
    this.#random = random
  }

  sample(at: number, seconds = 120, wantedUsers?: number): LoadSample {
    const { phases, model } = this.#header
    const phase = Math.max(
      0,
      phases.findLastIndex(({ from }) => at >= from),
    )
    const ramp = Math.min(1, 0.2 + (0.8 * at) / (seconds * 0.4))
    const users = wantedUsers ?? Math.round(50 * ramp)
    const stalled = this.#options.stall !== false && at >= Math.round(seconds * 0.62) && at < Math.round(seconds * 0.67)
    const endpoints = this.#header.endpoints.map((_, endpoint) =>
      this.#endpoint({ endpoint, at, users, stalled, failing: at > seconds * 0.5 }),
    )
    return {
      at,
      phase,
      users,
      inFlight: Math.round(users * 0.3),
      queued: model === 'open' && stalled ? 180 : 0,
      ...(model === 'open' ? { targetRate: Math.round(400 * ramp) } : {}),
      endpoints,
      generator: {
        cpu: 0.12 + 0.05 * this.#random(),
        rssBytes: 82_000_000 + at * 1000,
        latenessP99: 300 + 400 * this.#random(),
        loopDelayP99: 1_000 + 900 * this.#random(),
        workers: [1, 2].map((id) => ({
          id: `worker ${id}`,
          state: 'running' as const,
          users: Math.ceil(users / 2),
          cpu: 0.06 + 0.02 * this.#random(),
        })),
      },
    }
  }

  #endpoint({ endpoint, at, users, stalled, failing }: Moment): EndpointSample {
    const { slowness = 1, failureShare = 0.006 } = this.#options
    const share = [0.3, 0.25, 0.2, 0.15, 0.07, 0.03][endpoint % 6] as number
    const started = Math.round(users * 8 * share * (0.9 + 0.2 * this.#random()) * (stalled ? 0.25 : 1))
    const middle = [4_000, 12_000, 9_000, 61_000, 34_000, 18_000][endpoint % 6] as number
    const [times, waiting] = [new Histogram(), new Histogram()]
    for (let index = 0; index < started; index++) {
      const tail = this.#random() < 0.02 ? 3 + 4 * this.#random() : 1
      const micros =
        middle * slowness * tail * Math.exp(0.32 * this.#normal()) * (1 + users / 400) + (stalled ? 900_000 * this.#random() : 0)
      times.record(Math.round(micros))
      waiting.record(Math.round(micros + (stalled ? 200_000 * this.#random() : 30)))
    }
    const bad = failing ? this.#binomial(started, failureShare * (1 + (endpoint % 3))) : 0
    const timedOut = stalled ? this.#binomial(bad, 0.5) : 0
    const { model } = this.#header
    return {
      endpoint,
      started,
      ok: started - bad,
      failed: bad - timedOut,
      timedOut,
      cancelled: 0,
      bytesReceived: started * (420 + 900 * (endpoint % 4)),
      bytesSent: started * 180,
      statuses: {
        ...(started > bad ? { 200: started - bad } : {}),
        ...(bad > timedOut ? { [endpoint % 2 === 0 ? '503' : '500']: bad - timedOut } : {}),
      },
      ...(model === 'open' ? { response: waiting.toSparse(), service: times.toSparse() } : { response: times.toSparse() }),
      ...(bad > 0 ? { failures: this.#failures({ endpoint, failed: bad - timedOut, timedOut, at }) } : {}),
    }
  }

  #failures({
    endpoint,
    failed,
    timedOut,
    at,
  }: {
    readonly endpoint: number
    readonly failed: number
    readonly timedOut: number
    readonly at: number
  }): FailureCount[] {
    const status = endpoint % 2 === 0 ? 503 : 500
    const { method, name } = this.#header.endpoints[endpoint] as LoadEndpoint
    const message = this.#options.failureText ?? `status: expected 200, got ${status}`
    const counts: FailureCount[] = []
    if (failed > 0)
      counts.push({
        message,
        count: failed,
        place: `apitest.yaml#/requests/${name}/expect/status`,
        ...this.#first(`${endpoint} ${message}`, {
          request: `${method} ${name} HTTP/1.1\nhost: 127.0.0.1:8000\naccept: application/json\nx-api-key: ***${method === 'POST' ? '\ncontent-type: application/json\n\n{"sku":"ABC-1042","weight":0.25}' : ''}`,
          response: `HTTP/1.1 ${status} ${status === 503 ? 'Service Unavailable' : 'Internal Server Error'}\ncontent-type: application/json\nretry-after: 1\n\n{"error":"pool exhausted","waiting":${40 + (at % 9)}}`,
        }),
      })
    if (timedOut > 0)
      counts.push({
        message: 'timeout: no answer within 1s',
        count: timedOut,
        ...this.#first(`${endpoint} timeout`, {
          request: `${method} ${name} HTTP/1.1\nhost: 127.0.0.1:8000`,
          detail: 'The connection was open; nothing came back within 1s',
        }),
      })
    return counts
  }

  #first<Example>(key: string, example: Example): { example?: Example } {
    if (this.#seen.has(key)) return {}
    this.#seen.add(key)
    return { example }
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random())
  }

  #binomial(count: number, share: number): number {
    let hits = 0
    for (let index = 0; index < count; index++) if (this.#random() < share) hits++
    return hits
  }
}

interface Moment {
  readonly endpoint: number
  readonly at: number
  readonly users: number
  readonly stalled: boolean
  readonly failing: boolean
}

/** Numbers from 0 to 1 that repeat: mulberry32 by Tommy Ettinger, public domain. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
