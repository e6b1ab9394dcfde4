import type { MapValue, PlannedStub, Value } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitRequest, emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import { arrow, call, list, object } from '../typescript/code.ts'
import type { Code, Entry } from '../typescript/code.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `stubs.ts`: what stands in for the APIs that the services call. */
export function stubsFile(project: Project): string | undefined {
  const { plan } = project
  if (plan.stubs.length === 0) return undefined
  const scope = fileScope(project)
  const entries = plan.stubs.map((stub) => ({ key: propertyKey(stub.name), value: emitStub(stub, scope) }))
  const code = call(scope.module.use('apitest', 'defineStubs'), [object(entries, { expanded: true })])
  return scope.module.print(header(plan), [{ before: 'export const stubs = ', code }])
}

/** Answers that speak of the call are functions; the stub is one where anything else of it is known only at run time. */
function emitStub({ value }: PlannedStub, scope: Scope): Code {
  const code = emitRequest(emitParts(value, { routes: emitRoutes, unmatched: emitReply }, scope))
  return inspectValues([fixedParts(value)]).dynamic ? arrow('() =>', code) : code
}

function emitRoutes(routes: Value, scope: Scope): Code {
  if (routes.kind !== 'list') return emitValue(routes, scope)
  return list(
    routes.items.map((route) =>
      route.kind === 'map' ? object(emitParts(route, { respond: emitReplies }, scope)) : emitValue(route, scope),
    ),
  )
}

function emitReplies(replies: Value, scope: Scope): Code {
  return replies.kind === 'list' ? list(replies.items.map((reply) => emitReply(reply, scope))) : emitReply(replies, scope)
}

function emitReply(reply: Value, scope: Scope): Code {
  const needs = inspectValues([reply])
  if (!needs.dynamic) return emitValue(reply, scope)
  const known = (['path', 'request'] as const).filter((name) => needs[name])
  return arrow(known.length === 0 ? '() =>' : `({ ${known.join(', ')} }) =>`, emitValue(reply, scope))
}

function emitParts({ entries }: MapValue, own: Readonly<Record<string, (value: Value, scope: Scope) => Code>>, scope: Scope): Entry[] {
  return entries.map(([key, value]) => ({ key: propertyKey(key), value: (own[key] ?? emitValue)(value, scope) }))
}

/** Everything but the answers. */
function fixedParts(value: Value): Value {
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(fixedParts) }
  if (value.kind !== 'map') return value
  return {
    kind: 'map',
    entries: value.entries.flatMap(([key, part]) => (key === 'respond' || key === 'unmatched' ? [] : [[key, fixedParts(part)] as const])),
  }
}
