import type { Place } from '../../../places/place.ts'
import { anywhere } from '../../report/find-place.ts'
import type { RequestDefinition } from '../../project/request-types.ts'
import { useTracer } from '../../values/placeholder.ts'
import type { LoadEndpoint } from '../record/load-record.ts'
import type { LoadTask } from './define-load.ts'
import type { CompiledStep, CompiledTask, LoadProgram } from './load-program.ts'
import { loadSession } from './load-session.ts'
import type { LoadPlace } from './load-session.ts'
import { SlotTracer } from './slot-tracer.ts'
import { TraceApi } from './trace-api.ts'
import type { TracedSend } from './trace-api.ts'

export interface TracedProgram extends LoadProgram {
  readonly tracer: SlotTracer
}

/**
 * Runs every task once with an `api` that records what it sends. Fixtures are made and services are asked for on the way, as in a test.
 * The result is the same in every thread that traces the same tasks.
 */
export async function traceProgram(of: LoadPlace, tasks: readonly LoadTask[]): Promise<TracedProgram> {
  const tracer = new SlotTracer()
  const book = new EndpointBook(tracer)
  const compiled: CompiledTask[] = []
  for (const [index, task] of tasks.entries()) compiled.push(await traceTask(task, { of, index, tracer, book }))
  return { endpoints: book.endpoints, targets: book.targets, tasks: compiled, tracer }
}

interface Tracing {
  readonly of: LoadPlace
  readonly index: number
  readonly tracer: SlotTracer
  readonly book: EndpointBook
}

async function traceTask(task: LoadTask, { of, index, tracer, book }: Tracing): Promise<CompiledTask> {
  tracer.cells = 0
  const session = loadSession(of)
  const place = anywhere(of.section, of.name, of.section === 'loads' ? 'tasks' : 'requests', index)
  const sent: TracedSend[] = []
  const api = new TraceApi({ session, tracer, place, sent })
  useTracer(tracer)
  try {
    await task.run({ api, row: tracer.placeholder({ label: 'row', read: (values) => values.row }) as never })
  } finally {
    useTracer(undefined)
  }
  if (sent.length === 0) throw new Error(`The task \`${task.name}\` sends nothing`)
  const steps = sent.map((one): CompiledStep => {
    const { traced, layers, captures } = one
    const step: CompiledStep = { ...traced.step, endpoint: book.add(one), layers, captures, place: one.place }
    return sent.length === 1 ? withPlaces(step, (where) => withoutStep(where, place)) : step
  })
  return { name: task.name, weight: Number(task.weight ?? 1), steps, cells: tracer.cells }
}

function withPlaces(step: CompiledStep, move: (place: Place) => Place): CompiledStep {
  const moved = <T extends { readonly place: Place }>(one: T): T => ({ ...one, place: move(one.place) })
  return {
    ...moved(step),
    expectations: step.expectations.map(moved),
    captures: step.captures.map(moved),
    layers: step.layers.map(moved),
  }
}

/** A task that is one request is that request in the YAML, without a list of steps. */
function withoutStep(place: Place, task: Place): Place {
  const { length } = task.path
  const below = task.path.every((part, index) => place.path[index] === part)
  return below && place.path[length] === 'steps' ? { ...place, path: place.path.toSpliced(length, 2) } : place
}

/** Requests of the same method, name and service are one line of the statistics. */
class EndpointBook {
  readonly endpoints: LoadEndpoint[] = []
  readonly targets: Record<string, string> = {}
  readonly #tracer: SlotTracer

  constructor(tracer: SlotTracer) {
    this.#tracer = tracer
  }

  add({ traced, name }: TracedSend): number {
    const { step, service, target, merged } = traced
    if (target !== undefined) this.targets[service] = target
    const path = this.#pathOf(merged.request)
    const endpoint = { method: step.method, name: this.#tracer.describe(name ?? path), service }
    const known = this.endpoints.findIndex((one) => one.method === endpoint.method && one.name === endpoint.name && one.service === service)
    return known >= 0 ? known : this.endpoints.push(endpoint) - 1
  }

  #pathOf(request: RequestDefinition): string {
    const keys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'path'] as const
    return String(keys.map((key) => request[key]).find((value) => typeof value === 'string') ?? '${…}')
  }
}
