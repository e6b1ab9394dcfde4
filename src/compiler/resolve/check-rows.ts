import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import { kindOf } from '../diagnostics/wording.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import { checkTexts } from './check-text.ts'
import { scopeOf, type Rows } from './scope.ts'

/** Checks the rows of a test or load: a list, or the name of a fixture. `undefined` when their fields cannot be known. */
export function checkRows(rows: Cursor, tools: CheckTools): Rows | undefined {
  if (!rows.isList) return rows.text === undefined ? undefined : fixtureRows(rows, rows.text, tools)
  const scope = scopeOf('a row', ['fixtures'], { dataOnly: true })
  checkTexts(rows, scope, tools)
  const cursors = rows.items()
  return { data: cursors.map((row) => row.value), cursors, origin: 'this test', templated: true }
}

function fixtureRows(at: Cursor, name: string, tools: CheckTools): Rows | undefined {
  const { names } = tools
  if (!names.use('fixtures', name)) {
    tools.report(names.unknown('fixtures', name), { cursor: at })
    return undefined
  }
  if (names.isAsynchronous(name)) {
    tools.report(problems.fixtureNotReady(name, 'the rows of a test'), { cursor: at })
    return undefined
  }
  const content = names.content('fixtures', name)
  if (content === undefined || (content.templated && typeof content.data === 'string' && hasTemplate(content.data))) return undefined
  if (!Array.isArray(content.data)) {
    tools.report(problems.rowsNotAList(name, kindOf(content.data)), { cursor: at })
    return undefined
  }
  if (content.data.length === 0) {
    tools.report(problems.noRows(name), { cursor: at })
    return undefined
  }
  return { data: content.data as readonly unknown[], origin: `\`${name}\``, templated: content.templated }
}
