import type { MockProblem, MockRecord, Mocks } from './mock-definition.ts'

/**
 * What a kind of service offers for `mocks`. A test calls `begin` before anything else, for each service with mocks that it uses, and `end`
 * when it is over; in between the mocks of the test lie over those of the service.
 */
export interface MockControl {
  /** Forgets the calls of tests before, and what they left behind. */
  begin(): Promise<void>
  /** Replaces functions until `end`. Says what cannot be replaced; nothing has been replaced then. */
  apply(mocks: Mocks): Promise<MockProblem | undefined>
  /** What a mock of the test or of the service has recorded; undefined for one that is neither. */
  record(target: string): Promise<MockRecord | undefined>
  /** Puts back what the test replaced, the last first. Says what went wrong meanwhile, such as a sequence that was used up. */
  end(): Promise<readonly MockProblem[]>
}
