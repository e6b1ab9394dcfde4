import type { PlannedRequest } from '../../plan/plan.ts'
import { emitRequest, emitRequestEntries } from '../emit-value.ts'
import type { Scope } from '../emit-expression.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import type { Needs } from '../inspect-value.ts'
import { arrow, call, stringLiteral } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `requests.ts`: the named requests. */
export function requestsFile(project: Project): string | undefined {
  const { plan, names } = project
  if (plan.requests.length === 0) return undefined
  const scope = fileScope(project)
  const statements = plan.requests.map((planned) => ({
    before: `export const ${names.requests.get(planned.name) ?? planned.name} = `,
    code: call(scope.module.use('apitest', 'request'), [stringLiteral(planned.name), emitDefinition(planned, scope)]),
    comment: planned.description === undefined ? [] : docComment(planned.description),
    blankLineAbove: true,
  }))
  return scope.module.print(header(plan), statements)
}

function emitDefinition({ value }: PlannedRequest, scope: Scope) {
  const code = emitRequest(emitRequestEntries(value, scope))
  const needs = inspectValues([value])
  return needs.dynamic ? arrow(arrowHead(needs), code) : code
}

/** The start of a function that computes a request each time it is sent, with the parameters that it reads. */
export function arrowHead(needs: Needs): string {
  const given = (['row', 'params'] as const).filter((name) => needs[name])
  const parameters = [...(needs.api || given.length > 0 ? ['api'] : []), ...(given.length > 0 ? [`{ ${given.join(', ')} }`] : [])]
  return `${needs.asynchronous ? 'async ' : ''}(${parameters.join(', ')}) =>`
}
