/**
 * What stands in for a function or value, as the YAML writes it: exactly one of `return`, `raise`, `sequence`, `value` and `wraps`.
 *
 * @example { 'server.predict': { return: 3 }, 'server.LIMIT': { value: 10 } }
 */
export interface MockDefinition {
  /** Every call returns it. */
  readonly return?: unknown
  /** Every call raises it, written as the service's language would: `ValueError("bad")`. */
  readonly raise?: string
  /** Each call returns the next one; one call too many fails the test. */
  readonly sequence?: readonly unknown[]
  /** Replaces the attribute itself; no calls are recorded. */
  readonly value?: unknown
  /** The real function runs, and its calls are recorded. */
  readonly wraps?: true
  /** A call with wrong arguments fails as it would in production. @default true for functions */
  readonly autospec?: boolean
}

/** By target: where the function is looked up, such as `server.predict` (Python) or `src/price.ts#lookUp` (Node). */
export type Mocks = Readonly<Record<string, MockDefinition>>

/** One call of a mock, with what it was given at that moment. Values that JSON cannot hold are `{ repr }`, bytes are `{ base64 }`. */
export interface MockCall {
  readonly args: readonly unknown[]
  /** Arguments given by name; none in languages without. */
  readonly kwargs: Readonly<Record<string, unknown>>
  /** All arguments by the names of the function's parameters, where they are known. */
  readonly bound: Readonly<Record<string, unknown>> | undefined
}

/** What a mock has recorded since the test began. */
export interface MockRecord {
  readonly target: string
  readonly calls: readonly MockCall[]
  /** Other places that hold the same function: a mock that was never called may belong there. */
  readonly elsewhere: readonly string[]
}

/** Why a mock cannot be made, or what went wrong with it during the test. */
export interface MockProblem {
  readonly target: string
  readonly message: string
  readonly hint?: string | undefined
}
