import type { FailureCount, LoadSample } from '../record/load-record.ts'
import type { LiveChange, LiveFailure } from './live-types.ts'

/** Failures by endpoint and message; what is known of them is sent once, after that only how often they happened. */
export class LiveFailures {
  readonly #startedAt: number
  readonly #places = new Map<string, number>()
  #list: LiveFailure[] = []

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  get list(): readonly LiveFailure[] {
    return this.#list
  }

  clear(): void {
    this.#list = []
    this.#places.clear()
  }

  /** Returns what the page has to be told. */
  add(sample: LoadSample): Pick<LiveChange, 'failures' | 'counts'> {
    const known = this.#list.length
    const again = new Set<number>()
    for (const { endpoint, failures = [] } of sample.endpoints)
      for (const failure of failures) {
        const place = this.#count(endpoint, failure, this.#startedAt + sample.at * 1000)
        if (place < known) again.add(place)
      }
    return {
      ...(this.#list.length > known ? { failures: this.#list.slice(known) } : {}),
      ...(again.size > 0 ? { counts: [...again].map((place) => [place, this.#list[place]?.count ?? 0] as const) } : {}),
    }
  }

  #count(endpoint: number, { message, count, exception = false, place, example }: FailureCount, time: number): number {
    const key = `${endpoint} ${message}`
    const index = this.#places.get(key) ?? this.#list.length
    const before = this.#list[index]
    this.#places.set(key, index)
    this.#list[index] =
      before === undefined
        ? {
            endpoint,
            message,
            exception,
            count,
            first: time,
            last: time,
            ...(place === undefined ? {} : { place }),
            ...(example === undefined ? {} : { example }),
          }
        : { ...before, count: before.count + count, last: time }
    return index
  }
}
