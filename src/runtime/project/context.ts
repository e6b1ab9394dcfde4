import { formatPlace } from '../../places/place.ts'
import { FixtureScope } from '../fixtures/fixture-scope.ts'
import { endRun } from '../services/run-end.ts'
import { useRandom } from '../values/random.ts'
import type { Api } from './api.ts'
import type { ProjectDefinition } from './define-project.ts'
import { endFixturesOfRun, endSuite } from './end-scope.ts'
import { endTest } from './end-test.ts'
import type { RunningTest } from './running-test.ts'
import { TestSession } from './test-session.ts'
import { passOver, replay } from '../session/jumps.ts'
import { beginStubCalls } from './stub-calls.ts'
import { createTestRun } from './test-run.ts'

/** What vitest hands to a fixture, as far as it is needed. */
export interface TestContext {
  readonly task: RunningTest
  readonly signal: AbortSignal
  readonly onTestFinished: (callback: () => Promise<void>) => void
  readonly skip: (reason?: string) => never
}

export interface ProjectContext {
  /** The `api` of a test. */
  readonly api: (context: TestContext, use: (api: Api) => Promise<void>) => Promise<void>
}

type Use<T> = (value: T) => Promise<void>

/**
 * The fixtures for vitest. It reads the names that a fixture function destructures from its source, so they have to stay as they are.
 * The two scopes are there for `api` alone, so the type does not show them.
 */
export function createContext(project: ProjectDefinition): ProjectContext {
  const context = {
    apitestRun: [
      // oxlint-disable-next-line no-empty-pattern -- vitest wants the destructuring
      async ({}, use: Use<FixtureScope>): Promise<void> => {
        const scope = new FixtureScope()
        await use(scope)
        await endFixturesOfRun(project, scope)
        await endRun()
      },
      { scope: 'worker' },
    ],
    apitestSuite: [
      // oxlint-disable-next-line no-empty-pattern -- vitest wants the destructuring
      async ({}, use: Use<FixtureScope>): Promise<void> => {
        const scope = new FixtureScope()
        await use(scope)
        await endSuite(project, scope)
      },
      { scope: 'file' },
    ],
    api: async ({ task, signal, onTestFinished, skip, apitestRun, apitestSuite }: TestContext & Scopes, use: Use<Api>): Promise<void> => {
      const run = createTestRun(project, task, { run: apitestRun, suite: apitestSuite, skip })
      passOver(run)
      const over = new AbortController()
      // A reason of our own: the default is an error object, whose stack costs more than all the rest.
      const cancel = (): void => over.abort('the test is over')
      signal.addEventListener('abort', cancel, { once: true })
      run.stubs = await beginStubCalls(project)
      Object.assign(task.meta, { apitest: { place: formatPlace(run.place) } })
      useRandom(run.random)
      const session = new TestSession({ run, place: run.place, numbered: true, signal: over.signal, cleanups: [] })
      // At the end of the fixture vitest would report what failed twice.
      onTestFinished(async () => {
        let failure: unknown
        try {
          if (!signal.aborted) await replay(session)
        } catch (error) {
          failure = error
        }
        signal.removeEventListener('abort', cancel)
        cancel()
        try {
          await endTest(session, task, { timedOut: signal.aborted })
        } finally {
          useRandom(undefined)
        }
        if (failure !== undefined) throw failure
      })
      await use(session)
    },
  }
  // Vitest passes what `api` destructures; to its types the two scopes would be fixtures that every test could ask for.
  return context as unknown as ProjectContext
}

interface Scopes {
  readonly apitestRun: FixtureScope
  readonly apitestSuite: FixtureScope
}
