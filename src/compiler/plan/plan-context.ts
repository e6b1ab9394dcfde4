import type { PlanTools } from '../kinds/plan-tools.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'
import type { PlannedFlow, PlannedRequest } from './plan.ts'

/** What the parts of the plan know of each other. */
export interface PlanContext {
  readonly spec: ResolvedSpec
  readonly tools: PlanTools
  readonly requests: ReadonlyMap<string, PlannedRequest>
  readonly flows: ReadonlyMap<string, PlannedFlow>
}
