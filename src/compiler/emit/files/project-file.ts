import { formatPlace } from '../../../places/place.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitWithLateValues, inspectAroundLateValues } from '../emit-late-values.ts'
import { header } from '../header.ts'
import { arrow, atom, call, list, object, stringLiteral } from '../typescript/code.ts'
import type { Code, Entry } from '../typescript/code.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'
import { arrowHead } from './requests-file.ts'
import { hooksImport } from './state-file.ts'
import { usesExpectHooks } from './uses-expect-hooks.ts'

/** `project.ts`: brings together what all tests share. */
export function projectFile(project: Project): string {
  const { plan } = project
  const scope = fileScope(project)
  const { module } = scope
  const shared = (name: string, source: string): Entry => ({ key: name, value: atom(module.use(source, name), 'chain') })
  const entries: Entry[] = [
    { key: 'name', value: stringLiteral(plan.name) },
    shared('folder', './config.js'),
    { key: 'specs', value: list(plan.specs.map((spec) => stringLiteral(spec))) },
    {
      key: 'suites',
      value: object(
        plan.suites.map((suite) => ({ key: propertyKey(suite.name), value: stringLiteral(formatPlace(suite.place)) })),
        { expanded: true },
      ),
    },
    ...(plan.env.length > 0 ? [shared('env', './config.js')] : []),
    ...(plan.variables.length > 0 ? [shared('variables', './config.js')] : []),
    ...(plan.services.length > 0 ? [shared('services', './services.js')] : []),
    ...(plan.stubs.length > 0 ? [shared('stubs', './stubs.js')] : []),
    ...(plan.fixtures.some(({ kind }) => kind !== 'data') ? [shared('state', './state.js')] : []),
    ...emitDefaults(plan, scope),
    ...(usesExpectHooks(plan) ? [{ key: 'hooks', value: atom(module.useAll(hooksImport(plan), 'hooks'), 'chain') }] : []),
  ]
  return module.print(header(plan), [
    { before: 'export const project = ', code: call(module.use('apitest', 'defineProject'), [object(entries, { expanded: true })]) },
  ])
}

function emitDefaults({ defaults }: Plan, scope: Scope): Entry[] {
  if (defaults === undefined || defaults.entries.length === 0) return []
  const needs = inspectAroundLateValues(defaults)
  const code: Code = object(emitWithLateValues(defaults, scope))
  return [{ key: 'defaults', value: needs.dynamic ? arrow(arrowHead(needs), code) : code }]
}
