import type { Cursor } from '../checks/cursor.ts'
import type { PlanTools } from '../kinds/plan-tools.ts'
import type { PlannedSession } from './plan.ts'

/** What the tests share. */
export function planSession(session: Cursor, tools: PlanTools): PlannedSession {
  const values = (key: string) => {
    const cursor = (key === 'values' ? session : session.get('postman'))?.get(key)
    return cursor === undefined || cursor.entries().length === 0 ? undefined : tools.map(cursor, {})
  }
  const rows = session.get('with')
  return {
    environment: values('environment'),
    values: values('values'),
    globals: values('globals'),
    environmentName: session.get('postman')?.get('environmentName')?.text,
    nulls:
      session
        .get('postman')
        ?.get('nulls')
        ?.items()
        .map(({ text }) => text ?? '') ?? [],
    with: rows && (rows.text === undefined ? tools.value(rows) : { kind: 'fixture', fixture: rows.text }),
  }
}
