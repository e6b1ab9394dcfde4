import { checkFile, projectPath } from '../checks/check-file.ts'
import { checkHeaders, checkHeaderText } from '../checks/check-headers.ts'
import { checkExpectedText } from '../checks/check-matcher.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import { checkUrl } from '../checks/check-url.ts'
import type { Cursor } from '../checks/cursor.ts'
import { coversRoute, routeOf } from '../checks/stub-routes.ts'
import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import { assertionKinds } from '../kinds/assertions/assertion-kinds.ts'
import { checkTexts } from './check-text.ts'
import { scopeOf, type Scope } from './scope.ts'

/** Checks the stubs of a file. */
export function checkStubs(stubs: Cursor | undefined, tools: CheckTools): void {
  for (const stub of stubs?.entries() ?? []) {
    const routes = stub.get('routes')?.items() ?? []
    for (const route of routes) checkRoute(route, tools)
    checkReachable(routes, tools)
    checkRecord(stub.get('record'), tools)
    const unmatched = stub.get('unmatched')
    if (unmatched?.isMap === true) checkAnswer(unmatched, answerScope(undefined), tools)
  }
}

const fixed = scopeOf('a stub', ['fixtures'], { dataOnly: true })

function answerScope(pathParameters: readonly string[] | undefined): Scope {
  if (pathParameters === undefined) return scopeOf('the answer to a call that no route fits', ['fixtures', 'request'], { dataOnly: true })
  return scopeOf('the answer of a stub', ['fixtures', 'path', 'request'], { dataOnly: true, pathParameters })
}

function checkRoute(route: Cursor, tools: CheckTools): void {
  const { path, parameters } = routeOf(route)
  checkPath(path, tools)
  const when = route.get('when')
  if (when !== undefined) {
    checkTexts(when, fixed, tools)
    for (const entry of when.entries()) whenChecks[entry.name]?.(entry, tools)
  }
  const respond = route.get('respond')
  const answers = respond?.isList === true ? respond.items() : respond === undefined ? [] : [respond]
  for (const answer of answers) checkAnswer(answer, answerScope(parameters), tools)
}

const whenChecks: Readonly<Record<string, (entry: Cursor, tools: CheckTools) => void>> = {
  query: (query, tools) => {
    for (const parameter of query.entries()) checkExpectedText(parameter, tools, 'a parameter of the query')
  },
  cookies: (entry, tools) => assertionKinds.cookies.check(entry, tools),
  headers: (entry, tools) => assertionKinds.headers.check(entry, tools),
  jsonPath: (entry, tools) => assertionKinds.jsonPath.check(entry, tools),
  text: (entry, tools) => assertionKinds.text.check(entry, tools),
}

function checkPath(path: Cursor, tools: CheckTools): void {
  checkTexts(path, fixed, tools)
  checkUrl(path, tools)
  const text = path.text ?? ''
  const query = text.replaceAll(/\$\{[^}]*\}/g, (template) => 'x'.repeat(template.length)).indexOf('?')
  if (query >= 0) {
    const hint = 'Write what the query must be under `when: { query: … }`'
    tools.report(problems.badUrl(text, 'has a query, which no route is found by', hint), {
      cursor: path,
      span: { start: query, end: text.length },
    })
  }
  const { parameters, strayBrace } = routeOf(path.parent ?? path)
  if (strayBrace !== undefined) {
    const hint = 'A parameter is written as `{name}`, of letters, digits, `_` and `-`'
    tools.report(problems.badUrl(text, 'has a brace that belongs to no parameter', hint), {
      cursor: path,
      span: { start: strayBrace, end: strayBrace + 1 },
    })
  }
  const twice = parameters.find((name, index) => parameters.indexOf(name) < index)
  if (twice !== undefined)
    tools.report(problems.badUrl(text, `names \`{${twice}}\` twice`, 'Give each parameter a name of its own'), { cursor: path })
}

function checkAnswer(answer: Cursor, scope: Scope, tools: CheckTools): void {
  checkTexts(answer, scope, tools)
  checkHeaders(answer.get('headers'), tools)
  const file = answer.get('file')
  if (file !== undefined) checkFile(file, tools)
  const fault = answer.get('fault')
  if (fault === undefined) return
  const ignored = answer.entries().find(({ name }) => name !== 'fault' && name !== 'delay')
  if (ignored !== undefined) tools.report(problems.conflictingKeys([ignored.name, 'fault'], 'The answer'), { cursor: fault, at: 'key' })
}

/** An earlier route that takes every call of a later one is most likely a mistake. */
function checkReachable(routes: readonly Cursor[], tools: CheckTools): void {
  for (const [index, route] of routes.entries()) {
    const before = routes.slice(0, index).find((earlier) => coversRoute(earlier, route))
    if (before === undefined) continue
    tools.report(problems.unreachableRoute(routeOf(route).name), { cursor: routeOf(route).path }, [
      { message: 'This route takes all its calls', spot: { cursor: routeOf(before).path } },
    ])
  }
}

/** The file is written by the first recording, so it need not be there. */
function checkRecord(record: Cursor | undefined, tools: CheckTools): void {
  if (record === undefined) return
  checkTexts(record, fixed, tools)
  for (const header of record.get('redact')?.items() ?? []) checkHeaderText(header, tools)
  const to = record.get('to')
  if (to?.text === undefined || hasTemplate(to.text)) return
  const entry = tools.disk.look(projectPath(to.file, to.text))
  if (entry.outside || entry.kind !== 'missing') checkFile(to, tools)
}
