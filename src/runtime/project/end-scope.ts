import { fileURLToPath } from 'node:url'
import { ExpectationError } from '../assertions/expectation-error.ts'
import type { FixtureScope } from '../fixtures/fixture-scope.ts'
import { writeRunLine } from '../report/write-exchanges.ts'
import type { ProjectDefinition } from './define-project.ts'
import { failureOf } from './failure-of.ts'
import { withFrames } from './request-failure.ts'

/** Undoes the fixtures of a suite or of the whole run; what fails is an error outside any test. */
export async function endScope(project: ProjectDefinition, scope: FixtureScope, kind: 'run' | 'suite'): Promise<void> {
  const failed = await scope.close()
  const [first, ...others] = (
    await Promise.all(failed.map(({ name, error }) => failureOf({ project, kind: 'cleanup', error, fixture: name })))
  )
    .flat()
    // what they sent is counted among the requests of a test that is over
    .map((failure) => ({ ...failure, exchange: undefined }))
  if (first === undefined) return
  const error = withFrames(
    new ExpectationError({ failures: [first, ...others], exchange: undefined, folder: fileURLToPath(project.folder) }),
    '',
  )
  if (kind === 'suite') throw error
  // Vitest has printed its result by now and drops what a worker's fixture throws.
  writeRunLine({ test: undefined, failures: [first, ...others] })
  process.stderr.write(`apitest: ${error.message}\n`)
}
