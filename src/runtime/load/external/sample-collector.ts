import { Histogram } from '../metrics/histogram.ts'
import { phaseAt } from '../engine/load-phases.ts'
import type { EndpointSample, FailureCount, GeneratorSample, LoadEndpoint, LoadHeader, LoadSample } from '../record/load-record.ts'

/** What one request, or several of the same kind, added to a second. */
export interface Addition {
  readonly method: string
  readonly name: string
  /** The address that it went to, which tells the service. */
  readonly url?: string
  /** Microseconds of each finished request. */
  readonly times?: readonly number[]
  readonly ok?: number
  readonly failed?: number
  readonly timedOut?: number
  readonly bytesReceived?: number
  readonly statuses?: Readonly<Record<string, number>>
  readonly failures?: Readonly<Record<string, number>>
}

interface Building {
  ok: number
  failed: number
  timedOut: number
  bytesReceived: number
  readonly statuses: Record<string, number>
  readonly response: Histogram
  readonly failures: Map<string, number>
}

/** What is known of the program that sends. */
export interface GeneratorState {
  readonly users: number
  readonly generator: GeneratorSample
}

/** Puts what another program reports together into samples, one for each second since the start. */
export class SampleCollector {
  readonly #header: LoadHeader
  readonly #endpoints: LoadEndpoint[]
  readonly #seconds = new Map<number, Map<number, Building>>()
  #told: number
  #next = 0

  constructor(header: LoadHeader) {
    this.#header = header
    this.#endpoints = [...header.endpoints]
    this.#told = header.endpoints.length
  }

  /** The second that the next sample is about. */
  get next(): number {
    return this.#next
  }

  /** Whatever comes late, for a second whose sample was sent already, is counted in the next one: nothing is lost. */
  add(at: number, addition: Addition): void {
    const second = Math.max(at, this.#next)
    const building = this.#building(second, this.#indexOf(addition))
    building.ok += addition.ok ?? 0
    building.failed += addition.failed ?? 0
    building.timedOut += addition.timedOut ?? 0
    building.bytesReceived += addition.bytesReceived ?? 0
    for (const time of addition.times ?? []) building.response.record(time)
    for (const [status, count] of Object.entries(addition.statuses ?? {}))
      building.statuses[status] = (building.statuses[status] ?? 0) + count
    for (const [message, count] of Object.entries(addition.failures ?? {}))
      building.failures.set(message, (building.failures.get(message) ?? 0) + count)
  }

  /** Bytes that the program does not count by endpoint: shared out by the number of requests. */
  addBytes(at: number, bytes: number): void {
    const second = this.#seconds.get(Math.max(at, this.#next))
    const buildings = [...(second?.values() ?? [])]
    const requests = buildings.reduce((sum, { response }) => sum + response.count, 0)
    for (const building of buildings)
      building.bytesReceived += requests === 0 ? 0 : Math.round((bytes * building.response.count) / requests)
  }

  /** The sample of the next second, which is then over. */
  take({ users, generator }: GeneratorState): LoadSample {
    const at = this.#next
    this.#next += 1
    const buildings = [...(this.#seconds.get(at) ?? [])]
    this.#seconds.delete(at)
    const newEndpoints = this.#endpoints.slice(this.#told)
    this.#told = this.#endpoints.length
    return {
      at,
      phase: phaseAt(this.#header.phases, at),
      users,
      inFlight: 0,
      queued: 0,
      endpoints: buildings.map(([endpoint, building]) => sampleOf(endpoint, building)),
      generator,
      ...(newEndpoints.length > 0 && { newEndpoints }),
    }
  }

  /** True while something waits to be told. */
  get hasMore(): boolean {
    return this.#seconds.size > 0
  }

  #indexOf({ method, name, url = '' }: Addition): number {
    const known = this.#endpoints.findIndex((endpoint) => endpoint.method === method && endpoint.name === name)
    if (known >= 0) return known
    const service = Object.entries(this.#header.targets).find(([, base]) => url.startsWith(base))?.[0]
    this.#endpoints.push({ method, name, service: service ?? Object.keys(this.#header.targets)[0] ?? '' })
    return this.#endpoints.length - 1
  }

  #building(second: number, endpoint: number): Building {
    const buildings = this.#seconds.get(second) ?? new Map<number, Building>()
    this.#seconds.set(second, buildings)
    const known = buildings.get(endpoint)
    if (known !== undefined) return known
    const made: Building = { ok: 0, failed: 0, timedOut: 0, bytesReceived: 0, statuses: {}, response: new Histogram(), failures: new Map() }
    buildings.set(endpoint, made)
    return made
  }
}

function sampleOf(endpoint: number, { ok, failed, timedOut, bytesReceived, statuses, response, failures }: Building): EndpointSample {
  const counts = [...failures].map(([message, count]): FailureCount => ({ message, count }))
  return {
    endpoint,
    started: ok + failed + timedOut,
    ok,
    failed,
    timedOut,
    cancelled: 0,
    bytesReceived,
    bytesSent: 0,
    statuses,
    response: response.toSparse(),
    ...(counts.length > 0 && { failures: counts }),
  }
}
