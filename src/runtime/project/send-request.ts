import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from '../../places/place.ts'
import { checkExpectations } from '../assertions/check-expectations.ts'
import type { CheckContext, CheckResult, ReceivedResponse } from '../assertions/types.ts'
import { formatDuration } from '../assertions/values/units.ts'
import { prepareRequest, readDuration } from '../http/prepare-request.ts'
import type { PreparedRequest } from '../http/prepare-request.ts'
import { RequestError } from '../http/request-error.ts'
import type { WireRequest } from '../http/send-once.ts'
import { sendWithRetry } from '../http/send-with-retry.ts'
import type { Sent } from '../http/send-with-retry.ts'
import { anywhere } from '../report/find-place.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Changes } from './api.ts'
import { keepCaptures } from './keep-captures.ts'
import { below, mergeRequest } from './merge-request.ts'
import type { Layer, MergedRequest } from './merge-request.ts'
import { isNamedRequest } from './request.ts'
import type { NamedRequest } from './request.ts'
import type { Problem } from './request-failure.ts'
import { problemOf, requestFailure } from './request-failure.ts'
import type { Poll, RequestDefinition } from './request-types.ts'
import { accessService } from './service-access.ts'
import type { ServiceAccess } from './service-access.ts'
import type { Session } from './session.ts'
import { caseIndexOf } from './table.ts'
import { findUndefined } from './find-undefined.ts'

export interface SendRequest {
  readonly session: Session
  /** The step that sends it. */
  readonly place: Place
  readonly request: NamedRequest | RequestDefinition
  readonly changes: readonly Changes[]
  readonly frames: () => string
}

/** One request from its definition to its last expectation; throws one error with everything that failed. */
export async function sendRequest(options: SendRequest): Promise<ReceivedResponse> {
  const { session, frames } = options
  const { run } = session
  const fail = async (problems: readonly [Problem, ...Problem[]], sent?: SentExchange): Promise<never> => {
    const exchange = sent && { sent, index: run.exchanges.length - 1 }
    throw await requestFailure({ project: run.project, folder: run.folder, problems, exchange, frames: frames() })
  }
  const layers = await readLayers(options)
  const place = layers.at(-1)?.place ?? options.place
  let ready: Ready
  try {
    ready = await makeReady(session, layers)
  } catch (error) {
    return fail([toProblem(error, place)])
  }
  const { exchange, problems } = await exchangeUntilHeld(ready, { session, place })
  run.exchanges.push(exchange)
  const [first, ...others] = [...problems, ...(exchange.response === undefined ? [] : await keepCaptures(session, exchange.response, ready.merged.captures))]
  if (first !== undefined) return fail([first, ...others], exchange)
  if (exchange.response === undefined) throw new Error('A request without answer must have failed')
  return exchange.response
}

/** The levels of a request above its service: the named one, then changes. */
async function readLayers({ session, place, request, changes }: SendRequest): Promise<Layer[]> {
  const layers: Layer[] = []
  if (isNamedRequest(request)) {
    const { name, definition, given } = request
    const keys = typeof definition === 'function' ? await definition(session, { row: given.row, params: given.params }) : definition
    layers.push({ definition: keys, place: anywhere('requests', name) })
  } else {
    layers.push({ definition: request, place })
  }
  for (const change of changes) {
    const index = caseIndexOf(change)
    layers.push({
      definition: typeof change === 'function' ? await change(session) : change,
      place: index === undefined ? place : below(session.run.place, 'cases', index),
    })
  }
  // A named request without changes is still sent from here.
  if (layers.length === 1 && isNamedRequest(request)) layers.push({ definition: {}, place })
  return layers
}

interface Ready {
  readonly merged: MergedRequest
  readonly prepared: PreparedRequest
  readonly service: ServiceAccess | undefined
  readonly name: string | undefined
}

async function makeReady({ run: { project } }: Session, layers: readonly Layer[]): Promise<Ready> {
  const { request } = mergeRequest(layers)
  const services = project.services ?? {}
  const name = request.service ?? Object.keys(services)[0]
  const service = isAbsolute(request) ? undefined : await accessService(services, name ?? needService())
  const defaults = typeof project.defaults === 'function' ? project.defaults() : project.defaults
  const lower: Layer[] = [{ definition: defaults ?? {}, place: anywhere('defaults') }]
  if (service !== undefined) {
    const { headers, failIf } = service.definition
    lower.push({ definition: { ...(headers && { headers }), ...(failIf ? { failIf } : {}) }, place: anywhere('services', service.name) })
  }
  const merged = mergeRequest([...lower, ...layers])
  const missing = findUndefined(merged.request) ?? findUndefined(Object.fromEntries(merged.expectations.map(({ key, expected }) => [`expect: ${key}`, expected])))
  if (missing !== undefined) throw new RequestError('request', `\`${missing}\` has no value (undefined)`)
  const prepared = await prepareRequest({
    request: merged.request,
    changes: merged.jsonChanges,
    folder: project.folder,
    base: service?.address.url,
    basePath: service?.definition.basePath,
  })
  return { merged, prepared, service, name: merged.request.name }
}

function needService(): never {
  throw new RequestError('request', 'The project has no services, so a request needs a whole URL')
}

function isAbsolute({ get, head, post, put, patch, delete: remove, options, path }: RequestDefinition): boolean {
  return [get, head, post, put, patch, remove, options, path].some((text) => typeof text === 'string' && /^https?:\/\//i.test(text))
}

interface Outcome {
  readonly exchange: SentExchange
  readonly problems: readonly Problem[]
}

/** Sends and checks; with `poll` again and again until everything holds or the time is over. */
async function exchangeUntilHeld(ready: Ready, around: { session: Session; place: Place }): Promise<Outcome> {
  const { poll } = ready.merged.request
  const step = around.session.run.requests += 1
  if (poll === undefined) return exchangeOnce(ready, { ...around, step })
  const { forMs, everyMs } = readPoll(poll)
  const started = performance.now()
  for (let attempts = 1; ; attempts++) {
    const outcome = await exchangeOnce(ready, { ...around, step })
    const exchange = { ...outcome.exchange, attempts }
    const left = forMs - (performance.now() - started)
    if (outcome.problems.length === 0) return { ...outcome, exchange }
    if (left <= 0 || around.session.signal?.aborted === true) {
      return { exchange, problems: outcome.problems.map((problem) => ({ ...problem, message: `${problem.message} (polled ${attempts} ${attempts === 1 ? 'time' : 'times'} for ${formatDuration(forMs)})` })) }
    }
    await sleep(Math.min(everyMs, left), undefined, { signal: around.session.signal }).catch(() => undefined)
  }
}

function readPoll(poll: Poll): { forMs: number; everyMs: number } {
  return { forMs: readDuration(poll.for, 'poll: for'), everyMs: Math.max(1, readDuration(poll.every ?? '200ms', 'poll: every')) }
}

async function exchangeOnce({ merged, prepared, service, name }: Ready, { session, place, step }: { session: Session; place: Place; step: number }): Promise<Outcome> {
  const startedAt = new Date()
  const started = performance.now()
  let wire: WireRequest | undefined
  const perform = { request: prepared, jar: session.run.jar, signal: session.signal, onSend: (request: WireRequest) => (wire = request) }
  const { response, error, attempts } = await sendWithRetry(perform, merged.request.retry ?? undefined)
  const durationMs = performance.now() - started
  const { results, problems } = response === undefined ? { results: [], problems: [toProblem(error, place)] } : await check(response, merged, contextOf(session, { place, step }))
  return { exchange: { name, service: service?.name, startedAt, durationMs, request: prepared, sent: wire, response, error: error?.message, results, attempts }, problems }
}

function contextOf(session: Session, { place, step }: { place: Place; step: number }): CheckContext {
  const { project, folder, suite, title } = session.run
  return {
    folder,
    requestPlace: place,
    snapshot: { suite, test: title, step },
    hooks: project.hooks as Readonly<Record<string, unknown>> | undefined,
    hookContext: { api: session, captures: session.captures },
  }
}

async function check(response: NonNullable<Sent['response']>, { expectations, failIf }: MergedRequest, context: CheckContext): Promise<{ results: readonly CheckResult[]; problems: readonly Problem[] }> {
  const results = await checkExpectations(response, expectations, context)
  const problems = results.filter(({ held }) => !held).map(problemOf)
  for (const condition of failIf) {
    const found = await checkExpectations(response, condition, { ...context, requestPlace: undefined })
    const failed = found.length > 0 && found.every(({ held }) => held)
    const text = `not: ${found.map((part) => part.text).join(' and ')}`
    results.push({ kind: 'failIf', text, held: !failed, message: text, place: condition[0]?.place ?? anywhere('defaults'), expected: undefined, actual: undefined, diff: undefined, hint: undefined })
    if (failed) problems.push({ kind: 'failIf', message: `failIf: ${found.map((part) => part.text).join(' and ')}`, place: condition[0]?.place })
  }
  return { results, problems }
}

function toProblem(error: unknown, place: Place): Problem {
  if (error instanceof ServiceError) return { kind: 'service', message: error.failure.message, place, known: error.failure }
  if (!(error instanceof RequestError)) throw error
  const kind = error.kind === 'timeout' ? 'timeout' : 'request'
  return { kind, message: error.message, place, hint: error.hint }
}
