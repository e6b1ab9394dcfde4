import type { PlannedCi, PlannedCiJob } from '../plan/plan.ts'
import { shellWord } from './shell-word.ts'

/** Where a run leaves its report, from the project's folder on. */
export const reportFolder = 'apitest-report'

/** A path in the project's folder as seen from the root of the repository. */
export function fromRoot({ folder }: Pick<PlannedCi, 'folder'>, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}

/** `npx apitest <command>` with the spec where its name is not the usual one: what a developer types. */
export function apitest({ spec }: Pick<PlannedCi, 'spec'>, command: string, ...options: readonly string[]): string {
  const named = spec === 'apitest.yaml' || spec === 'apitest.yml' ? [] : [shellWord(spec)]
  return ['npx apitest', command, ...named, ...options].join(' ')
}

/** Steps of the jobs that run something: `cd` is left to the provider. */
export function runCommand(
  ci: PlannedCi,
  kind: 'tests' | 'leaks' | 'loads',
  shard?: { readonly part: string; readonly folder: string },
): string {
  if (kind !== 'tests') return apitest(ci, 'run', '--only', kind)
  if (shard === undefined) return apitest(ci, 'run')
  return apitest(ci, 'run', '--shard', shard.part, '--report', shard.folder)
}

/** Makes one report of those that the shards left, and fails when one of them failed or is missing. */
export function mergeCommand(folders: string): string {
  return `npx apitest report --merge ${folders}`
}

export function jobOf(ci: PlannedCi, kind: PlannedCiJob['kind']): PlannedCiJob | undefined {
  return ci.jobs.find((job) => job.kind === kind)
}
