import type { ReceivedResponse } from '../assertions/types.ts'
import type { Mocks } from '../mocks/mock-definition.ts'
import type { ServiceAddress } from '../services/service-definition.ts'
import type { Data } from '../values/data.ts'
import type { Flow } from './flow.ts'
import type { NamedRequest } from './request.ts'
import type { RequestDefinition } from './request-types.ts'

/**
 * What a test, flow or hook works with: it sends requests, keeps cookies and captures, and cleans up after itself. Each test has its own.
 *
 * @example
 * test('an item can be read back', async ({ api }) => {
 *   await api.send({ post: '/items', json: { sku: 'abc' }, expect: { status: 201 }, capture: { id: '$.id' } })
 *   await api.send({ get: text`/items/${api.captures.id}`, expect: { jsonLike: { sku: 'abc' } } })
 * })
 */
export interface Api {
  /**
   * Sends a request, takes its captures, checks all its expectations, and throws one error that tells every failure.
   * `changes` are laid over a named request one after another: a body replaces the body, `headers`, `query`, `cookies` and the
   * maps of `expect` merge by name, anything else replaces.
   *
   * @example await api.send(predict, { json: { sku: 'abc' }, expect: { status: 422 } })
   */
  send(
    request: NamedRequest | RequestDefinition | ((api: Api) => RequestDefinition | Promise<RequestDefinition>),
    ...changes: readonly Changes[]
  ): Promise<ReceivedResponse>
  /**
   * Runs the steps of a flow; what they capture is then found under the flow's name, or under `name`.
   *
   * @example await api.flow(login, { user: 'bob' })
   */
  flow<Params>(flow: Flow<Params>, params?: Params, options?: { name?: string }): Promise<void>
  /**
   * Replaces functions of a service until the test is over, as `unittest.mock.patch` does; the service has to be a `python` or `node` one.
   *
   * @example await api.mock({ 'server.predict': { return: 3 } })
   */
  mock(mocks: Mocks, options?: { /** @default the first service */ service?: string }): Promise<void>
  /**
   * Registers a step that runs after the test, also after a failure; a step whose captures were never made is left out.
   *
   * @example
   * api.cleanup(async () => {
   *   await api.send({ delete: text`/items/${api.captures.id}` })
   * })
   */
  cleanup(step: () => unknown): void
  /** Values captured so far in this test or flow; reading one that was never captured is an error. */
  readonly captures: Readonly<Record<string, Data>>
  /**
   * The value of a fixture that a request or hook makes; made once in its scope.
   *
   * @example headers: { authorization: text`Bearer ${await api.fixture('token')}` }
   */
  fixture(name: string): Promise<Data>
  /**
   * Where a service listens; it is started if it is not running yet.
   *
   * @example const { url } = await api.service('web')
   */
  service(name?: string): Promise<ServiceAddress>
  /**
   * Where a stub listens.
   *
   * @example const { url } = await api.stub('pricing')
   */
  stub(name: string): Promise<ServiceAddress>
}

/** What is laid over a request: a part of its keys, or a function that computes them in the test. */
export type Changes = RequestDefinition | ((api: Api) => RequestDefinition | Promise<RequestDefinition>)
