import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { durationMs } from '../checks/measure.ts'
import { problems } from '../diagnostics/problems.ts'

/** What the schema cannot say of users, rates, stages and waits. */
export function checkLoadModel(load: Cursor, tools: CheckTools): void {
  const wait = load.get('wait')
  if (wait !== undefined) checkRange(wait, tools)
  const duration = load.get('duration')
  if (durationMs(duration?.value) === 0) tools.report(problems.emptyLoad('`duration` is 0'), { cursor: duration ?? load })
  checkStages(load, tools)
  checkEmpty(load, tools)
}

function checkRange(wait: Cursor, tools: CheckTools): void {
  const [from, to] = (wait.text ?? '').split('..').map(durationMs)
  if (from === undefined || to === undefined || from <= to) return
  tools.report(problems.emptyRange(wait.text ?? ''), { cursor: wait })
}

/** Either all stages say how many users there are, or all say how many arrivals. */
function checkStages(load: Cursor, tools: CheckTools): void {
  const stages = load.get('stages')?.items() ?? []
  const [first] = stages
  if (first === undefined) return
  const open = first.has('rate')
  const other = stages.find((stage) => stage.has('rate') !== open)
  if (other !== undefined) {
    tools.report(problems.mixedStages(), { cursor: other }, [{ message: 'The first stage is of the other kind', spot: { cursor: first } }])
    return
  }
  const stray = load.get(open ? 'wait' : 'maxConnections')
  if (stray !== undefined) tools.report(problems.notInModel(stray.name, open ? 'rate' : 'users'), { cursor: stray, at: 'key' })
}

/** A load that never sends anything is a mistake that would show only after it has run. */
function checkEmpty(load: Cursor, tools: CheckTools): void {
  const users = load.get('users')
  const rate = load.get('rate')
  if (users?.value === 0) tools.report(problems.emptyLoad('there are 0 users'), { cursor: users })
  if (rate?.text !== undefined && Number.parseFloat(rate.text) === 0) tools.report(problems.emptyLoad('the rate is 0'), { cursor: rate })
  const stages = load.get('stages')
  if (stages !== undefined && stages.items().length > 0 && stages.items().every(isStill))
    tools.report(problems.emptyLoad('every stage aims at 0'), { cursor: stages })
}

function isStill(stage: Cursor): boolean {
  return stage.get('users')?.value === 0 || /^0+(?:\.0+)?\//.test(stage.get('rate')?.text ?? '')
}
