import { bracketed } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { ScriptStep } from '../script/load-script.ts'
import { snakeCase } from '../script/local-names.ts'
import type { LocalNames } from '../script/local-names.ts'
import type { PythonModule } from './python-module.ts'
import { emitRequest } from './python-request.ts'
import type { UserClass } from './python-request.ts'
import { emitValue } from './python-value.ts'
import type { PythonScope } from './python-value.ts'

export function emitSteps(
  steps: readonly ScriptStep[],
  { scope, user, locals }: { scope: PythonScope; user: UserClass; locals: LocalNames },
): { lines: Doc[]; captures: ReadonlyMap<string, string> } {
  const captures = new Map(scope.captures)
  const lines = steps.flatMap((step): Doc[] => {
    const inner: PythonScope = { ...scope, captures }
    if (step.kind === 'flow') {
      const method = scope.module.flows.get(step.flow) ?? ''
      const params = scope.module.script.flows.find(({ name }) => name === step.flow)?.params ?? []
      const args = step.args.map(([name, value]): Doc => {
        const local = paramName(
          params.map((param) => param.name),
          name,
          scope.module,
        )
        return [`${local}=`, emitValue(value, inner)]
      })
      const call = bracketed(`self.${method}(`, args, { close: ')' })
      if (step.captures.length === 0) return [call]
      const local = captures.get(step.flow) ?? locals.take(snakeCase(step.flow, 'flow'))
      captures.set(step.flow, local)
      return [[`${local} = `, call]]
    }
    const taken = step.captures.map(({ name }) => [name, captures.get(name) ?? locals.take(snakeCase(name, 'value'))] as const)
    const docs = emitRequest(step, inner, { user, captures: taken })
    for (const [name, local] of taken) captures.set(name, local)
    return docs
  })
  return { lines, captures }
}

/** The parameters of a flow have the same names wherever they are written. */
function paramName(params: readonly string[], wanted: string, module: PythonModule): string {
  const locals = module.names.inner()
  const names = new Map(params.map((name) => [name, locals.take(snakeCase(name, 'value'))]))
  return names.get(wanted) ?? snakeCase(wanted, 'value')
}
