import { checkBounds, type Quantity } from '../checks/check-bounds.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { Judge } from '../checks/judge.ts'
import { durationMs } from '../checks/measure.ts'
import { problems } from '../diagnostics/problems.ts'
import { methodOf, pathOf, taskName } from '../checks/task-names.ts'

/** Thresholds that no run can meet, and those of endpoints that no task sends to. */
export function checkThresholds(load: Cursor, tools: CheckTools): void {
  const known = endpointNames(load.get('tasks')?.items() ?? [], tools)
  for (const threshold of load.get('thresholds')?.entries() ?? []) {
    const [, endpoint, measure = ''] = thresholdKey.exec(threshold.name) ?? []
    checkBounds(threshold, quantities[measure] ?? time, Judge.of(tools))
    if (endpoint === undefined || known.includes(endpoint)) continue
    tools.report(problems.unknownEndpoint(endpoint, known), { cursor: threshold, at: 'key' })
  }
}

const thresholdKey = /^(?:(.+)\.)?(p\d{1,2}(?:\.\d+)?|min|mean|median|max|errors|rate)$/

const most = Number.POSITIVE_INFINITY
const time: Quantity = { name: 'a response time', least: 0, most, whole: false, read: durationMs }
const quantities: Readonly<Record<string, Quantity>> = {
  errors: { name: 'a share of errors', least: 0, most: 100, whole: false, read: percentOf },
  rate: { name: 'a rate', least: 0, most, whole: false, read: perSecond },
}

function percentOf(value: unknown): number | undefined {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(String(value)) ?? []
  return number === undefined ? undefined : Number(number)
}

function perSecond(value: unknown): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\/([smh])$/.exec(String(value)) ?? []
  return number === undefined ? undefined : Number(number) / ({ s: 1, m: 60, h: 3600 }[unit] ?? 1)
}

/** What statistics have a line for: tasks, and every request that they send, also with its method in front. */
function endpointNames(tasks: readonly Cursor[], tools: CheckTools): string[] {
  const names = new Set<string>()
  for (const task of tasks) {
    names.add(taskName(task))
    for (const step of task.get('steps')?.items() ?? [task]) addStep(step, { names, tools, flows: new Set() })
  }
  return [...names]
}

function addStep(step: Cursor, { names, tools, flows }: { names: Set<string>; tools: CheckTools; flows: Set<string> }): void {
  const flow = step.get('flow')?.text
  if (flow !== undefined) {
    if (flows.has(flow)) return
    flows.add(flow)
    for (const inner of tools.names.cursor('flows', flow)?.get('steps')?.items() ?? []) addStep(inner, { names, tools, flows })
    return
  }
  const request = step.get('request')?.text
  const path = pathOf(step)
  const name = step.get('name')?.text ?? request ?? path
  if (name !== undefined) names.add(name)
  if (request === undefined && path !== undefined) names.add(`${methodOf(step)} ${path}`)
}
