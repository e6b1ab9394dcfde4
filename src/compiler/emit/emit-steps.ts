import type { PlannedStep } from '../plan/plan.ts'
import type { Scope } from './emit-expression.ts'
import { emitMap, emitRequest, emitRequestEntries } from './emit-value.ts'
import { inspectValues } from './inspect-value.ts'
import { arrow, atom, awaited, call, object, stringLiteral } from './typescript/code.ts'
import type { Code, Entry, Statement } from './typescript/code.ts'
import { propertyKey } from './typescript/literal.ts'

export function emitSteps(steps: readonly PlannedStep[], scope: Scope): Statement[] {
  return steps.map((step) => emitStep(step, scope))
}

/** Each step of a cleanup is registered on its own: one that fails does not keep the next from running. */
export function emitCleanup(steps: readonly PlannedStep[], scope: Scope): Statement[] {
  return steps.map((step) => ({ code: call('api.cleanup', [arrow('async () =>', [emitStep(step, scope)])]) }))
}

/** @param more what is laid over the request last, such as the `changes` of a case */
export function emitStep(step: PlannedStep, scope: Scope, more: readonly Code[] = []): Statement {
  return { code: awaited(step.kind === 'flow' ? flowCall(step, scope) : sendCall(step, scope, more)) }
}

function sendCall(step: PlannedStep & { kind: 'request' }, scope: Scope, more: readonly Code[]) {
  const entries = withName(step.name, emitRequestEntries(step.changes, scope))
  // what the session holds may change before the request is sent, or sent again
  const lazy = (code: Code): Code => (inspectValues([step.changes]).session ? arrow('() =>', code) : code)
  if (step.request === undefined) return call('api.send', [lazy(emitRequest(entries)), ...more])
  const changes = entries.length === 0 ? [] : [lazy(emitRequest(entries))]
  return call('api.send', [namedRequest(step, step.request, scope), ...changes, ...more])
}

function namedRequest(step: PlannedStep & { kind: 'request' }, request: string, scope: Scope): Code {
  const name = scope.module.use(`${scope.siblings}requests.js`, scope.names.requests.get(request) ?? request)
  const given: Entry[] = []
  if (step.passRow) given.push({ key: 'row', value: atom('row', 'chain') })
  if (step.passParams)
    given.push({
      key: 'params',
      value: object([...scope.params].map(([param, local]) => ({ key: propertyKey(param), value: atom(local, 'chain') }))),
    })
  return given.length === 0 ? atom(name) : call(`${name}.with`, [object(given)])
}

function flowCall(step: PlannedStep & { kind: 'flow' }, scope: Scope) {
  const name = scope.module.use(`${scope.siblings}flows.js`, scope.names.flows.get(step.flow) ?? step.flow)
  const named = step.name === undefined ? [] : [object([{ key: 'name', value: stringLiteral(step.name) }])]
  const args = step.args.entries.length === 0 && named.length === 0 ? [] : [emitMap(step.args, scope)]
  return call('api.flow', [atom(name), ...args, ...named])
}

function withName(name: string | undefined, entries: readonly Entry[]): readonly Entry[] {
  if (name === undefined || entries.some(({ key }) => key === 'name')) return entries
  return [{ key: 'name', value: stringLiteral(name) }, ...entries]
}
