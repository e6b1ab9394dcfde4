/** A test of vitest, as far as it is needed. */
export interface RunningTest {
  readonly id: string
  readonly name: string
  readonly suite?: RunningSuite
  readonly meta: object
  readonly concurrent?: boolean
  readonly result?: { readonly state: string; readonly retryCount?: number }
}

export interface RunningSuite {
  readonly name: string
  readonly suite?: RunningSuite
}
