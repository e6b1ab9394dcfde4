import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { checkRows } from './check-rows.ts'
import { checkTexts } from './check-text.ts'
import { scopeOf } from './scope.ts'

/** Checks what the session starts with, and tells all others its names. */
export function checkSession(session: Cursor | undefined, tools: CheckTools): void {
  if (session === undefined) return
  const names = new Set<string>()
  tools.names.session = names
  const postman = session.get('postman')
  const scopes = [postman?.get('environment'), session.get('values'), postman?.get('globals')].map((scope) => scope?.entries() ?? [])
  for (const value of scopes.flat()) names.add(value.name)
  const rows = session.get('with')
  if (rows !== undefined) {
    const known = checkRows(rows, tools)
    if (known === undefined) tools.names.session = undefined
    for (const row of known?.data ?? []) if (typeof row === 'object' && row !== null) for (const name of Object.keys(row)) names.add(name)
  }
  const scope = scopeOf('the session', ['fixtures', 'session'], { dataOnly: true })
  for (const value of scopes.flat()) checkTexts(value, scope, tools)
}
