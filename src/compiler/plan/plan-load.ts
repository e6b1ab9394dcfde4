import type { Cursor } from '../checks/cursor.ts'
import { fileNames } from './file-names.ts'
import type { PlanContext } from './plan-context.ts'
import type { MapValue, PlannedLoad, PlannedTask, Value } from './plan.ts'
import { planStep } from './plan-step.ts'
import { textsOf } from './plan-test.ts'
import { EnvFinder } from './env-of.ts'
import { ServiceFinder } from './services-of.ts'

/** The load profiles of all files, in reading order. */
export function planLoads(context: PlanContext): readonly PlannedLoad[] {
  const loads = context.spec.files.flatMap(({ root }) => root.get('loads')?.entries() ?? [])
  const names = fileNames(loads.map(({ name }) => name))
  const services = new ServiceFinder(context.spec)
  const env = new EnvFinder(context.spec)
  return loads.map((load, index) => planLoad(load, { context, fileName: names[index] ?? '', services, env }))
}

const described = new Set(['description', 'tasks', 'data', 'thresholds', 'cluster'])

function planLoad(
  load: Cursor,
  { context, fileName, services, env }: { context: PlanContext; fileName: string; services: ServiceFinder; env: EnvFinder },
): PlannedLoad {
  const { tools } = context
  const tasks = load.get('tasks')?.items() ?? []
  const settings = load.entries().filter(({ name }) => !described.has(name))
  const data = load.get('data')
  const thresholds = load.get('thresholds')
  const cluster = load.get('cluster')
  const found = services.ofSteps(
    tasks.flatMap((task) => task.get('steps')?.items() ?? [task]),
    undefined,
  )
  return {
    name: load.name,
    description: load.get('description')?.text,
    place: load.place,
    fileName,
    settings: { kind: 'map', entries: settings.map((entry) => [entry.name, tools.value(entry)]) },
    data: data && tools.value(data),
    tasks: tasks.map((task) => planTask(task, context)),
    thresholds: thresholds === undefined ? defaultThresholds : tools.map(thresholds, {}),
    services: [...found],
    ...(cluster !== undefined && { cluster: tools.map(cluster, {}) }),
    env: env.ofTasks(load, { tasks, services: found }),
  }
}

const literal = (value: string): Value => ({ kind: 'literal', value })

/** What the language says where a profile says nothing. */
const defaultThresholds: MapValue = { kind: 'map', entries: [['errors', { kind: 'map', entries: [['lt', literal('1%')]] }]] }

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']

function planTask(task: Cursor, context: PlanContext): PlannedTask {
  const { tools } = context
  const weight = task.get('weight')
  const steps = task.get('steps')?.items() ?? [task]
  return {
    name: nameOf(task),
    weight: weight && tools.value(weight),
    tags: textsOf(task.get('tags')),
    steps: steps.map((step) => planStep(step, context)),
  }
}

function nameOf(task: Cursor): string {
  const own = task.get('name')?.text ?? task.get('request')?.text ?? task.get('flow')?.text
  if (own !== undefined) return own
  const method = methods.find((key) => task.get(key)?.text !== undefined)
  return method === undefined
    ? `${task.get('method')?.text ?? ''} ${task.get('path')?.text ?? ''}`
    : `${method.toUpperCase()} ${task.get(method)?.text ?? ''}`
}
