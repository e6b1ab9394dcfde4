import { usualBranches } from '../../../ci/job-commands.ts'
import { apart } from '../../../ci/yaml-file.ts'
import type { CiMap } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import { plain } from './azure-words.ts'

/** What starts the pipeline, and the choice that whoever starts it by hand has. */
export function triggers({ triggers: on, jobs }: PlannedCi): CiMap {
  const branches = (on.push ?? usualBranches).map(plain)
  const paths = pathsOf(on.changes)
  const manual = manualKinds(jobs)
  const push: CiMap = {
    ...(branches.length > 0 && { branches: { include: branches } }),
    ...(on.tag.length > 0 && { tags: { include: on.tag.map(plain) } }),
    ...paths,
  }
  return {
    trigger: apart(branches.length > 0 || on.tag.length > 0 ? push : 'none'),
    pr: on.mergeRequest
      ? apart(
          { branches: { include: ['*'] }, ...paths },
          'Azure Repos reads this not: there, add a build validation to the policies of the branch.',
        )
      : apart('none'),
    ...(on.schedule !== undefined && {
      schedules: apart([
        {
          cron: on.schedule,
          displayName: 'apitest',
          branches: { include: branches.length > 0 ? branches : [...usualBranches] },
          always: true,
        },
      ]),
    }),
    ...(manual.length > 0 && {
      parameters: apart(
        [{ name: 'job', displayName: 'What to run', type: 'string', default: 'usual', values: ['usual', ...manual] }],
        'For the button `Run pipeline`',
      ),
    }),
  }
}

function pathsOf(changes: readonly string[]): CiMap {
  const include = changes.filter((pattern) => !pattern.startsWith('!')).map(plain)
  const exclude = changes.filter((pattern) => pattern.startsWith('!')).map((pattern) => plain(pattern.slice(1)))
  if (changes.length === 0) return {}
  return { paths: { ...(include.length > 0 && { include }), ...(exclude.length > 0 && { exclude }) } }
}

/** When a job runs; undefined: always. */
export function conditionOf({ jobs }: PlannedCi, { kind, when }: Pick<PlannedCiJob, 'kind' | 'when'>): string | undefined {
  if (when === 'schedule') return "eq(variables['Build.Reason'], 'Schedule')"
  if (when === 'manual') return `eq('\${{ parameters.job }}', '${kind}')`
  return manualKinds(jobs).length === 0 ? undefined : "eq('${{ parameters.job }}', 'usual')"
}

function manualKinds(jobs: readonly PlannedCiJob[]): string[] {
  return jobs.filter(({ when }) => when === 'manual').map(({ kind }) => kind)
}
