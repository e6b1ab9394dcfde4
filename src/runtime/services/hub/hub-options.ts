import type { StubHost } from '../../stubs/stub-host.ts'
import type { RunSession } from '../processes/run-session.ts'
import type { ServiceEntry } from '../service-definition.ts'
import type { ServiceFailure } from '../service-error.ts'

export interface HubOptions {
  readonly services: Readonly<Record<string, ServiceEntry>>
  /** The project's folder, absolute. */
  readonly folder: string
  /** Where `logs/` goes, absolute. */
  readonly reportFolder: string
  readonly session: RunSession
  readonly keep: boolean
  readonly stubs: StubHost
  /** Adds the place in the YAML to a failure. */
  locate(failure: ServiceFailure): Promise<ServiceFailure>
  /** A line for the user while the run goes on. */
  say(message: string): void
}
