import type { MockCommand, MockReply } from '../mocks/mock-protocol.ts'
import type { LogExcerpt, LogQuery } from './service-log.ts'
import type { ServiceAddress, ServiceKinds } from './service-definition.ts'

/** The key under which a service says what it is, such as `process`. */
export type ServiceKindName = keyof ServiceKinds

/** A running service, the same for all kinds. */
export interface ServiceHandle extends ServiceAddress {
  readonly name: string
  readonly kind: ServiceKindName
  /** From its start until it was ready. */
  readonly readyMs: number
  /** Relative or absolute path of its log; undefined for kinds without output. */
  readonly logFile: string | undefined
  /** All its processes at this moment, workers included; what memory windows and load runs measure. */
  pids(): number[]
  /** For a container: where its engine tells of it when its processes cannot be seen from here. */
  readonly container?: { readonly id: string; readonly dockerHost: string | undefined }
  log(query?: LogQuery): LogExcerpt
  /** How it ended although nobody stopped it; undefined while it runs. */
  ended(): ServiceEnd | undefined
  /** For kinds whose functions can be replaced in another process. */
  mock?(command: MockCommand): Promise<MockReply>
  stop(): Promise<StopResult>
  /** Kills it before returning, for a process that is about to end. */
  stopNow(): void
  /** Lets go of it: it stays up when this process ends. */
  release(): void
}

export interface ServiceEnd {
  /** Such as `ended with exit code 3`. */
  readonly description: string
  /** Milliseconds since the epoch, as far as it is known. */
  readonly atMs: number
  /** With exit code 0: it did what it had to do. */
  readonly clean: boolean
}

export interface StopResult {
  /** It had to be killed. */
  readonly forced: boolean
  /** What would let it end by itself. */
  readonly hint?: string
  /** Processes that could not be ended. */
  readonly left: readonly number[]
}
