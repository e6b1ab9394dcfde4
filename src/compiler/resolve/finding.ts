import type { Problem } from '../diagnostics/problem.ts'
import type { Span } from '../templates/template.ts'
import type { Related } from '../checks/reporter.ts'

/** A mistake in a part of a text, before anybody has said which text. */
export interface Finding {
  readonly problem: Problem
  readonly span: Span
  readonly related?: readonly Related[]
}
