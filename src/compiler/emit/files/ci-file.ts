import { ciKinds } from '../../kinds/ci/ci-kinds.ts'
import type { PlannedCi } from '../../plan/plan.ts'

/** The file of one CI system. */
export function ciFile(ci: PlannedCi): string {
  return ciKinds[ci.provider].emit(ci)
}
