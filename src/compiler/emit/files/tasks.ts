import type { PlannedTask, Value } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitSteps } from '../emit-steps.ts'
import { emitValue } from '../emit-value.ts'
import { inspectValues } from '../inspect-value.ts'
import { arrow, list, object, stringLiteral } from '../typescript/code.ts'
import type { Code } from '../typescript/code.ts'

/** What the users of a load do, or what a leak window sends: `[{ name, weight, tags, run }]`. */
export function emitTasks(tasks: readonly PlannedTask[], scope: Scope): Code {
  return list(tasks.map((task) => emitTask(task, scope)))
}

function emitTask(task: PlannedTask, scope: Scope): Code {
  const head = `async ({ ${readsRow(task) ? 'api, row' : 'api'} }) =>`
  return object(
    [
      { key: 'name', value: stringLiteral(task.name) },
      ...(task.weight === undefined ? [] : [{ key: 'weight', value: emitValue(task.weight, scope) }]),
      ...(task.tags === undefined || task.tags.length === 0 ? [] : [{ key: 'tags', value: list(task.tags.map(stringLiteral)) }]),
      { key: 'run', value: arrow(head, emitSteps(task.steps, scope)) },
    ],
    { expanded: true },
  )
}

function readsRow({ steps }: PlannedTask): boolean {
  const values = steps.map((step): Value => (step.kind === 'flow' ? step.args : step.changes))
  return steps.some((step) => step.kind === 'request' && step.passRow) || inspectValues(values).row
}
