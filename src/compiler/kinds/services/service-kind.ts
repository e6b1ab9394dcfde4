import type { CheckTools } from '../../checks/check-tools.ts'
import type { Cursor } from '../../checks/cursor.ts'
import type { PlannedComposeFile, Value } from '../../plan/plan.ts'
import type { PlanTools } from '../plan-tools.ts'

/** What a service can be; the value stands behind the kind's own key. */
export interface ServiceKind {
  /** It runs in the process of the tests, where other services cannot call it. */
  readonly inTests?: true
  check(service: Cursor, tools: CheckTools): void
  plan(service: Cursor, tools: PlanTools): Value
  /** Checks one of `mocks`, for kinds whose functions can be replaced. */
  checkMock?(mock: Cursor, tools: CheckTools): void
  /** The generated compose file, for kinds that start containers. */
  composeFile?(service: Cursor, tools: PlanTools): PlannedComposeFile
}
