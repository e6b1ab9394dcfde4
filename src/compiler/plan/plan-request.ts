import type { Cursor } from '../checks/cursor.ts'
import type { AssertionKind } from '../kinds/assertions/assertion-kind.ts'
import { assertionKinds } from '../kinds/assertions/assertion-kinds.ts'
import { bodyKinds, bodyNames } from '../kinds/bodies/body-kinds.ts'
import type { PlanTools } from '../kinds/plan-tools.ts'
import type { MapValue, Value } from './plan.ts'

/** Keys that stand in a request of the YAML and belong to what is around it. */
const aroundKeys = new Set(['name', 'description', 'request', 'flow', 'args', 'weight'])

/** Further keys of a test that is one request. */
const testKeys = ['tags', 'skip', 'only', 'retries', 'serial', 'mocks', 'with', 'cases', 'cleanup', 'steps'] as const

/** The keys of a request as written, in the user's order. */
export function planRequestKeys(request: Cursor, tools: PlanTools): MapValue {
  const own = request.entries().filter((entry) => !aroundKeys.has(entry.name) && !(testKeys as readonly string[]).includes(entry.name))
  return { kind: 'map', entries: own.map((entry) => [entry.name, planKey(entry, tools)]) }
}

function planKey(entry: Cursor, tools: PlanTools): Value {
  const body = bodyNames.find((name) => name === entry.name)
  if (body !== undefined) return bodyKinds[body].plan(entry, tools)
  if (entry.name === 'before') return tools.each(entry, (step) => tools.map(step, { script: tools.path }))
  if (entry.name === 'checks') {
    const expect = (cursor: Cursor): Value => planExpect(cursor, tools)
    const condition = { when: expect, unless: expect, expect }
    const conditions = (list: Cursor): Value => tools.each(list, (one) => tools.map(one, condition))
    return tools.each(entry, (check) => tools.map(check, { ...condition, conditions, script: tools.path }))
  }
  return entry.name === 'expect' || entry.name === 'failIf' ? planExpect(entry, tools) : tools.value(entry)
}

export function planExpect(expect: Cursor, tools: PlanTools): Value {
  return tools.each(expect, (entry) => assertionKind(entry.name).plan(entry, tools))
}

function assertionKind(name: string): AssertionKind {
  return assertionKinds[name as keyof typeof assertionKinds]
}
