import { isPlainRef, refRegex } from '../../../ci/ref-pattern.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob, PlannedTriggers } from '../../../plan/plan.ts'
import { usualBranches } from '../../../ci/job-commands.ts'

const scheduled = { equal: ['scheduled_pipeline', '<< pipeline.trigger_source >>'] }

/** One workflow for pushes, and where jobs wait for a schedule, one for schedules. */
export function workflows(ci: PlannedCi): CiMap {
  const pushed = ci.jobs.filter(({ when }) => when !== 'schedule')
  const timed = ci.jobs.filter(({ when }) => when !== 'manual')
  const filters = filtersOf(ci.triggers)
  if (!ci.jobs.some(({ when }) => when === 'schedule')) return { apitest: { jobs: jobsOf(pushed, filters) } }
  return {
    ...(pushed.length > 0 && { apitest: { unless: scheduled, jobs: jobsOf(pushed, filters) } }),
    'apitest-scheduled': { when: scheduled, jobs: jobsOf(timed, undefined) },
  }
}

function jobsOf(jobs: readonly PlannedCiJob[], filters: CiMap | undefined): CiValue[] {
  const tests = jobs.find(({ kind }) => kind === 'tests')
  return jobs.flatMap(({ kind, when, shards }): CiValue[] => {
    const behind = (kind === 'leaks' || kind === 'loads') && tests !== undefined ? [tests.shards > 1 ? 'report' : 'tests'] : []
    const approval = `start-${kind}`
    const requires = when === 'manual' ? [approval] : behind
    return [
      ...(when === 'manual' ? [entry(approval, { type: 'approval', ...(behind.length > 0 && { requires: behind }), filters })] : []),
      entry(kind, { ...(requires.length > 0 && { requires }), filters }),
      ...(shards > 1 ? [entry('report', { requires: [{ tests: ['success', 'failed'] }], filters })] : []),
    ]
  })
}

function entry(name: string, keys: CiMap): CiValue {
  return Object.values(keys).every((value) => value === undefined) ? name : { [name]: keys }
}

/** Undefined: whatever is pushed to any branch. A pull request's pushes are those of its branch. */
function filtersOf({ mergeRequest, push, tag }: PlannedTriggers): CiMap | undefined {
  const branches = mergeRequest ? undefined : (push ?? usualBranches)
  if (branches === undefined && tag.length === 0) return undefined
  return {
    ...(branches !== undefined && { branches: branches.length === 0 ? { ignore: '/.*/' } : { only: branches.map(ref) } }),
    ...(tag.length > 0 && { tags: { only: tag.map(ref) } }),
  }
}

function ref(name: string): string {
  return isPlainRef(name) ? name : refRegex(name)
}
