import type { EndpointTotals } from '../record/endpoint-totals.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** `summary.json`: what programs want to know of a run. Times are milliseconds, shares of 1. */
export interface LoadSummary {
  readonly version: 1
  readonly name: string
  readonly engine: string
  readonly model: 'closed' | 'open'
  readonly status: 'passed' | 'failed'
  /** Each broken threshold and whatever else made it fail, one line each. */
  readonly reasons: readonly string[]
  readonly startedAt: string
  /** Of the whole run, and of the part that counts. */
  readonly durationSeconds: number
  readonly measuredSeconds: number
  /** How it ended; `cut off` where the record has no end. */
  readonly end: string
  readonly users: number
  readonly total: SummaryRow
  readonly endpoints: readonly (SummaryRow & { readonly method: string; readonly name: string; readonly service: string })[]
  readonly thresholds: readonly SummaryThreshold[]
  readonly failures: readonly SummaryFailure[]
  readonly generatorLimits: readonly { readonly at: number; readonly what: string }[]
  readonly seed: number
}

export interface SummaryRow {
  readonly started: number
  readonly requests: number
  readonly ok: number
  readonly failed: number
  readonly timedOut: number
  readonly cancelled: number
  readonly failureShare: number
  readonly requestsPerSecond: number
  readonly averageBytes: number
  readonly statuses: Readonly<Record<string, number>>
  /** `min`, `average`, `max`, `p50` … `p100`. */
  readonly responseTime: Readonly<Record<string, number>>
  /** From sending; only where it differs. */
  readonly serviceTime?: Readonly<Record<string, number>>
}

export interface SummaryThreshold {
  readonly key: string
  readonly expected: string
  readonly actual: number | undefined
  readonly held: boolean
  readonly text: string
  readonly place: string | undefined
}

export interface SummaryFailure {
  readonly method: string
  readonly name: string
  readonly message: string
  readonly count: number
  readonly place: string | undefined
}

/** Locust's columns of `_stats.csv`; the report and the summary have them too, so that figures can be put side by side. */
export const csvPercentiles: readonly number[] = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100]

export function summariseLoad({ run, totals, verdict }: LoadAnalysis): LoadSummary {
  const { header, end, lastAt } = run
  return {
    version: 1,
    name: header.name,
    engine: header.engine,
    model: header.model,
    status: verdict.passed ? 'passed' : 'failed',
    reasons: [...verdict.reasons, ...verdict.thresholds.filter(({ held }) => !held).map(({ text }) => text)],
    startedAt: new Date(header.startedAt).toISOString(),
    durationSeconds: end?.at ?? lastAt + 1,
    measuredSeconds: totals.seconds,
    end: end?.reason ?? 'cut off',
    users: totals.peakUsers,
    total: summariseRow(totals.total, totals.rateOf(totals.total)),
    endpoints: totals.endpoints.map(({ method, name, service }, index) => {
      const row = totals.rows[index] as EndpointTotals
      return { method, name, service, ...summariseRow(row, totals.rateOf(row)) }
    }),
    thresholds: verdict.thresholds.map(({ threshold, actual, held, text }) => ({
      key: threshold.key,
      expected: threshold.written,
      actual,
      held,
      text,
      place: threshold.place,
    })),
    failures: totals.rows.flatMap((row, index) =>
      [...row.failures.values()].map(({ message, count, place }) => ({
        method: totals.endpoints[index]?.method ?? '',
        name: totals.endpoints[index]?.name ?? '',
        message,
        count,
        place,
      })),
    ),
    generatorLimits: end?.generatorLimits ?? [],
    seed: header.seed,
  }
}

function summariseRow(row: EndpointTotals, requestsPerSecond: number): SummaryRow {
  return {
    started: row.started,
    requests: row.requests,
    ok: row.ok,
    failed: row.failed,
    timedOut: row.timedOut,
    cancelled: row.cancelled,
    failureShare: row.failureShare,
    requestsPerSecond,
    averageBytes: Math.round(row.averageBytes),
    statuses: Object.fromEntries(row.statuses),
    responseTime: summariseTimes(row.response),
    ...(row.hasService ? { serviceTime: summariseTimes(row.service) } : {}),
  }
}

function summariseTimes(times: EndpointTotals['response']): Record<string, number> {
  return {
    min: millis(times.min),
    average: millis(times.average),
    max: millis(times.max),
    ...Object.fromEntries(csvPercentiles.map((percentile) => [`p${percentile}`, millis(times.percentile(percentile))])),
  }
}

/** Milliseconds with all that a microsecond says; the histograms know less. */
function millis(micros: number): number {
  return Math.round(micros) / 1000
}
