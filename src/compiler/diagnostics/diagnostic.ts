import type { Range } from '../../places/range.ts'

export type { Position, Range } from '../../places/range.ts'

export type Severity = 'error' | 'warning' | 'info'

/** One mistake of the user, with everything a renderer needs. Stages return these; only the command line prints them. */
export interface Diagnostic {
  /** Stable kebab-case code from `problems.ts`; each has a folder `specs/invalid/<code>/`. */
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** Absent only when no file can be blamed (for example: no apitest.yaml in the folder). */
  readonly range?: Range
  /** What to do about it: the nearest right name, the unit to add, the command to run. */
  readonly hint?: string
  /** Other places that explain the mistake, such as the step that makes the capture later. */
  readonly related?: readonly RelatedPlace[]
}

export interface RelatedPlace {
  readonly range: Range
  readonly message: string
}
