import type { LoadPlace } from '../program/load-session.ts'
import type { TracedProgram } from '../program/trace-program.ts'
import type { Transport } from '../transport/transport.ts'
import type { EndpointStatistics } from './endpoint-statistics.ts'

/** What all users of a thread share. */
export interface UserSurroundings {
  readonly of: LoadPlace
  readonly program: TracedProgram
  readonly transport: Transport
  /** By endpoint. */
  readonly statistics: readonly EndpointStatistics[]
  readonly counts: {
    /** Requests that were sent and have not ended. */
    inFlight: number
    /** How late requests left, in microseconds; of those that had a time to leave at. */
    lateness: { record(micros: number): void }
  }
}
