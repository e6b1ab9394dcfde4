import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { RunResult } from '../../runtime/report/run-result.ts'
import { UsageError } from '../usage-error.ts'

/** What `apitest run` runs: tests alone, unless `--only` or `--all` asks for something else. */
export interface RunKinds {
  readonly tests: boolean
  readonly leaks: boolean
  readonly loads: boolean
}

export function readKinds({ only, all }: { readonly only: readonly string[]; readonly all: boolean }): RunKinds {
  if (all && only.length > 0) throw new UsageError('`--all` and `--only` contradict each other', 'Give one of them')
  const has = (kind: string) => all || only.includes(kind)
  return { tests: only.length === 0 || has('tests'), leaks: has('leaks'), loads: has('loads') }
}

export function hasMeasurements({ leaks, loads }: ProjectIndex, kinds: RunKinds): boolean {
  return (kinds.leaks && leaks.length > 0) || (kinds.loads && loads.length > 0)
}

/** What this run leaves out, by name. */
export function notRunOf({ leaks, loads }: ProjectIndex, kinds: RunKinds): RunResult['notRun'] {
  return { leaks: kinds.leaks ? [] : leaks, loads: kinds.loads ? [] : loads }
}

/** What was asked for and is not there must not look like success. */
export function refuseNothing(index: ProjectIndex, { tests, leaks, loads }: RunKinds): void {
  if (tests) return
  const there = (leaks ? index.leaks.length : 0) + (loads ? index.loads.length : 0)
  const asked = [leaks ? 'leak windows' : '', loads ? 'load profiles' : ''].filter(Boolean).join(' or ')
  if (there === 0) throw new UsageError(`${index.name} has no ${asked}`, 'They stand under `leaks:` and `loads:`')
}
