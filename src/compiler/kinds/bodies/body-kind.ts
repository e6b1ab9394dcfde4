import type { CheckTools } from '../../checks/check-tools.ts'
import type { Cursor } from '../../checks/cursor.ts'
import type { Value } from '../../plan/plan.ts'
import type { PlanTools } from '../plan-tools.ts'

/** What the body of a request can be; at most one stands in a request. */
export interface BodyKind {
  check(body: Cursor, tools: CheckTools): void
  plan(body: Cursor, tools: PlanTools): Value
}
