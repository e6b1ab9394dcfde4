import type { ReceivedResponse } from '../assertions/types.ts'
import type { Data } from '../values/data.ts'
import type { Api } from './api.ts'

/** What every function of the hooks file is given. */
export interface HookContext {
  /** Sends requests as a test does; what it sends shows in the report of the test that needed it. */
  readonly api: Api
  /** Values captured so far. */
  readonly captures: Readonly<Record<string, Data>>
}

/**
 * Makes the value of a fixture.
 *
 * @example
 * export const createOrder: SetupHook = async ({ api }) => {
 *   const response = await api.send({ post: '/orders', json: {} })
 *   return response.json()
 * }
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a hook may return anything, and its teardown gets just that
export type SetupHook<Value = any> = (context: HookContext) => Value | Promise<Value>

/**
 * Undoes what the setup of a fixture did; `value` is what that returned.
 *
 * @example
 * export const deleteOrder: TeardownHook<{ id: string }> = async ({ api, value }) => {
 *   await api.send({ delete: `/orders/${value.id}` })
 * }
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see SetupHook
export type TeardownHook<Value = any> = (context: HookContext & { readonly value: Value }) => unknown

/**
 * An expectation of one's own (`expect: hook: name`): fails by throwing, or by returning `false` or a text that says what is wrong.
 *
 * @example
 * export const sumsUp: ExpectHook = (response) => {
 *   const { items, total } = response.json() as Invoice
 *   return items.reduce((sum, item) => sum + item.price, 0) === total || 'the items do not sum up to the total'
 * }
 */
export type ExpectHook = (response: ReceivedResponse, context: HookContext) => unknown
