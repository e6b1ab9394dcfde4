import { Commented } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'

/** `on:`; GitHub cannot name the default branch there, so it is one of the two usual ones unless the spec says otherwise. */
export function triggers({ triggers: on, jobs }: PlannedCi): CiMap {
  const paths = on.changes.length > 0 ? { paths: [...on.changes] } : undefined
  const branches = on.push ?? ['main', 'master']
  const push: CiMap = { ...(branches.length > 0 && { branches: [...branches] }), ...(on.tag.length > 0 && { tags: [...on.tag] }), ...paths }
  const manual = manualKinds(jobs)
  const dispatch: CiValue =
    manual.length === 0
      ? null
      : { inputs: { job: { description: 'What to run', type: 'choice', options: ['tests', ...manual], default: 'tests' } } }
  return {
    ...(on.mergeRequest && { pull_request: paths ?? null }),
    ...((branches.length > 0 || on.tag.length > 0) && { push }),
    ...(on.schedule !== undefined && { schedule: [{ cron: on.schedule }] }),
    workflow_dispatch: new Commented(dispatch, { above: 'The button `Run workflow`' }),
  }
}

/** The condition of a job; undefined: it runs whenever the workflow does. */
export function condition({ jobs }: PlannedCi, { kind, when }: Pick<PlannedCiJob, 'kind' | 'when'>): string | undefined {
  if (when === 'schedule') return "github.event_name == 'schedule'"
  if (when === 'manual') return `github.event_name == 'workflow_dispatch' && inputs.job == '${kind}'`
  if (manualKinds(jobs).length === 0) return undefined
  return kind === 'leaks' || kind === 'loads'
    ? "github.event_name != 'workflow_dispatch'"
    : "github.event_name != 'workflow_dispatch' || inputs.job == 'tests'"
}

/** Whether the condition lets a job run together with the tests, so that it can wait for them. */
export function runsBesideTests({ when }: PlannedCiJob, tests: PlannedCiJob | undefined): boolean {
  return tests !== undefined && when !== 'manual' && (tests.when === 'always' || tests.when === when)
}

function manualKinds(jobs: readonly PlannedCiJob[]): string[] {
  return jobs.filter(({ kind, when }) => when === 'manual' && kind !== 'tests').map(({ kind }) => kind)
}
