import { hard, indent, joined } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript } from '../script/load-script.ts'
import type { PythonModule } from './python-module.ts'
import { emitExpression, emitValue } from './python-value.ts'

/** The rows of `data` as a constant, and what hands out one after another. */
export function emitRows({ rows }: LoadScript, module: PythonModule): Doc[] {
  if (rows === undefined) return []
  const list: Doc[] =
    rows.value.kind === 'expression' ? [] : [['ROWS = ', emitValue(rows.value, { module, captures: new Map(), params: new Map() })]]
  if (rows.order === 'random') return list
  const name = rowsName(module)
  return [...list, rows.order === 'sequential' ? `rows = ${module.use('itertools')}.cycle(${name})` : `rows = iter(${name})`]
}

/** How a task takes its row. */
export function rowLines({ rows }: LoadScript, module: PythonModule): Doc[] {
  if (rows?.order === 'random') return [`row = ${module.use('random')}.choice(${rowsName(module)})`]
  if (rows?.order !== 'unique') return ['row = next(rows)']
  module.use('locust.exception', 'StopUser')
  return [
    'row = next(rows, None)',
    [
      'if row is None:  # each row is used once, then the load ends',
      indent([hard, 'self.environment.runner.quit()', hard, 'raise StopUser()']),
    ],
  ]
}

/** Rows that may be used once are dealt out by the master, so that no two workers use the same. */
export function rowListeners({ rows }: LoadScript, module: PythonModule): Doc[] {
  if (rows?.order !== 'unique') return []
  module.use('locust', 'events')
  const [master, worker] = ['MasterRunner', 'WorkerRunner'].map((name) => module.use('locust.runners', name))
  const name = rowsName(module)
  return [
    method('@events.test_start.add_listener', 'def deal_rows(environment, **_):', [
      '"""Each worker gets rows of its own, so that every row is used once."""',
      'runner = environment.runner',
      block(`if isinstance(runner, ${master}):`, [
        'workers = list(runner.clients)',
        block('for index, worker in enumerate(workers):', [
          'share = {"first": index, "step": len(workers)}',
          'runner.send_message("rows", share, client_id=worker)',
        ]),
      ]),
    ]),
    method('@events.init.add_listener', 'def hear_of_rows(environment, **_):', [
      block(`if isinstance(environment.runner, ${worker}):`, ['environment.runner.register_message("rows", take_rows)']),
    ]),
    method(undefined, 'def take_rows(msg, **_):', ['global rows', `rows = iter(${name}[msg.data["first"] :: msg.data["step"]])`]),
  ]
}

function method(decorator: string | undefined, head: string, lines: readonly Doc[]): Doc {
  return [...(decorator === undefined ? [] : [decorator, hard]), block(head, lines)]
}

function block(head: string, lines: readonly Doc[]): Doc {
  return [head, indent([hard, joined(lines, hard)])]
}

/** The list of rows: a fixture under its own name, or those of the profile. */
function rowsName(module: PythonModule): string {
  const value = module.script.rows?.value
  return value?.kind === 'expression' ? emitExpression(value.expression, { module, captures: new Map(), params: new Map() }) : 'ROWS'
}
