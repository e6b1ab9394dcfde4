import { posix } from 'node:path'
import type { Plan, PlannedFixture } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitLiteral, emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { atom, call, object, stringLiteral } from '../typescript/code.ts'
import type { Code, Entry } from '../typescript/code.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

type StateFixture = Exclude<PlannedFixture, { kind: 'data' }>

/** `state.ts`: fixtures that a request or the hooks file makes. */
export function stateFile(project: Project): string | undefined {
  const { plan } = project
  const fixtures = plan.fixtures.filter((fixture): fixture is StateFixture => fixture.kind !== 'data')
  if (fixtures.length === 0) return undefined
  const scope = fileScope(project)
  const entries = fixtures.map((fixture) => ({
    key: propertyKey(fixture.name),
    value: object([...makerEntries(fixture, plan, scope), ...commonEntries(fixture)]),
  }))
  const code = call(scope.module.use('apitest', 'defineState'), [object(entries, { expanded: true })])
  return scope.module.print(header(plan), [{ before: 'export const state = ', code }])
}

function makerEntries(fixture: StateFixture, plan: Plan, scope: Scope): Entry[] {
  if (fixture.kind === 'request') {
    const name = scope.module.use('./requests.js', scope.names.requests.get(fixture.request) ?? fixture.request)
    const capture = fixture.capture === undefined ? [] : [{ key: 'capture', value: emitValue(fixture.capture, scope) }]
    return [{ key: 'request', value: atom(name, 'chain') }, ...capture]
  }
  const imported = (name: string): Code => atom(scope.module.useAs(hooksImport(plan), name, scope.names.hooks.get(name) ?? name), 'chain')
  const teardown = fixture.teardown === undefined ? [] : [{ key: 'teardown', value: imported(fixture.teardown) }]
  return [{ key: 'setup', value: imported(fixture.setup) }, ...teardown]
}

function commonEntries({ secret, scope }: StateFixture): Entry[] {
  return [...(secret ? [{ key: 'secret', value: emitLiteral(true) }] : []), { key: 'scope', value: stringLiteral(scope) }]
}

/** How generated files import the hooks file: TypeScript's `.ts` is written as the `.js` that it stands for. */
export function hooksImport({ folder, hooks }: Plan): string {
  const path = posix.join(folder, hooks?.path ?? 'apitest.hooks.ts').replace(/\.([cm]?)tsx?$/, '.$1js')
  return path.startsWith('.') ? path : `./${path}`
}
