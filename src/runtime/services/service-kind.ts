import type { RunSession } from './processes/run-session.ts'
import type { ServiceKinds } from './service-definition.ts'
import type { ServiceHandle, ServiceKindName } from './service-handle.ts'

/** How a service of one kind is started; the handle that comes back does the rest. */
export interface ServiceKind<Name extends ServiceKindName> {
  readonly name: Name
  /** Starts the service and waits until it is ready. Whatever it started is ended again when it throws. */
  start(context: StartContext<Name>): Promise<ServiceHandle>
  /** From where a service of this kind calls stubs and other services. Default: from this machine, on the loopback address. */
  reach?(): Reach | Promise<Reach>
}

/** From where something is called: on which address it must listen, and by which name the caller finds it. */
export interface Reach {
  readonly bind: string
  readonly host: string
}

export interface StartContext<Name extends ServiceKindName = ServiceKindName> {
  readonly name: string
  /** As written, for what does not depend on the port: its own `${port}` and addresses of other services are placeholders. */
  readonly outline: ServiceKinds[Name]
  /** The definition for a port, with the addresses of the services that it depends on. */
  define(port: number): ServiceKinds[Name]
  /** The project's folder, absolute. */
  readonly folder: string
  readonly session: RunSession
  readonly logFile: string
  /** The services stay up after the run, so nothing of theirs may hang on this process. */
  readonly keep: boolean
  /** Aborted when the run is over before the service is ready. */
  readonly signal: AbortSignal
  /** Tells the user that it takes long, about every ten seconds. */
  waiting(message: string): void
}
