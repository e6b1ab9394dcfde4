import type { Place } from '../../places/place.ts'
import type { ReceivedResponse } from '../assertions/types.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import type { Changes } from './api.ts'
import { exchangeUntilHeld } from './exchange.ts'
import { keepCaptures } from './keep-captures.ts'
import { makeReady, UnfitRequest } from './make-ready.ts'
import type { Ready } from './make-ready.ts'
import { readLayers } from './read-layers.ts'
import { requestFailure, toProblem } from './request-failure.ts'
import type { Problem } from './request-failure.ts'
import type { NamedRequest } from './request.ts'
import type { RequestDefinition } from './request-types.ts'
import type { Session } from './session.ts'

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
    throw await requestFailure({ project: run.project, folder: run.folder, problems, attempt: run.attempt, exchange, frames: frames() })
  }
  const layers = await readLayers(options)
  const place = layers.at(-1)?.place ?? options.place
  let ready: Ready
  try {
    ready = await makeReady(session, layers)
  } catch (error) {
    return fail([toProblem(error, (error instanceof UnfitRequest ? error.place : undefined) ?? place)])
  }
  const { exchange, problems } = await exchangeUntilHeld(ready, { session, place })
  run.exchanges.push(exchange)
  const [first, ...others] = [
    ...problems,
    ...(exchange.response === undefined ? [] : await keepCaptures(session, exchange.response, ready.merged.captures)),
  ]
  // A call that a stub did not expect is most likely why.
  if (first !== undefined) return fail([first, ...others, ...((await run.stubs?.trouble()) ?? [])], exchange)
  if (exchange.response === undefined) throw new Error('A request without answer must have failed')
  return exchange.response
}
