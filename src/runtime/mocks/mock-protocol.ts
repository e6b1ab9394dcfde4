import type { MockProblem, MockRecord, Mocks } from './mock-definition.ts'

/** What a worker asks of a service in another process, on its way through the hub. */
export type MockCommand =
  | { readonly op: 'begin' }
  | { readonly op: 'apply'; readonly mocks: Mocks }
  | { readonly op: 'record'; readonly target: string }
  | { readonly op: 'end' }

/** Absent keys do not belong to the command. */
export interface MockReply {
  readonly problems?: readonly MockProblem[]
  readonly record?: MockRecord | null
}
