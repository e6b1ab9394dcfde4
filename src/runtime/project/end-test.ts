import { ExpectationError } from '../assertions/expectation-error.ts'
import { recordExchange } from '../report/record-exchange.ts'
import { isRecording, writeRunLine } from '../report/write-exchanges.ts'
import { CaptureMissingError } from './captures.ts'
import { mockPlace } from './mock-functions.ts'
import { failureOf } from './failure-of.ts'
import { withFrames } from './request-failure.ts'
import type { RunningTest } from './running-test.ts'
import type { TestSession } from './test-session.ts'

/** Cleans up after a test, in the order written and whatever fails, and hands over what was recorded. */
export async function endTest(session: TestSession, task: RunningTest, { timedOut = false }: { timedOut?: boolean } = {}): Promise<void> {
  const { run, cleanups, pending } = session
  const { project, folder } = run
  const hint = timedOut ? 'The time that a test may take is set by its `timeout`' : 'Was an `await` forgotten?'
  const failures = [...pending].map(({ what, place }) =>
    failureOf({ project, kind: 'timeout', message: `The test ended while ${what} was under way`, place, hint }),
  )
  for (const step of cleanups) {
    try {
      await step.session.runCleanup(step)
    } catch (error) {
      // A step whose captures were never made has nothing to clean up.
      if (error instanceof CaptureMissingError) continue
      failures.push(failureOf({ project, kind: 'cleanup', error, place: step.place }))
    }
  }
  for (const { name, error } of await run.scopes.test.close()) failures.push(failureOf({ project, kind: 'cleanup', error, fixture: name }))
  for (const { message, place, hint } of (await run.stubs?.end()) ?? [])
    failures.push(failureOf({ project, kind: 'stub', message, place, hint }))
  for (const problem of await run.mocks.end())
    failures.push(failureOf({ project, kind: 'mock', ...problem, place: mockPlace(session, problem) }))
  const exchanges = isRecording() || failures.length > 0 ? run.exchanges.map(recordExchange) : []
  if (isRecording()) writeRunLine({ test: task.id, attempt: task.result?.retryCount ?? 0, exchanges })
  // Vitest keeps every test's context until the end of the run.
  run.exchanges.length = 0
  cleanups.length = 0
  const [first, ...others] = (await Promise.all(failures)).flat().map((failure) => ({ ...failure, attempt: run.attempt }))
  if (first !== undefined)
    throw withFrames(new ExpectationError({ failures: [first, ...others], exchange: undefined, exchanges, folder }), '')
}
