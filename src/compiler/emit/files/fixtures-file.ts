import type { MapValue } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import { arrow, atom, call, object } from '../typescript/code.ts'
import type { Code } from '../typescript/code.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `fixtures.ts`: data that is known before any service runs. */
export function fixturesFile(project: Project): string | undefined {
  const { plan } = project
  const scope = fileScope(project, './fixtures.js')
  const entries = plan.fixtures.flatMap((fixture) =>
    fixture.kind === 'data' ? [{ key: propertyKey(fixture.name), value: emitFixture(fixture.value, scope) }] : [],
  )
  if (entries.length === 0) return undefined
  const args = [atom(scope.module.use('./config.js', 'folder')), object(entries, { expanded: true })]
  return scope.module.print(header(plan), [
    { before: 'export const fixtures = ', code: call(scope.module.use('apitest', 'defineFixtures'), args) },
  ])
}

function emitFixture({ entries }: MapValue, scope: Scope): Code {
  return object(
    entries.map(([key, value]) => {
      const needs = inspectValues([value])
      const code = emitValue(value, scope)
      if (key !== 'value' || !needs.dynamic) return { key: propertyKey(key), value: code }
      // a type in words, because TypeScript infers none for what depends on itself
      const type = needs.fixtures ? `: ${scope.module.useType('apitest', 'Data')}` : ''
      return { key, value: arrow(`()${type} =>`, code) }
    }),
  )
}
