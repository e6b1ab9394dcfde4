import type { Place } from '../../places/place.ts'
import { anywhere, findPlace } from '../report/find-place.ts'
import type { Failure } from '../report/run-result.ts'
import { redact } from '../values/secrets.ts'
import type { ProjectDefinition } from './define-project.ts'

interface FailureInput {
  readonly project: ProjectDefinition
  readonly kind: string
  readonly message?: string
  readonly hint?: string | undefined
  /** What a step or function threw. */
  readonly error?: unknown
  readonly place?: Place | undefined
  /** The fixture that could not be undone. */
  readonly fixture?: string
}

/** What went wrong outside a request of the test, as failures that say so. */
export async function failureOf({ project, kind, message, hint, error, place, fixture }: FailureInput): Promise<readonly Failure[]> {
  const prefix = fixture === undefined ? `${kind}: ` : `${kind}: the fixture \`${fixture}\` could not be undone: `
  if (error instanceof Error && 'failures' in error && Array.isArray(error.failures)) {
    return (error.failures as readonly Failure[]).map((failure) => ({ ...failure, kind, message: `${prefix}${failure.message}` }))
  }
  const text = message ?? `${prefix}${error instanceof Error ? error.message : String(error)}`
  const found = await findPlace(project, fixture === undefined ? place : anywhere('fixtures', fixture, 'teardown'))
  return [
    {
      kind,
      message: redact(text),
      place: found && { file: found.file, line: found.line, column: found.column },
      frame: found && redact(found.frame),
      hint,
      diff: undefined,
      exchange: undefined,
      log: undefined,
    },
  ]
}
