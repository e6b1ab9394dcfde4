import type { MockCommand, MockReply } from '../../mocks/mock-protocol.ts'
import type { ServiceResult } from '../../report/run-result.ts'
import type { StubCounts, StubTrouble } from '../../stubs/stub-calls.ts'
import type { ServiceAddress } from '../service-definition.ts'
import type { ServiceFailure } from '../service-error.ts'
import type { AppNews } from './app-results.ts'
import type { ServiceReport } from './hub.ts'

/** What a worker may ask the hub; one JSON object a line, after a first line with the token. */
export interface HubMethods {
  start(params: { service: string }): ServiceAddress
  /** Lines since a moment, in milliseconds since the epoch. */
  log(params: { service: string; since: number }): ServiceReport
  secret(params: { value: string }): null
  /** For services whose functions can be replaced. */
  mock(params: { service: string; command: MockCommand }): MockReply
  /** An application beside the tests starts, is ready or cannot start; returns where its log goes. */
  app(params: { service: string; app: AppNews }): { logFile: string }
  /** The worker has something to undo behind its last test; the services stay up until it says that it has, or is gone. */
  hold(params: Record<string, never>): null
  /** It has; `failed` makes the run fail, because vitest does not look any more. */
  release(params: { failed: boolean }): null
  results(params: Record<string, never>): readonly ServiceResult[]
  /** Where a stub listens. */
  stub(params: { stub: string }): ServiceAddress
  /** A test begins, goes on, and ends; calls of stubs are its own meanwhile. */
  beginStubs(params: { test: string }): null
  stubCounts(params: { test: string }): StubCounts
  stubTrouble(params: { test: string; ends: boolean }): readonly StubTrouble[]
}

export type HubMethod = keyof HubMethods
export type Params<Method extends HubMethod> = Parameters<HubMethods[Method]>[0]
export type Result<Method extends HubMethod> = ReturnType<HubMethods[Method]>

export interface HubRequest {
  readonly id: number
  readonly method: HubMethod
  readonly params: unknown
}

export type HubResponse = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly error: { readonly message: string; readonly failure: ServiceFailure | undefined } }
)

export const HUB_VARIABLE = 'APITEST_HUB'

/** `APITEST_HUB`: a token, `@`, and a socket path or `host:port`. */
export interface HubAddress {
  readonly token: string
  readonly place: string
}

export function formatHubAddress({ token, place }: HubAddress): string {
  return `${token}@${place}`
}

export function parseHubAddress(text: string): HubAddress {
  const at = text.indexOf('@')
  return { token: text.slice(0, at), place: text.slice(at + 1) }
}
