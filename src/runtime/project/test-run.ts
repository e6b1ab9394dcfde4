import { fileURLToPath } from 'node:url'
import { parsePlace } from '../../places/place.ts'
import type { Place } from '../../places/place.ts'
import type { Scope } from '../fixtures/define-state.ts'
import { FixtureScope } from '../fixtures/fixture-scope.ts'
import { CookieJar } from '../http/cookie-jar.ts'
import { anywhere } from '../report/find-place.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import { sharedSession } from '../session/define-session.ts'
import type { SharedSession } from '../session/shared-session.ts'
import { createRandom } from '../values/random.ts'
import type { Random } from '../values/random.ts'
import { below } from './merge-request.ts'
import type { ProjectDefinition } from './define-project.ts'
import type { StubCalls } from './stub-calls.ts'
import { TestMocks } from './test-mocks.ts'
import type { RunningSuite, RunningTest } from './running-test.ts'

/** One attempt at a test, and what everything in it shares. */
export interface TestRun {
  readonly project: ProjectDefinition
  /** The project's folder, absolute. */
  readonly folder: string
  readonly suite: string
  /** The test's name, with its row or case behind ` › `. */
  readonly title: string
  readonly place: Place
  readonly jar: CookieJar
  readonly random: Random
  readonly concurrent: boolean
  /** Which try of the test it is, from 1. */
  readonly attempt: number
  readonly exchanges: SentExchange[]
  readonly scopes: Readonly<Record<Scope, FixtureScope>>
  /** The calls that stubs get during the test; absent where there are none. */
  stubs?: StubCalls | undefined
  /** What the test replaces in services, and what is recorded of it. */
  readonly mocks: TestMocks
  /** What the tests of a project with a `session` share. */
  readonly shared: SharedSession | undefined
  /** The test whose request is being sent: in a jump back not the one that runs. */
  item: string
  /** Leaves the test out from here on. */
  readonly skip: (reason: string) => void
  /** Requests that were begun, so that each has a snapshot of its own. */
  requests: number
}

/** A test's names, from the outermost `describe` inwards. */
function titlesOf(task: { readonly name: string; readonly suite?: RunningSuite }): readonly string[] {
  return task.suite === undefined ? [task.name] : [...titlesOf(task.suite), task.name]
}

export function createTestRun(
  project: ProjectDefinition,
  task: RunningTest,
  { skip = () => undefined, ...scopes }: Omit<TestRun['scopes'], 'test'> & { skip?: TestRun['skip'] | undefined },
): TestRun {
  const shared = sharedSession(project.session)
  const titles = titlesOf(task)
  const iterated = shared !== undefined && shared.titles.length > 0
  const [suite = '', name = task.name, ...rows] = iterated ? [...titles.slice(1), titles[0] ?? ''] : titles
  if (shared !== undefined) shared.begin(iterated ? Math.max(0, shared.titles.indexOf(titles[0] ?? '')) : 0)
  const known = Object.hasOwn(project.suites, suite) ? project.suites[suite] : undefined
  const attempt = task.result?.retryCount ?? 0
  return {
    project,
    folder: fileURLToPath(project.folder),
    suite,
    title: [name, ...rows].join(' › '),
    place: known === undefined ? anywhere('tests', name) : below(parsePlace(known), name),
    jar: shared?.jar ?? new CookieJar(),
    shared,
    item: name,
    skip,
    random: createRandom(`test ${[suite, name, ...rows].join(' › ')} ${attempt}`),
    concurrent: task.concurrent ?? false,
    attempt: attempt + 1,
    exchanges: [],
    scopes: { ...scopes, test: new FixtureScope() },
    mocks: new TestMocks(),
    requests: 0,
  }
}
