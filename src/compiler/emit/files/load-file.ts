import type { PlannedLoad } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitEntries, emitMap, emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { arrow, atom, call, object, stringLiteral } from '../typescript/code.ts'
import type { Entry } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { createModule } from '../typescript/module.ts'
import type { Project } from './project.ts'
import { emitTasks } from './tasks.ts'

/** `loads/<name>.load.ts`: one load profile. */
export function loadFile({ plan, names }: Project, load: PlannedLoad): string {
  const scope: Scope = { module: createModule(), names, siblings: '../', services: 'running', params: new Map() }
  const data = load.data
  const entries: Entry[] = [
    ...emitEntries(load.settings, scope),
    ...(data === undefined ? [] : [{ key: 'data', value: arrow('() =>', emitValue(data, scope)) }]),
    { key: 'tasks', value: emitTasks(load.tasks, scope) },
    { key: 'thresholds', value: emitMap(load.thresholds, scope) },
  ]
  const code = call(scope.module.use('apitest', 'defineLoad'), [
    atom(scope.module.use('../project.js', 'project'), 'chain'),
    stringLiteral(load.name),
    object(entries, { expanded: true }),
  ])
  const comment = load.description === undefined ? [] : docComment(load.description)
  return scope.module.print(header(plan, load.place.file), [{ before: 'export const load = ', code, comment }])
}
