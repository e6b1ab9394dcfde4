import type { PlannedService } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitWithLateValues, inspectAroundLateValues } from '../emit-late-values.ts'
import { emitRequest } from '../emit-value.ts'
import { header } from '../header.ts'
import { arrow, call, object } from '../typescript/code.ts'
import type { Code } from '../typescript/code.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `services.ts`: what is under test and what it needs, as in the YAML. */
export function servicesFile(project: Project): string | undefined {
  const { plan } = project
  if (plan.services.length === 0) return undefined
  const scope: Scope = { ...fileScope(project), services: 'starting' }
  const entries = plan.services.map((service) => ({ key: propertyKey(service.name), value: emitService(service, scope) }))
  const code = call(scope.module.use('apitest', 'defineServices'), [object(entries, { expanded: true })])
  return scope.module.print(header(plan), [{ before: 'export const services = ', code }])
}

/** A service that needs to know a port, an address or the environment is a function, called when it starts. */
function emitService({ value }: PlannedService, scope: Scope): Code {
  const code = emitRequest(emitWithLateValues(value, scope))
  const needs = inspectAroundLateValues(value)
  if (!needs.dynamic) return code
  const known = (['port', 'services', 'stubs'] as const).filter((name) => needs[name])
  return arrow(known.length === 0 ? '() =>' : `({ ${known.join(', ')} }) =>`, code)
}
