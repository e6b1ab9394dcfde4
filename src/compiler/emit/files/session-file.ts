import type { MapValue, PlannedSession } from '../../plan/plan.ts'
import { expressionText } from '../emit-expression.ts'
import type { Scope } from '../emit-expression.ts'
import { emitValue } from '../emit-value.ts'
import { header } from '../header.ts'
import { inspectValues } from '../inspect-value.ts'
import { arrow, atom, call, object } from '../typescript/code.ts'
import type { Code, Entry } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { propertyKey } from '../typescript/literal.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `session.ts`: the values that tests share and change. */
export function sessionFile(project: Project): string | undefined {
  const { session } = project.plan
  if (session === undefined) return undefined
  const scope = fileScope(project, './session.js')
  const entries: Entry[] = (['environment', 'values', 'globals'] as const).flatMap((key) => {
    const values = session[key]
    return values === undefined ? [] : [{ key, value: emitValues(values, scope) }]
  })
  if (session.nulls.length > 0)
    entries.push({
      key: 'nulls',
      value: emitValue({ kind: 'list', items: session.nulls.map((value) => ({ kind: 'literal', value })) }, scope),
    })
  const rows = emitRows(session, scope)
  if (rows !== undefined) entries.push({ key: 'with', value: rows })
  return scope.module.print(header(project.plan), [
    {
      comment: docComment('What the tests share: read as `session.name`, changed by captures and by what is set before a request.'),
      before: 'export const session = ',
      code: call(scope.module.use('apitest', 'defineSession'), [object(entries, { expanded: entries.length > 0 })]),
    },
  ])
}

function emitValues({ entries }: MapValue, scope: Scope): Code {
  return object(
    entries.map(([key, value]) => {
      const code = emitValue(value, scope)
      const type = `: ${inspectValues([value]).session ? scope.module.useType('apitest', 'Data') : ''}`
      return { key: propertyKey(key), value: inspectValues([value]).dynamic ? arrow(`()${type === ': ' ? '' : type} =>`, code) : code }
    }),
    { expanded: true },
  )
}

function emitRows({ with: rows }: PlannedSession, scope: Scope): Code | undefined {
  if (rows === undefined) return undefined
  if (rows.kind !== 'fixture') return emitValue(rows, scope)
  return arrow('() =>', atom(expressionText({ kind: 'fixture', name: rows.fixture, path: [], asynchronous: false }, scope), 'chain'))
}
