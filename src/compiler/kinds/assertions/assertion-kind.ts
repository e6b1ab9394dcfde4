import type { CheckTools } from '../../checks/check-tools.ts'
import type { Cursor } from '../../checks/cursor.ts'
import type { Value } from '../../plan/plan.ts'
import type { PlanTools } from '../plan-tools.ts'

/** One key of `expect`. */
export interface AssertionKind {
  /** What the schema cannot say. */
  check(expected: Cursor, tools: CheckTools): void
  plan(expected: Cursor, tools: PlanTools): Value
}
