import type { Judgement } from './judge/judge-trace.ts'
import type { LeakResult } from './leak-result.ts'
import type { LeakTrace } from './leak-trace.ts'

/** What one window found out about a service, with all that pictures and files are made of. */
export interface LeakOutcome {
  readonly result: LeakResult
  readonly trace: LeakTrace | undefined
  readonly judgement: Judgement | undefined
  /** The other services that were watched, whose verdicts are no worse. */
  readonly others: readonly LeakOutcome[]
}
