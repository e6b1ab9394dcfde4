import { isWholeUrl } from '../checks/whole-url.ts'
import type { Cursor } from '../checks/cursor.ts'
import type { PlanContext } from './plan-context.ts'
import type { MapValue, PlannedStep, Value } from './plan.ts'
import { planRequestKeys } from './plan-request.ts'

export interface StepAround {
  /** The service of the test or suite, for requests without one of their own. */
  readonly service: string | undefined
}

/** A step, or a test that is one request or flow. */
export function planStep(
  step: Cursor,
  context: Pick<PlanContext, 'spec' | 'tools' | 'requests'>,
  { service }: StepAround = { service: undefined },
): PlannedStep {
  const { spec, tools, requests } = context
  const name = step.get('name')?.text
  const flow = step.get('flow')?.text
  if (flow !== undefined) {
    const args = step.get('args')
    return { kind: 'flow', name, flow, args: args === undefined ? emptyMap : tools.map(args, {}) }
  }
  const request = step.get('request')?.text
  const base = spec.names.cursor('requests', request ?? '')
  const changes = planRequestKeys(step, tools)
  const inherits =
    service !== undefined &&
    service !== firstService(context) &&
    !step.has('service') &&
    base?.has('service') !== true &&
    !isWholeUrl(step, base)
  const uses = requests.get(request ?? '')?.uses
  return {
    kind: 'request',
    name,
    request,
    changes: inherits ? withService(changes, service) : changes,
    passRow: uses?.row === true,
    passParams: uses?.params === true,
  }
}

const emptyMap: MapValue = { kind: 'map', entries: [] }

export function firstService({ spec }: Pick<PlanContext, 'spec'>): string | undefined {
  return [...spec.names.all('services').keys()][0]
}

/** The service stands behind method and path, where people write it. */
function withService({ entries }: MapValue, service: string): MapValue {
  const last = entries.findLastIndex(([key, value]) => isMethod(key, value))
  const entry = ['service', { kind: 'literal', value: service }] as const
  return { kind: 'map', entries: entries.toSpliced(last + 1, 0, entry) }
}

const methodKeys = new Set(['get', 'head', 'post', 'put', 'delete', 'options', 'method', 'path'])

function isMethod(key: string, value: Value): boolean {
  return methodKeys.has(key) || (key === 'patch' && value.kind !== 'map')
}
