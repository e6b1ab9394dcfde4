import type { PlannedEnv, Value } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitLiteral, emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import { arrow, atom, call, object, stringLiteral } from '../typescript/code.ts'
import type { Code, Statement } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `config.ts`: the folder, the environment and the variables. */
export function configFile(project: Project): string {
  const { plan } = project
  const scope = fileScope(project, './config.js')
  const statements: Statement[] = [
    {
      comment: docComment(`The folder of ${plan.specs[0] ?? 'apitest.yaml'}; paths of fixtures and services start here.`),
      before: 'export const folder = ',
      code: call('new URL', [stringLiteral(plan.folder), atom('import.meta.url', 'chain')]),
    },
  ]
  const declare = (name: string, define: string, entries: readonly (readonly [string, Code])[]) => {
    if (entries.length === 0) return
    const declared = object(
      entries.map(([key, value]) => ({ key: propertyKey(key), value })),
      { expanded: true },
    )
    statements.push({
      before: `export const ${name} = `,
      code: call(scope.module.use('apitest', define), [declared]),
      blankLineAbove: true,
    })
  }
  declare(
    'env',
    'defineEnv',
    plan.env.map((env) => [env.name, emitEnv(env)]),
  )
  declare(
    'variables',
    'defineVariables',
    plan.variables.map(({ name, value }) => [name, emitVariable(value, scope)]),
  )
  return scope.module.print(header(plan), statements)
}

function emitEnv({ required, secret, default: fallback, description }: PlannedEnv): Code {
  const all = { required: required || undefined, secret: secret || undefined, default: fallback, description }
  const given = Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: emitLiteral(value) }]))
  return object(given)
}

function emitVariable(value: Value, scope: Scope): Code {
  const needs = inspectValues([value])
  if (!needs.dynamic) return emitValue(value, scope)
  // a type in words, because TypeScript infers none for what depends on itself
  const type = needs.variables || needs.fixtures ? `: ${scope.module.useType('apitest', 'Data')}` : ''
  return arrow(`()${type} =>`, emitValue(value, scope))
}
