import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, FailureCount, FailureExample } from '../record/load-record.ts'

/** Messages that are told apart in a second; what varies from request to request must not fill the memory. */
const mostMessages = 50

/** What one thread counts for one endpoint, from one sample to the next. */
export class EndpointStatistics {
  started = 0
  ok = 0
  failed = 0
  timedOut = 0
  cancelled = 0
  bytesReceived = 0
  bytesSent = 0
  readonly response = new Histogram()
  readonly service = new Histogram()
  readonly #statuses = new Map<number, number>()
  #failures = new Map<string, { count: number; place?: string; example?: FailureExample; exception?: true }>()
  /** Messages of the whole run that have an example already. */
  readonly #shown = new Set<string>()

  status(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
  }

  fail(
    message: string,
    { place, example, exception = false }: { place?: string | undefined; example?: () => FailureExample; exception?: boolean } = {},
  ): void {
    const known = this.#failures.has(message) || this.#failures.size < mostMessages
    const key = known ? message : 'other failures'
    const failure = this.#failures.get(key) ?? {
      count: 0,
      ...(known && place !== undefined && { place }),
      ...(known && exception && { exception }),
    }
    failure.count++
    if (known && example !== undefined && this.#shown.size < mostMessages && !this.#shown.has(key)) {
      this.#shown.add(key)
      failure.example = example()
    }
    this.#failures.set(key, failure)
  }

  /** What came together since the last time; `undefined` when nothing did. */
  take(endpoint: number, { withService }: { withService: boolean }): EndpointSample | undefined {
    const { started, ok, failed, timedOut, cancelled, bytesReceived, bytesSent } = this
    if (started + ok + failed + timedOut + cancelled === 0) return undefined
    const sample: EndpointSample = {
      endpoint,
      started,
      ok,
      failed,
      timedOut,
      cancelled,
      bytesReceived,
      bytesSent,
      statuses: Object.fromEntries(this.#statuses),
      response: this.response.toSparse(),
      ...(withService && { service: this.service.toSparse() }),
      ...(this.#failures.size > 0 && {
        failures: [...this.#failures].map(([message, failure]): FailureCount => ({ message, ...failure })),
      }),
    }
    this.started = this.ok = this.failed = this.timedOut = this.cancelled = this.bytesReceived = this.bytesSent = 0
    this.response.clear()
    this.service.clear()
    this.#statuses.clear()
    this.#failures = new Map()
    return sample
  }
}
