import { isPlainRef, refRegex } from '../../../ci/ref-pattern.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob, PlannedTriggers } from '../../../plan/plan.ts'

/** In which pipelines a job is, and how it starts there. */
export function rulesOf(ci: PlannedCi, when: PlannedCiJob['when'], how?: CiMap): CiValue[] {
  const start = when === 'manual' ? { when: 'manual', allow_failure: true } : how
  if (when === 'schedule') return [{ if: scheduled, ...start }]
  return conditionsOf(ci.triggers).map(({ condition, never, compared }) => ({
    if: condition,
    ...(compared && ci.triggers.changes.length > 0 && { changes: [...ci.triggers.changes] }),
    ...(never ? { when: 'never' } : start),
  }))
}

const scheduled = '$CI_PIPELINE_SOURCE == "schedule"'

interface Condition {
  readonly condition: string
  readonly never?: true
  /** The pipeline knows what changed. */
  readonly compared?: true
}

function conditionsOf({ mergeRequest, push, tag }: PlannedTriggers): Condition[] {
  const branches =
    push === undefined ? ['$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'] : push.map((name) => refCondition('CI_COMMIT_BRANCH', name))
  const twice = mergeRequest && push?.some((name) => name.includes('*')) === true
  return [
    // by a schedule, or by `New pipeline`
    { condition: `${scheduled} || $CI_PIPELINE_SOURCE == "web"` },
    ...(mergeRequest ? [{ condition: '$CI_PIPELINE_SOURCE == "merge_request_event"', compared: true as const }] : []),
    // a branch with a merge request has that one's pipeline already
    ...(twice ? [{ condition: '$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS', never: true as const }] : []),
    ...branches.map((condition) => ({ condition, compared: true as const })),
    ...tag.map((name) => ({ condition: refCondition('CI_COMMIT_TAG', name) })),
  ]
}

/** Texts of GitLab's conditions know no escapes, so whatever is more than a plain name becomes a regular expression, as patterns do. */
function refCondition(variable: string, pattern: string): string {
  return isPlainRef(pattern) ? `$${variable} == "${pattern}"` : `$${variable} =~ ${refRegex(pattern)}`
}
