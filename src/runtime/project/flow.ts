import type { Api } from './api.ts'

/** Steps with parameters that tests share. */
export interface Flow<Params = unknown> {
  /** Under which its captures lie. */
  readonly name: string
  /** Called with an `api` of its own; throws what a step throws. */
  readonly steps: (api: Api, params: Params) => Promise<unknown>
}

/**
 * Names a flow. It has captures of its own; whoever runs it finds them under its name.
 *
 * @example
 * export const login = flow('login', async (api, { user = 'alice' }: { user?: unknown }) => {
 *   await api.send({ post: '/login', json: { user }, capture: { token: '$.token' } })
 * })
 * // in a test
 * await api.flow(login, { user: 'bob' })
 * api.captures.login.token
 */
export function flow<Params>(name: string, steps: (api: Api, params: Params) => Promise<unknown>): Flow<Params> {
  return { name, steps }
}
