/** Sends the requests of a window; the one part that knows how. */
export interface LeakTraffic {
  readonly counts: TrafficCounts
  /** Sends until the end is reached, and waits until every answer is there. */
  send(until: SendUntil): Promise<void>
  close(): Promise<void>
}

export interface TrafficCounts {
  /** Ended, one way or the other. */
  readonly completed: number
  readonly failed: number
  /** By message, the most frequent ones tell what is wrong. */
  readonly failures: ReadonlyMap<string, number>
  /** `performance.now()` of the last one. */
  readonly lastFailureAt: number | undefined
  /** Completed, by task. */
  readonly byTask: readonly number[]
}

export interface SendUntil {
  readonly requests?: number
  readonly durationMs?: number
  /** Asked before each request. */
  readonly stopped?: () => boolean
  /** Other weights than those of the tasks. */
  readonly weights?: readonly number[]
}
