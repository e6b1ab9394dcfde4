import { ciKinds } from '../../kinds/ci/ci-kinds.ts'
import type { PlannedCi } from '../../plan/plan.ts'

/** The file of one CI system. */
export function ciFile(ci: PlannedCi): string {
  const kind = ciKinds[ci.provider]
  if (kind === undefined) throw new Error(`no kind for ${ci.provider}, which the plan leaves out`)
  return kind.emit(ci)
}
