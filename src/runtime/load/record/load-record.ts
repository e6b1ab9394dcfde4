/**
 * A load run is one header, one sample a second, and an end. Every engine writes it, and everything that people look at (the live page, the
 * report, CSV files, thresholds, comparisons) is derived from it. Times are microseconds unless the name says otherwise; `at` is whole
 * seconds since the start of the run.
 */
export type LoadRecord = { readonly header: LoadHeader } | { readonly sample: LoadSample } | { readonly end: LoadEnd }

export type LoadEngineName = 'node' | 'locust' | 'k6'

export interface LoadHeader {
  /** Grows when the format changes in a way that readers notice. */
  readonly format: 1
  readonly name: string
  readonly engine: LoadEngineName
  /** `closed`: users who wait for each answer. `open`: arrivals at a rate, whatever the service does; response time counts from the intended start. */
  readonly model: 'closed' | 'open'
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Base URLs of the services it sends to, by service name. */
  readonly targets: Readonly<Record<string, string>>
  readonly phases: readonly LoadPhase[]
  readonly endpoints: readonly LoadEndpoint[]
  readonly thresholds: readonly LoadThreshold[]
  readonly seed: number
  /** The profile as generated, for readers. */
  readonly profile: Readonly<Record<string, unknown>>
  readonly environment: LoadEnvironment
}

/** Seconds from `from` until `until` (absent: until stopped); a warm-up is shown and not counted. */
export interface LoadPhase {
  readonly name: string
  readonly from: number
  readonly until?: number
  readonly warmup: boolean
  /** What is aimed at by the end of the phase: users (closed) or arrivals a second (open). */
  readonly users?: number
  readonly rate?: number
}

/** What one line of the statistics stands for; its index in the header is its id everywhere else. May grow while the run lasts. */
export interface LoadEndpoint {
  /** Such as `POST`. */
  readonly method: string
  /** The request's name, or its path as written: `/items/${captures.id}`. */
  readonly name: string
  readonly service: string
}

export interface LoadThreshold {
  /** As written, such as `predict.p99`. */
  readonly key: string
  /** `total` for all endpoints together. */
  readonly of: { readonly endpoint: string } | 'total'
  readonly measure: LoadMeasure
  /** A matcher with numbers in the unit of the measure: microseconds, a share of 1, requests a second. */
  readonly matcher: Readonly<Partial<Record<'lt' | 'lte' | 'gt' | 'gte' | 'equals', number>>>
  /** The matcher as written, for people: `lt: 200ms`. */
  readonly written: string
  /** Where it stands: `apitest.yaml#/loads/peak/thresholds/p95`. */
  readonly place?: string
  /** Ends the run as soon as it is broken for good, not before this many seconds. Absent: judged at the end. */
  readonly abortAfter?: number
}

export type LoadMeasure =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'average' | 'max' | 'min' | 'errors' | 'rate' | 'requests' }

export interface LoadEnvironment {
  readonly apitest: string
  readonly node: string
  readonly platform: string
  readonly cpus: number
  readonly commit?: string
}

/** What happened in one second. Numbers are of this second alone, except the gauges `users`, `inFlight`, `queued`. */
export interface LoadSample {
  readonly at: number
  /** Index into `phases`. */
  readonly phase: number
  readonly users: number
  readonly inFlight: number
  /** Arrivals that wait for a connection (open model). */
  readonly queued: number
  /** What this second aimed at: arrivals a second, or absent in the closed model. */
  readonly targetRate?: number
  readonly endpoints: readonly EndpointSample[]
  readonly generator: GeneratorSample
  /** Endpoints that were met for the first time; their ids go on behind the header's. */
  readonly newEndpoints?: readonly LoadEndpoint[]
  /** A person changed users or rate, pressed reset, set a marker. */
  readonly events?: readonly { readonly kind: 'users' | 'rate' | 'reset' | 'marker' | 'stop'; readonly value?: number | string }[]
}

export interface EndpointSample {
  /** Index into the endpoints of the header. */
  readonly endpoint: number
  readonly started: number
  /** Answers that met every expectation. */
  readonly ok: number
  /** Answers or connections that failed; timeouts are counted apart. started = ok + failed + timedOut + cancelled + still in flight. */
  readonly failed: number
  readonly timedOut: number
  /** Ended by the stop of the run; in no histogram. */
  readonly cancelled: number
  readonly bytesReceived: number
  readonly bytesSent: number
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Response time of finished requests, failures included: from the intended start in the open model and with pacing, else from sending. */
  readonly response: SparseHistogram
  /** From sending to the end of the answer; absent where it equals `response`. */
  readonly service?: SparseHistogram
  readonly failures?: readonly FailureCount[]
}

/** Of the same endpoint and message. */
export interface FailureCount {
  /** One line with nothing that varies from request to request: `status: expected 200, got 500`. */
  readonly message: string
  readonly count: number
  /** Thrown by code of the profile (a hook, a capture that was never made), not caused by the service's answer; `detail` of the example is its stack. */
  readonly exception?: boolean
  /** Where the expectation stands, or absent for connections. */
  readonly place?: string
  /** The first of its kind in the whole run. */
  readonly example?: FailureExample
}

export interface FailureExample {
  readonly request: string
  readonly response?: string
  readonly detail?: string
}

export interface GeneratorSample {
  /** Share of one core used by all threads of the generator; 1 is a whole core. */
  readonly cpu: number
  readonly rssBytes: number
  /** How late requests left, 99th percentile (open model). */
  readonly latenessP99: number
  /** Event loop delay of the slowest worker, 99th percentile. */
  readonly loopDelayP99: number
  readonly workers: readonly WorkerSample[]
}

export interface WorkerSample {
  readonly id: string
  readonly state: 'starting' | 'running' | 'stopping' | 'stopped' | 'lost'
  readonly users: number
  readonly cpu: number
}

/** Log-linear buckets (`metrics/histogram.ts`): pairs of bucket index and count, flattened, with exact extremes and sum. */
export interface SparseHistogram {
  readonly buckets: readonly number[]
  readonly min: number
  readonly max: number
  readonly sum: number
}

export interface LoadEnd {
  /** Seconds since the start. */
  readonly at: number
  readonly reason: 'finished' | 'stopped' | 'interrupted' | 'threshold' | 'failed'
  /** In words, where the reason is not the plan's own end. */
  readonly detail?: string
  /** The generator was the limit in these seconds, with what showed it. Empty: it was not. */
  readonly generatorLimits: readonly { readonly at: number; readonly what: string }[]
}

/** What a page or a keyboard may ask of a run. */
export interface LoadControl {
  readonly header: LoadHeader
  readonly state: LoadState
  /** A run that has stopped may be started again, as a new one. */
  readonly startsAgain?: boolean
  /** Called with every sample, the new state and the end; returns how to stop listening. */
  subscribe(listener: (news: LoadNews) => void): () => void
  /** Samples so far, oldest first. */
  samples(): readonly LoadSample[]
  start(settings?: { readonly users?: number; readonly spawnRate?: number; readonly rate?: number; readonly host?: string }): Promise<void>
  /** Lets requests in flight end within the grace, then cancels them. */
  stop(): Promise<void>
  setUsers(users: number): void
  setRate(rate: number): void
  /** Statistics start again from zero; the record keeps what was before. */
  reset(): void
  mark(text: string): void
}

export type LoadState = 'ready' | 'starting' | 'running' | 'stopping' | 'stopped'
export type LoadNews =
  | { readonly sample: LoadSample }
  | { readonly state: LoadState }
  | { readonly end: LoadEnd }
  | { readonly log: string }
