import { header } from '../header.ts'
import { atom, call, list, object, stringLiteral } from '../typescript/code.ts'
import type { Code } from '../typescript/code.ts'
import { groupedNumber } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** Room for a service to start in the first test that needs it. */
const testTimeoutMs = 120_000

/** Room for services to end in their own time. */
const teardownTimeoutMs = 60_000

/** `vitest.config.ts`: one process for all files, so that services, connections and modules are loaded once. */
export function vitestConfigFile(project: Project): string {
  const { plan } = project
  const { module } = fileScope(project)
  const tags = new Set(plan.suites.flatMap((suite) => suite.tests.flatMap((test) => test.tags)))
  const options: Record<string, Code> = {
    include: list([stringLiteral('tests/**/*.test.ts')]),
    globalSetup: stringLiteral('./setup.ts'),
    pool: stringLiteral('threads'),
    isolate: atom('false'),
    fileParallelism: atom('false'),
    testTimeout: atom(groupedNumber(testTimeoutMs)),
    hookTimeout: atom(groupedNumber(testTimeoutMs)),
    teardownTimeout: atom(groupedNumber(teardownTimeoutMs)),
    ...(tags.size > 0 && { tags: list([...tags].toSorted().map((name) => object([{ key: 'name', value: stringLiteral(name) }]))) }),
  }
  const test = object(
    Object.entries(options).map(([key, value]) => ({ key, value })),
    { expanded: true },
  )
  const config = object(
    [
      { key: 'root', value: atom('import.meta.dirname', 'chain') },
      { key: 'test', value: test },
    ],
    { expanded: true },
  )
  return module.print(header(plan), [{ before: 'export default ', code: call(module.use('vitest/config', 'defineConfig'), [config]) }])
}
