import { rowTitles } from '../../titles/row-titles.ts'
import type { Api, Changes } from './api.ts'
import type { Data } from '../values/data.ts'
import type { RequestDefinition } from './request-types.ts'

/**
 * Rows for `test.for`, each with its title: the row's `name`, else its values (`sku=abc, n=1`); titles are unique.
 *
 * @example
 * test.for(table([{ sku: 'abc' }, { sku: 'def' }]))('%s', async ([, row], { api }) => {
 *   await api.send({ get: text`/items/${row.sku}` })
 * })
 */
export function table<Row = Data>(rows: readonly Row[]): [title: string, row: Row][] {
  if (!Array.isArray(rows)) throw new TypeError(`table needs a list of rows, got ${rows === null ? 'null' : typeof rows}`)
  if (rows.length === 0) throw new Error('The table has no rows, so nothing would be tested')
  const titles = rowTitles(rows)
  return rows.map((row, index) => [titles[index]!, row])
}

/** What one case changes, beside its name; where that takes the `api` of the test, a function that computes it. */
export type Case =
  | (RequestDefinition & { name: string })
  | { name: string; changes: (api: Api) => RequestDefinition | Promise<RequestDefinition> }

const caseIndex = new WeakMap<object, number>()

/**
 * Cases for `test.for`: one test each, which lays the case's changes over a request.
 *
 * @example
 * test.for(
 *   cases([
 *     { name: 'weight above 1', patch: { '$.weight': 1.5 }, expect: { status: 422 } },
 *     { name: 'no sku', unset: ['$.sku'], expect: { status: 422 } },
 *   ]),
 * )('%s', async ([, changes], { api }) => {
 *   await api.send(recommend, changes)
 * })
 */
export function cases(list: readonly Case[]): [title: string, changes: Changes][] {
  if (list.length === 0) throw new Error('The list of cases is empty, so nothing would be tested')
  return list.map((entry, index) => {
    const { name, ...others } = entry
    const found: Changes = 'changes' in others ? others.changes : others
    caseIndex.set(found, index)
    return [name, found]
  })
}

/** Which case changes came from, so that a failure points at it. */
export function caseIndexOf(changes: Changes): number | undefined {
  return caseIndex.get(changes)
}
