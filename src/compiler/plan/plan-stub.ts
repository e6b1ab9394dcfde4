import type { Cursor } from '../checks/cursor.ts'
import type { PlanTools } from '../kinds/plan-tools.ts'
import { assertionKinds } from '../kinds/assertions/assertion-kinds.ts'
import type { MapValue, PlannedStub, Value } from './plan.ts'

export function planStub(stub: Cursor, tools: PlanTools): PlannedStub {
  const answer = (reply: Cursor): Value => (reply.isMap ? tools.map(reply, { file: tools.path }) : tools.value(reply))
  const respond = (replies: Cursor): Value => (replies.isList ? tools.each(replies, answer) : answer(replies))
  const when = (conditions: Cursor): Value =>
    tools.map(conditions, {
      query: (entry) => tools.each(entry, tools.expected),
      cookies: (entry) => tools.each(entry, tools.expected),
      headers: (entry) => assertionKinds.headers.plan(entry, tools),
      jsonPath: (entry) => assertionKinds.jsonPath.plan(entry, tools),
      text: tools.expected,
    })
  const value: MapValue = tools.map(stub, {
    routes: (routes) => tools.each(routes, (route) => tools.map(route, { when, respond })),
    record: (record) => tools.map(record, { to: tools.path }),
    unmatched: answer,
  })
  const entries = value.entries.filter(([key]) => key !== 'description')
  return { name: stub.name, description: stub.get('description')?.text, value: { kind: 'map', entries } }
}
