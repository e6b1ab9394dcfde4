import type { Cursor } from '../checks/cursor.ts'
import { EnvFinder } from './env-of.ts'
import { fileNames } from './file-names.ts'
import type { PlanContext } from './plan-context.ts'
import type { MapValue, PlannedLeak, PlannedTask } from './plan.ts'
import { ServiceFinder } from './services-of.ts'

const ownRules = new Set(['description', 'request', 'requests'])

/** The leak windows in reading order. */
export function planLeaks(context: PlanContext): readonly PlannedLeak[] {
  const found = context.spec.files.flatMap(({ root }) => root.get('leaks')?.entries() ?? [])
  const names = fileNames(found.map(({ name }) => name))
  const services = new ServiceFinder(context.spec)
  const env = new EnvFinder(context.spec)
  return found.map((leak, index) => {
    const weights = weightsOf(leak)
    const used = new Set(weights.flatMap(([name]) => [...servicesOf(name, { context, services })]))
    return {
      name: leak.name,
      description: leak.get('description')?.text,
      place: leak.place,
      fileName: names[index] ?? '',
      settings: planSettings(leak, context),
      requests: weights.map(([name, weight]) => planRequest(name, weight, context)),
      services: [...used],
      env: env.ofTasks(leak, { requests: weights.map(([name]) => name), services: used }),
    }
  })
}

function planSettings(leak: Cursor, { tools }: PlanContext): MapValue {
  const own = leak.entries().filter((entry) => !ownRules.has(entry.name))
  return {
    kind: 'map',
    entries: own.map((entry) => [entry.name, entry.name === 'baseline' ? tools.path(entry) : tools.value(entry)] as const),
  }
}

function weightsOf(leak: Cursor): readonly (readonly [name: string, weight: number])[] {
  const single = leak.get('request')?.text
  if (single !== undefined) return [[single, 1]]
  return (
    leak
      .get('requests')
      ?.entries()
      .map((entry) => [entry.name, Number(entry.value)] as const) ?? []
  )
}

function planRequest(request: string, weight: number, { requests }: PlanContext): PlannedTask {
  const uses = requests.get(request)?.uses
  return {
    name: request,
    weight: weight === 1 ? undefined : { kind: 'literal', value: weight },
    steps: [
      {
        kind: 'request',
        name: undefined,
        request,
        changes: { kind: 'map', entries: [] },
        passRow: uses?.row === true,
        passParams: uses?.params === true,
      },
    ],
  }
}

function servicesOf(name: string, { context, services }: { context: PlanContext; services: ServiceFinder }): ReadonlySet<string> {
  const request = context.spec.names.cursor('requests', name)
  return request === undefined ? new Set() : services.ofSteps([request], undefined)
}
