import type { Api } from './api.ts'
import type { Given, RequestDefinition } from './request-types.ts'

/** A request that tests, flows and fixtures share. */
export interface NamedRequest {
  /** As in the specs; reports show it. */
  readonly name: string
  /** The request, or the function that makes it each time. */
  readonly definition: Definition
  /** The same request with the row of a table or the parameters of a flow for its function to read. */
  with(given: Partial<Given>): NamedRequest
  /** What `with` has given so far. */
  readonly given: Partial<Given>
}

export type Definition = RequestDefinition | ((api: Api, given: Given) => RequestDefinition | Promise<RequestDefinition>)

/**
 * Names a request. A function is called anew for each time it is sent, with the `api` of the test.
 *
 * @example
 * export const health = request('health', { get: '/' })
 *
 * @example
 * export const predict = request('predict', async (api) => ({
 *   post: '/prediction',
 *   auth: { bearer: await api.fixture('token') },
 *   json: fixtures.sample_request,
 * }))
 */
export function request(name: string, definition: Definition): NamedRequest {
  return create(name, definition, {})
}

function create(name: string, definition: Definition, given: Partial<Given>): NamedRequest {
  return { name, definition, given, with: (more) => create(name, definition, { ...given, ...more }) }
}

export function isNamedRequest(request: NamedRequest | RequestDefinition): request is NamedRequest {
  return 'definition' in request
}
