import type { Heatmap } from '../record/heatmap.ts'
import type { GeneratorSample, LoadEnd, LoadEndpoint, LoadPhase, LoadState, WorkerSample } from '../record/load-record.ts'
import type { RunSeries } from '../record/series.ts'

/*
 * What the server of the live page sends: everything when a page opens (`LivePicture`), then what changed, once a second (`LiveChange`).
 * Times are milliseconds. Rows are lists of numbers, because with hundreds of endpoints their names would be most of the traffic.
 */

/** The places of figures in a row; percentiles follow: of all requests, then of the last second (`null`: none finished). */
export const rowPlaces = [
  'requests',
  'failures',
  'average',
  'min',
  'max',
  'bytes',
  'rate',
  'failureRate',
  /** Of the last second, for charts. */
  'pointRate',
  'pointFailures',
] as const

export type LiveRow = readonly (number | null)[]

export interface LivePicture {
  readonly name: string
  readonly engine: string
  readonly model: 'closed' | 'open'
  readonly startedAt: number
  readonly targets: Readonly<Record<string, string>>
  readonly phases: readonly LoadPhase[]
  readonly percentiles: readonly number[]
  /** What the start form shows. */
  readonly settings: StartSettings
  readonly state: LoadState
  readonly startsAgain: boolean
  readonly at: number
  readonly phase: number
  readonly endpoints: readonly LoadEndpoint[]
  readonly total: LiveRow
  readonly rows: readonly LiveRow[]
  readonly series: RunSeries
  readonly heatmap: Heatmap
  readonly thresholds: readonly LiveThreshold[]
  readonly failures: readonly LiveFailure[]
  readonly workers: readonly WorkerSample[]
  readonly generator: Omit<GeneratorSample, 'workers'> | undefined
  readonly marks: readonly { readonly at: number; readonly text: string }[]
  readonly logs: readonly string[]
  readonly end: LoadEnd | undefined
}

export interface StartSettings {
  readonly users?: number
  readonly spawnRate?: number
  readonly rate?: number
  readonly host?: string
}

export interface LiveThreshold {
  readonly key: string
  readonly expected: string
  readonly actual: string
  readonly held: boolean
}

export interface LiveFailure {
  /** Index into the endpoints. */
  readonly endpoint: number
  readonly message: string
  readonly exception: boolean
  readonly count: number
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
  readonly place?: string
  readonly example?: { readonly request: string; readonly response?: string; readonly detail?: string }
}

/** Only what is different from the second before. */
export interface LiveChange {
  readonly at: number
  readonly phase: number
  /** The statistics have started again from zero with this second. */
  readonly reset?: true
  readonly point: {
    readonly at: number
    readonly users: number
    readonly inFlight: number
    readonly queued: number
    readonly targetRate: number | null
    readonly statuses: Readonly<Record<string, number>>
  }
  readonly total: LiveRow
  /** Endpoint and its row. */
  readonly rows: readonly (readonly [number, LiveRow])[]
  readonly column: readonly number[]
  readonly generator: Omit<GeneratorSample, 'workers'>
  readonly endpoints?: readonly LoadEndpoint[]
  readonly thresholds?: readonly LiveThreshold[]
  /** Kinds of failures that were not seen before; they go on behind those that are known. */
  readonly failures?: readonly LiveFailure[]
  /** Failures that happened again: their place in the list and how often in all. */
  readonly counts?: readonly (readonly [number, number])[]
  readonly workers?: readonly WorkerSample[]
  readonly marks?: LivePicture['marks']
}

/** Charts of one endpoint, asked for when somebody looks at them. */
export interface LiveEndpoint {
  readonly step: number
  readonly at: readonly number[]
  readonly rate: readonly number[]
  readonly failures: readonly number[]
  readonly percentiles: readonly (readonly (number | null)[])[]
  readonly heatmap: Heatmap
}
