import { EndpointTotals } from './endpoint-totals.ts'
import type { LoadEndpoint, LoadHeader, LoadPhase, LoadSample } from './load-record.ts'

export interface PhaseTotals {
  readonly phase: LoadPhase
  readonly total: EndpointTotals
  /** Samples seen in it. */
  seconds: number
  peakUsers: number
}

/**
 * What all samples of a run add up to. Warm-up phases are kept apart, and a reset starts the statistics again with the sample that
 * carries it; the phases keep what was before.
 */
export class LoadTotals {
  readonly endpoints: LoadEndpoint[]
  readonly phases: PhaseTotals[]
  /** By endpoint. */
  rows: EndpointTotals[]
  total = new EndpointTotals()
  warmup = new EndpointTotals()
  /** Of measurement: without warm-up, since the last reset. */
  seconds = 0
  peakUsers = 0
  /** Seconds since the start of the run at which the statistics were last reset. */
  resetAt: number | undefined
  last: LoadSample | undefined
  readonly #header: LoadHeader

  constructor(header: LoadHeader) {
    this.#header = header
    this.endpoints = [...header.endpoints]
    this.rows = this.endpoints.map(() => new EndpointTotals())
    this.phases = header.phases.map((phase) => ({ phase, total: new EndpointTotals(), seconds: 0, peakUsers: 0 }))
  }

  add(sample: LoadSample): void {
    for (const endpoint of sample.newEndpoints ?? []) {
      this.endpoints.push(endpoint)
      this.rows.push(new EndpointTotals())
    }
    if (sample.events?.some(({ kind }) => kind === 'reset')) this.#reset(sample.at)
    const isWarmup = this.isWarmup(sample)
    const phase = this.phases[sample.phase]
    if (phase !== undefined) {
      phase.seconds++
      phase.peakUsers = Math.max(phase.peakUsers, sample.users)
    }
    if (!isWarmup) this.seconds++
    this.peakUsers = Math.max(this.peakUsers, sample.users)
    for (const part of sample.endpoints) {
      phase?.total.add(part, sample.at)
      if (isWarmup) this.warmup.add(part, sample.at)
      else {
        this.total.add(part, sample.at)
        this.rows[part.endpoint]?.add(part, sample.at)
      }
    }
    this.last = sample
  }

  isWarmup(sample: LoadSample): boolean {
    return this.#header.phases[sample.phase]?.warmup === true
  }

  /** Finished requests a second while it was measured. */
  rateOf({ requests }: EndpointTotals): number {
    return this.seconds === 0 ? 0 : requests / this.seconds
  }

  #reset(at: number): void {
    this.total = new EndpointTotals()
    this.rows = this.rows.map(() => new EndpointTotals())
    this.seconds = 0
    this.resetAt = at
  }
}

/** The totals of a whole run. */
export function addUp(header: LoadHeader, samples: Iterable<LoadSample>): LoadTotals {
  const totals = new LoadTotals(header)
  for (const sample of samples) totals.add(sample)
  return totals
}
