import type { Place } from '../../places/place.ts'
import type { ReceivedResponse } from '../assertions/types.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import { runBefore } from '../session/before.ts'
import type { BeforeOutcome } from '../session/before.ts'
import { runChecks } from '../session/checks.ts'
import type { ChecksOutcome } from '../session/checks.ts'
import type { Api, Changes } from './api.ts'
import { contextOf, exchangeUntilHeld } from './exchange.ts'
import { keepCaptures } from './keep-captures.ts'
import { below, mergeRequest } from './merge-request.ts'
import { makeReady, UnfitRequest } from './make-ready.ts'
import type { Ready } from './make-ready.ts'
import { readLayers } from './read-layers.ts'
import { requestFailure, toProblem } from './request-failure.ts'
import type { Problem } from './request-failure.ts'
import type { NamedRequest } from './request.ts'
import type { RequestDefinition } from './request-types.ts'
import type { TestSession } from './test-session.ts'

export interface SendRequest {
  readonly session: TestSession
  /** The step that sends it. */
  readonly place: Place
  readonly request: NamedRequest | RequestDefinition | ((api: Api) => RequestDefinition | Promise<RequestDefinition>)
  readonly changes: readonly Changes[]
  readonly frames: () => string
}

/** One request from its definition to its last expectation; throws one error with everything that failed. */
export async function sendRequest(options: SendRequest): Promise<ReceivedResponse> {
  const { session, frames } = options
  const { run } = session
  const fail = async (problems: readonly [Problem, ...Problem[]], sent?: SentExchange): Promise<never> => {
    const exchange = sent && { sent, index: run.exchanges.length - 1 }
    throw await requestFailure({ project: run.project, folder: run.folder, problems, attempt: run.attempt, exchange, frames: frames() })
  }
  let layers = await readLayers(options)
  const place = layers.at(-1)?.place ?? options.place
  const steps = mergeRequest(layers).request.before
  let before: BeforeOutcome | undefined
  try {
    before = steps && (await runBefore(steps, { session, current: async () => mergeRequest(await readLayers(options)).request }))
  } catch (error) {
    return fail([toProblem(error, place)])
  }
  // safe in tests, whose skip throws; loads and leaks, which have none, are refused requests with `before` by the compiler
  if (before?.skipped === true) return run.skip('its script skipped the request') as never
  if (before !== undefined) {
    layers = await readLayers(options)
    if (before.overlay !== undefined) layers.push({ definition: before.overlay, place })
  }
  let ready: Ready
  try {
    ready = await makeReady(session, layers)
  } catch (error) {
    return fail([toProblem(error, (error instanceof UnfitRequest ? error.place : undefined) ?? place)])
  }
  const { exchange: sent, problems } = await exchangeUntilHeld(ready, { session, place })
  let checked: ChecksOutcome
  try {
    checked = await checkInOrder(ready, { session, place, response: sent.response })
  } catch (error) {
    run.exchanges.push(sent)
    return fail([toProblem(error, place)], sent)
  }
  const exchange = {
    ...sent,
    results: [...sent.results, ...checked.results],
    ...(run.shared !== undefined && { item: run.item, checks: [...(before?.checks ?? []), ...checked.records] }),
    ...(run.shared === undefined && checked.records.length > 0 && { checks: checked.records }),
    mistakes: [...(before?.mistakes ?? []), ...checked.mistakes].map(({ message }) => message),
  }
  run.exchanges.push(exchange)
  const [first, ...others] = [
    ...(before?.mistakes ?? []).map(({ script, message, path }) => ({
      kind: 'script',
      message: `${script ?? 'before'}: ${message}`,
      place: below(place, ...path),
    })),
    ...problems,
    ...checked.problems,
    ...(exchange.response === undefined ? [] : await keepCaptures(session, exchange.response, ready.merged.captures)),
  ]
  // A call that a stub did not expect is most likely why.
  if (first !== undefined) return fail([first, ...others, ...((await run.stubs?.trouble()) ?? [])], exchange)
  if (exchange.response === undefined) throw new Error('A request without answer must have failed')
  return exchange.response
}

async function checkInOrder(
  { merged }: Ready,
  { session, place, response }: { session: TestSession; place: Place; response: ReceivedResponse | undefined },
): Promise<ChecksOutcome> {
  const { checks } = merged.request
  if (checks === undefined) return { records: [], mistakes: [], results: [], problems: [] }
  const context = contextOf(session, { place, step: session.run.requests })
  return runChecks(checks, { session, place, request: merged.request, response, context })
}
