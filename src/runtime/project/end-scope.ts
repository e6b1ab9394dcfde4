import { fileURLToPath } from 'node:url'
import { ExpectationError } from '../assertions/expectation-error.ts'
import type { FixtureScope } from '../fixtures/fixture-scope.ts'
import { writeRunLine } from '../report/write-exchanges.ts'
import type { ProjectDefinition } from './define-project.ts'
import { failureOf } from './failure-of.ts'
import { withFrames } from './request-failure.ts'

/** Undoes the fixtures of a suite; what fails is an error outside any test. */
export async function endSuite(project: ProjectDefinition, scope: FixtureScope): Promise<void> {
  const error = await undo(project, scope)
  if (error !== undefined) throw error
}

/** Undoes the fixtures of the whole run. Vitest drops what a worker's fixture throws, so that the main process has to be told. */
export async function endFixturesOfRun(project: ProjectDefinition, scope: FixtureScope): Promise<void> {
  const holds = scope.hasUndo
  const error = await undo(project, scope)
  if (error !== undefined) {
    writeRunLine({ test: undefined, failures: error.failures })
    process.stderr.write(`apitest: ${error.message}\n`)
  }
  if (!holds || !process.env['APITEST_HUB']) return
  const { releaseRun } = await import('../services/hub-client.ts')
  await releaseRun({ failed: error !== undefined })
}

async function undo(project: ProjectDefinition, scope: FixtureScope): Promise<ExpectationError | undefined> {
  const failed = await scope.close()
  const [first, ...others] = (
    await Promise.all(failed.map(({ name, error }) => failureOf({ project, kind: 'cleanup', error, fixture: name })))
  )
    .flat()
    // what they sent is counted among the requests of a test that is over
    .map((failure) => ({ ...failure, exchange: undefined }))
  if (first === undefined) return undefined
  const folder = fileURLToPath(project.folder)
  return withFrames(new ExpectationError({ failures: [first, ...others], exchange: undefined, folder }), '')
}
