import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, FailureCount, FailureExample } from './load-record.ts'

/** A failure of one endpoint over the whole run. */
export interface FailureTotal {
  readonly message: string
  readonly exception: boolean
  readonly place: string | undefined
  readonly example: FailureExample | undefined
  readonly count: number
  /** Seconds since the start. */
  readonly firstAt: number
  readonly lastAt: number
}

/** The sum of samples: of one endpoint, or of all of them. */
export class EndpointTotals {
  started = 0
  ok = 0
  failed = 0
  timedOut = 0
  cancelled = 0
  bytesReceived = 0
  bytesSent = 0
  readonly statuses = new Map<string, number>()
  readonly response = new Histogram()
  /** From sending; the same as `response` where nothing waited before it was sent. */
  readonly service = new Histogram()
  hasService = false
  readonly failures = new Map<string, FailureTotal>()

  /** Finished requests, those that failed included, those that the stop cancelled not. */
  get requests(): number {
    return this.ok + this.failed + this.timedOut
  }

  get failureCount(): number {
    return this.failed + this.timedOut
  }

  /** Of 1; 0 where nothing finished. */
  get failureShare(): number {
    return this.requests === 0 ? 0 : this.failureCount / this.requests
  }

  get averageBytes(): number {
    return this.requests === 0 ? 0 : this.bytesReceived / this.requests
  }

  add(sample: EndpointSample, at: number): void {
    this.started += sample.started
    this.ok += sample.ok
    this.failed += sample.failed
    this.timedOut += sample.timedOut
    this.cancelled += sample.cancelled
    this.bytesReceived += sample.bytesReceived
    this.bytesSent += sample.bytesSent
    for (const status in sample.statuses) this.statuses.set(status, (this.statuses.get(status) ?? 0) + (sample.statuses[status] ?? 0))
    this.response.addSparse(sample.response)
    this.service.addSparse(sample.service ?? sample.response)
    this.hasService ||= sample.service !== undefined
    for (const failure of sample.failures ?? []) this.#addFailure(failure, at)
  }

  /** Adds the counts and times of another one; failures stay where they are. */
  merge(other: EndpointTotals): void {
    this.started += other.started
    this.ok += other.ok
    this.failed += other.failed
    this.timedOut += other.timedOut
    this.cancelled += other.cancelled
    this.bytesReceived += other.bytesReceived
    this.bytesSent += other.bytesSent
    for (const [status, count] of other.statuses) this.statuses.set(status, (this.statuses.get(status) ?? 0) + count)
    this.response.merge(other.response)
    this.service.merge(other.service)
    this.hasService ||= other.hasService
  }

  #addFailure({ message, count, exception = false, place, example }: FailureCount, at: number): void {
    const before = this.failures.get(message)
    this.failures.set(message, {
      message,
      exception: before?.exception ?? exception,
      place: before?.place ?? place,
      example: before?.example ?? example,
      count: (before?.count ?? 0) + count,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
    })
  }
}
