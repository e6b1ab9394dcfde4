import type { PlannedLeak } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitEntries } from '../emit-value.ts'
import { header } from '../header.ts'
import { atom, call, object, stringLiteral } from '../typescript/code.ts'
import type { Entry } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { createModule } from '../typescript/module.ts'
import type { Project } from './project.ts'
import { emitTasks } from './tasks.ts'

/** `leaks/<name>.leak.ts`: one leak window. */
export function leakFile({ plan, names }: Project, leak: PlannedLeak): string {
  const scope: Scope = { module: createModule(), names, siblings: '../', services: 'running', params: new Map() }
  const entries: Entry[] = [{ key: 'requests', value: emitTasks(leak.requests, scope) }, ...emitEntries(leak.settings, scope)]
  const code = call(scope.module.use('apitest', 'defineLeak'), [
    atom(scope.module.use('../project.js', 'project'), 'chain'),
    stringLiteral(leak.name),
    object(entries, { expanded: true }),
  ])
  const comment = leak.description === undefined ? [] : docComment(leak.description)
  return scope.module.print(header(plan, leak.place.file), [{ before: 'export const leak = ', code, comment }])
}
