/** What became of a service between two runs; A is before, B is after. Times are microseconds, shares of 1. */
export interface LoadComparison {
  readonly a: ComparedRun
  readonly b: ComparedRun
  /** Changes smaller than this share do not count. */
  readonly threshold: number
  /** Of the intervals, such as 0.99. */
  readonly confidence: number
  /** All endpoints together first. */
  readonly rows: readonly ComparedEndpoint[]
  /** The worst of all rows: one change for the worse is a regression. */
  readonly verdict: 'regression' | 'improvement' | 'no change' | 'unclear'
  /** Why the runs may not be compared without care: other profile, other machine. */
  readonly warnings: readonly string[]
}

export interface ComparedRun {
  readonly name: string
  readonly startedAt: number
  readonly seconds: number
  readonly requests: number
  readonly commit: string | undefined
}

export interface ComparedEndpoint {
  /** `POST predict`, or `Aggregated`. */
  readonly title: string
  /** Present in one of the runs only. */
  readonly onlyIn?: 'a' | 'b'
  readonly requests: readonly [number, number]
  readonly measures: readonly ComparedMeasure[]
}

export interface ComparedMeasure {
  /** `p95`, `average`, `errors`, `rate`. */
  readonly name: string
  readonly a: number
  readonly b: number
  /** B against A, as a share of A; for `errors` the difference of the shares. */
  readonly change: number
  /** The change lies in it with the confidence asked for; absent where there is too little to tell. */
  readonly interval?: readonly [number, number]
  readonly verdict: ChangeVerdict
}

/** `slower` also stands for more errors and a lower rate. */
export type ChangeVerdict = 'faster' | 'slower' | 'no change' | 'unclear'
