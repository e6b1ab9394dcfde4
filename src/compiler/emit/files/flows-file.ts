import type { PlannedFlow } from '../../plan/plan.ts'
import { emitSteps } from '../emit-steps.ts'
import { emitValue } from '../emit-value.ts'
import type { Scope } from '../emit-expression.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import { localName } from '../names.ts'
import { paramType } from '../param-type.ts'
import { arrow, atom, call, maxWidth, object, stringLiteral } from '../typescript/code.ts'
import type { Entry, Statement } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { propertyKey, quote } from '../typescript/literal.ts'
import { textWidth } from '../typescript/text-width.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `flows.ts`: steps with parameters that tests share. */
export function flowsFile(project: Project): string | undefined {
  const { plan } = project
  if (plan.flows.length === 0) return undefined
  const scope = fileScope(project, './flows.js')
  const statements = plan.flows.flatMap((planned) => emitFlow(planned, scope))
  return scope.module.print(header(plan), statements)
}

function emitFlow(planned: PlannedFlow, file: Scope): Statement[] {
  const name = file.names.flows.get(planned.name) ?? planned.name
  const scope: Scope = { ...file, params: nameParams(planned, file) }
  const before = `export const ${name} = `
  const start = `${before}${file.module.use('apitest', 'flow')}(${quote(planned.name)}, `
  const { above, head, first } = emitSignature(planned, { scope, name, room: maxWidth - textWidth(start) - ' {'.length })
  const comment = planned.description === undefined ? [] : docComment(planned.description)
  const code = call('flow', [stringLiteral(planned.name), arrow(head, [...first, ...emitSteps(planned.steps, scope)])])
  return [...above, { before, code, comment, blankLineAbove: true }]
}

/** How the code of a flow calls its parameters. */
function nameParams({ params }: PlannedFlow, { names }: Scope): ReadonlyMap<string, string> {
  const taken = new Set(names.taken)
  return new Map(
    params.map(({ name }) => {
      const local = localName(name, 'Param', taken)
      taken.add(local)
      return [name, local]
    }),
  )
}

interface Signature {
  /** Declared before the flow. */
  readonly above: readonly Statement[]
  readonly head: string
  /** The first lines of the body. */
  readonly first: readonly Statement[]
}

/** Parameters are taken apart where they are declared; in the body when that is too long for a line, or when a default is awaited. */
function emitSignature(planned: PlannedFlow, { scope, name, room }: { scope: Scope; name: string; room: number }): Signature {
  if (planned.params.length === 0) return { above: [], head: 'async (api) =>', first: [] }
  const entries = planned.params.map((param) => emitParam(param, scope))
  const pattern = object(entries)
  const types = planned.params.map((param) => emitParamType(planned, param, scope))
  const short = `async (api, ${pattern.flat}: { ${types.join('; ')} }) =>`
  const awaits = inspectValues(planned.params.map((param) => param.default)).asynchronous
  if (pattern.width <= room && textWidth(short) <= room && !awaits) return { above: [], head: short, first: [] }
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}Params`
  const type = `export interface ${typeName} {\n${types.map((line) => `  ${line}\n`).join('')}}`
  return {
    above: [{ code: atom(type), blankLineAbove: true }],
    head: `async (api, params: ${typeName}) =>`,
    first: [{ before: 'const ', code: pattern, from: 'params' }],
  }
}

/** `user = 'alice'`, or `'x-y': xY = 1` where the name cannot stand in a program. */
function emitParam(param: PlannedFlow['params'][number], scope: Scope): Entry {
  const local = scope.params.get(param.name) ?? param.name
  if (param.default === undefined) return { key: propertyKey(param.name), value: atom(local, 'chain') }
  return { key: propertyKey(param.name), variable: local, value: emitValue(param.default, scope) }
}

function emitParamType(planned: PlannedFlow, param: PlannedFlow['params'][number], scope: Scope): string {
  const type = paramType(planned, param.name)
  if (type === 'Data') scope.module.useType('apitest', 'Data')
  return `${propertyKey(param.name)}${param.default === undefined ? '' : '?'}: ${type}`
}
