import { FixtureScope } from '../fixtures/fixture-scope.ts'
import type { ServiceEntry } from '../services/service-definition.ts'
import type { ProjectDefinition } from './define-project.ts'
import { endTest } from './end-test.ts'
import { TestSession } from './test-session.ts'
import { createTestRun } from './test-run.ts'

export interface TestApi {
  readonly api: TestSession
  /** What vitest does after the test. */
  end(): Promise<void>
}

export interface TestApiOptions {
  readonly url?: string
  readonly project?: Partial<ProjectDefinition>
  readonly services?: Readonly<Record<string, ServiceEntry>>
  readonly test?: string
  readonly scopes?: { run: FixtureScope; suite: FixtureScope }
  readonly retryCount?: number
  readonly signal?: AbortSignal
}

/** The `api` of a test, as vitest would get it from `project.context`. */
export function createTestApi({
  url = 'http://127.0.0.1:1',
  project = {},
  services = { web: { url } },
  test = 'a test',
  scopes,
  retryCount = 0,
  signal,
}: TestApiOptions = {}): TestApi {
  const definition: ProjectDefinition = {
    name: 'shop',
    folder: new URL('./', import.meta.url),
    specs: ['apitest.yaml'],
    suites: { shop: 'apitest.yaml#/tests' },
    services,
    ...project,
  }
  const task = { id: 't1', name: test, suite: { name: 'shop' }, meta: {}, result: { state: 'run', retryCount } }
  const run = createTestRun(definition, task, scopes ?? { run: new FixtureScope(), suite: new FixtureScope() })
  const api = new TestSession({ run, place: run.place, numbered: true, signal, cleanups: [] })
  return { api, end: () => endTest(api, task) }
}
