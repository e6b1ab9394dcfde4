import type { CheckTools } from '../../checks/check-tools.ts'
import type { Cursor } from '../../checks/cursor.ts'
import type { PlannedCi } from '../../plan/plan.ts'

/**
 * A CI system that pipelines are generated for. What all of them share is in `compiler/ci/`: `checkPipeline` has looked at triggers, jobs and
 * variables before `check` is asked, and `planPipeline` has applied the defaults before `emit` is.
 */
export interface CiKind {
  /** As people call it. */
  readonly title: string
  /** Where the file is written unless `output` says otherwise, relative to the output folder. */
  readonly path: string
  /** Where secrets belong, for whoever wrote one into the spec: `Put it into …, and remove it here`. */
  readonly secretsPlace: string
  /** Variables that the system gives to every job, as far as their prefixes are its own. */
  readonly variables: { readonly prefixes: readonly string[]; readonly names: readonly string[] }
  /** The system runs scheduled jobs only where the file says when. */
  readonly scheduleInFile: boolean
  /** A variable's value that refers to something of the system, and therefore is no literal. */
  isReference(value: string): boolean
  /** Finds what this system alone forbids. */
  check(ci: Cursor, tools: CheckTools): void
  /** The text of the file. */
  emit(ci: PlannedCi): string
}
