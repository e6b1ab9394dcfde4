import type { Cursor } from '../checks/cursor.ts'
import { EnvFinder } from './env-of.ts'
import { fileNames } from './file-names.ts'
import type { PlanContext } from './plan-context.ts'
import type { PlannedSuite } from './plan.ts'
import { planTest, textsOf } from './plan-test.ts'
import { ServiceFinder } from './services-of.ts'

interface FoundSuite {
  readonly name: string
  readonly tests: Cursor
  /** Absent for the tests of a file that belong to no suite. */
  readonly suite: Cursor | undefined
}

/** The suites in reading order: each file's own tests, then its `suites`. */
export function planSuites(context: PlanContext): readonly PlannedSuite[] {
  const services = new ServiceFinder(context.spec)
  const env = new EnvFinder(context.spec)
  const found = context.spec.files.flatMap(({ root, suite }) => suitesOf(root, suite))
  const names = fileNames(found.map(({ name }) => name))
  return found.map(({ name, tests, suite }, index) => {
    const fixtures = textsOf(suite?.get('fixtures')).filter((fixture) => context.spec.names.isAsynchronous(fixture))
    const around = { service: suite?.get('service')?.text, tags: textsOf(suite?.get('tags')), fixtures, services, env }
    return {
      name,
      description: suite?.get('description')?.text,
      place: tests.place,
      fileName: names[index] ?? '',
      parallel: suite?.get('parallel')?.value === true,
      ...(fixtures.length > 0 && { fixtures }),
      tests: tests.entries().map((test) => planTest(test, context, around)),
    }
  })
}

function suitesOf(root: Cursor, name: string): readonly FoundSuite[] {
  const own = root.get('tests')
  const suites = root.get('suites')?.entries() ?? []
  return [
    ...(own !== undefined && own.entries().length > 0 ? [{ name, tests: own, suite: undefined }] : []),
    ...suites.flatMap((suite) => {
      const tests = suite.get('tests')
      return tests === undefined ? [] : [{ name: suite.name, tests, suite }]
    }),
  ]
}
