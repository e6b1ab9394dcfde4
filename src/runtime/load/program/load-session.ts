import { FixtureScope } from '../../fixtures/fixture-scope.ts'
import type { CookieJar } from '../../http/cookie-jar.ts'
import type { ProjectDefinition } from '../../project/define-project.ts'
import { TestSession } from '../../project/test-session.ts'
import { createTestRun } from '../../project/test-run.ts'
import { anywhere } from '../../report/find-place.ts'

/** What a load or leak window is, for those who run its requests. */
export interface LoadPlace {
  readonly project: ProjectDefinition
  readonly section: 'loads' | 'leaks'
  readonly name: string
}

/** One for each thread: fixtures are made once. */
const scopes = { run: new FixtureScope(), suite: new FixtureScope() }

/** The `api` of tests, with a cookie jar of its own, for one user of a load. */
export function loadSession({ project, section, name }: LoadPlace, jar?: CookieJar): TestSession {
  const task = { id: name, name, meta: {}, concurrent: true }
  const run = { ...createTestRun(project, task, scopes), place: anywhere(section, name), ...(jar !== undefined && { jar }) }
  return new TestSession({ run, place: run.place, numbered: false, signal: undefined, cleanups: [] })
}
