import type { LoadSample } from '../record/load-record.ts'
import { round } from '../record/round-figures.ts'

/** Current rates are the mean of so many seconds, as in Locust. */
const windowSeconds = 10

interface Count {
  requests: number
  failures: number
}

const nothing: Count = { requests: 0, failures: 0 }

/** Requests and failures a second, of the last few seconds. */
export class CurrentRates {
  #recent: LoadSample[] = []
  /** By endpoint; all together last. */
  #counts: readonly Count[] = []

  add(sample: LoadSample, endpoints: number): void {
    this.#recent.push(sample)
    if (this.#recent.length > windowSeconds) this.#recent.shift()
    this.#counts = countAll(this.#recent, endpoints)
  }

  clear(): void {
    this.#recent = []
  }

  /** Of one endpoint, or of all together. */
  of(endpoint: number | undefined): readonly [requests: number, failures: number] {
    const seconds = Math.max(1, this.#recent.length)
    const { requests, failures } = this.#counts[endpoint ?? this.#counts.length - 1] ?? nothing
    return [round(requests / seconds), round(failures / seconds)]
  }
}

function countAll(samples: readonly LoadSample[], endpoints: number): Count[] {
  const counts = Array.from({ length: endpoints + 1 }, () => ({ ...nothing }))
  for (const sample of samples)
    for (const { endpoint, ok, failed, timedOut } of sample.endpoints)
      for (const count of [counts[endpoint], counts[endpoints]]) {
        if (count === undefined) continue
        count.requests += ok + failed + timedOut
        count.failures += failed + timedOut
      }
  return counts
}
