import type { Answer } from './answer.ts'

/** Where in the answer an expectation looks. */
export interface Spot {
  /** What it sees there now; none where there is nothing. */
  readonly values: readonly unknown[]
  /** Matchers that look at the list of values instead of the one value. @default none */
  readonly listMatchers?: ReadonlySet<string>
  /** Values that are worth a try whatever is expected. */
  readonly more?: readonly unknown[]
  /** Reads expected numbers that have a unit. */
  readonly read?: (operand: unknown) => unknown
  /** A value in words. @default as JSON */
  readonly show?: (value: unknown) => string
  /** Whole answers to try; where there are some, `put` is not asked. */
  readonly answers?: readonly Answer[]
  /** The answer with other values there; `undefined` where no answer could have them. */
  put(values: readonly unknown[]): Answer | undefined
}
