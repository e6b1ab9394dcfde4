import type { MetricName } from './judge/judge-trace.ts'
import type { Shape, Verdict } from './judge/verdict.ts'

/** What one leak window found out, and what `apitest leak NAME --format json` prints. Sizes in bytes. */
export interface LeakResult {
  readonly version: 1
  readonly name: string
  readonly service: string
  /** `not judged`: there was nothing to judge by; the reason says why and what to do. */
  readonly verdict: Verdict | 'not judged'
  /** What the verdict means for the run. */
  readonly passed: boolean
  /** Growth of memory with each request, and its 99 % interval. Undefined where nothing was judged. */
  readonly bytesPerRequest: number | undefined
  readonly low: number | undefined
  readonly high: number | undefined
  /** Completed in the window, without the warm-up. */
  readonly requests: number
  readonly failedRequests: number
  /** What was judged. */
  readonly metric: MetricName | undefined
  /** What forced a collection before each look: `node`, `python`, `POST /__gc`, or `none`. */
  readonly probe: string
  readonly reason: string
  /** What else is worth knowing; one sentence each. */
  readonly notes: readonly string[]
  /** What to do about it. */
  readonly hint: string | undefined
  readonly shape: Shape | undefined
  /** Requests a second, as measured. */
  readonly rate: number
  readonly bytesPerHour: number | undefined
  /** At the rate of the window, or at 100 requests a second where it has none. */
  readonly bytesPerHourAt: { readonly rate: number; readonly bytes: number } | undefined
  /** Until `limit`, the container's limit, or the machine's memory is reached; where it grows. */
  readonly untilLimit: { readonly limit: number; readonly of: string; readonly requests: number; readonly seconds: number } | undefined
  /** Every series that was judged. */
  readonly series: readonly SeriesResult[]
  /** After a leak, by request; undefined where nobody asked. */
  readonly byRequest: readonly RequestShare[] | undefined
  readonly extended: boolean
  readonly durationMs: number
  readonly startedAt: string
  readonly baseline: BaselineComparison | undefined
}

export interface SeriesResult {
  readonly metric: MetricName
  readonly unit: 'bytes' | 'count'
  readonly verdict: Verdict
  readonly shape: Shape
  readonly perRequest: number
  readonly low: number
  readonly high: number
}

export interface RequestShare {
  readonly request: string
  /** Of the series that leaks: bytes, or open files and threads. */
  readonly unit: 'bytes' | 'count'
  /** With its 98 % interval. */
  readonly perRequest: number
  readonly low: number
  readonly high: number
  readonly guilty: boolean
}

export interface BaselineComparison {
  readonly file: string
  readonly state: 'written' | 'as before' | 'worse' | 'not comparable'
  readonly before: { readonly bytesPerRequest: number; readonly low: number; readonly high: number } | undefined
}
