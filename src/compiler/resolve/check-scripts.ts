import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import { singularPath } from '../kinds/load-targets/script/json-path.ts'
import { hasTemplate, parseTemplate } from '../templates/parse-template.ts'
import type { TemplateArgument } from '../templates/template.ts'

/** Expectations that scripts for Locust and k6 check too. */
const checked = new Set(['status', 'headers', 'json', 'jsonLike', 'jsonPath', 'text', 'time'])
/** Words of a matcher that they do not have. */
const unknownMatchers = new Set(['schema', 'unique'])

/**
 * Says what the scripts of a load profile leave out, and what keeps them from running at all. Everything is said once, also where several
 * profiles send the same request.
 */
export function checkScripts(tasks: readonly Cursor[], tools: CheckTools, said: Set<string>): void {
  const book: Book = { tools, said, flows: new Set() }
  for (const task of tasks) for (const step of task.get('steps')?.items() ?? [task]) checkStep(step, book)
}

interface Book {
  readonly tools: CheckTools
  readonly said: Set<string>
  readonly flows: Set<string>
}

function checkStep(step: Cursor, book: Book): void {
  const { names } = book.tools
  const flow = step.get('flow')?.text
  if (flow === undefined) {
    const base = names.cursor('requests', step.get('request')?.text ?? '')
    for (const request of base === undefined ? [step] : [base, step]) checkRequest(request, book)
    return
  }
  checkValues(step, book)
  if (book.flows.has(flow)) return
  book.flows.add(flow)
  for (const inner of names.cursor('flows', flow)?.get('steps')?.items() ?? []) checkStep(inner, book)
}

function checkRequest(request: Cursor, book: Book): void {
  for (const entry of request.get('expect')?.entries() ?? []) checkExpectation(entry, book)
  for (const key of ['retry', 'poll']) {
    const entry = request.get(key)
    if (entry !== undefined && entry.value !== null) leftOut(`\`${key}\``, entry, book)
  }
  for (const capture of request.get('capture')?.entries() ?? []) {
    const path = capture.text ?? capture.get('jsonPath')?.text
    if (path !== undefined && singularPath(path) === undefined) refused(`the capture \`${path}\``, capture, book)
  }
  for (const change of request.get('patch')?.entries() ?? [])
    if (singularPath(change.name) === undefined) refused(`the change at \`${change.name}\``, change, book)
  for (const kind of ['oauth2', 'aws', 'hawk', 'oauth1', 'jwt']) {
    const login = request.get('auth')?.get(kind)
    if (login !== undefined) refused(`\`auth: ${kind}\``, login, book)
  }
  checkValues(request, book)
}

function checkExpectation(entry: Cursor, book: Book): void {
  if (!checked.has(entry.name)) return leftOut(`\`expect: ${entry.name}\``, entry, book)
  if (entry.name !== 'jsonPath' && entry.name !== 'headers') return checkMatcher(entry, book)
  for (const expected of entry.entries()) {
    if (entry.name === 'jsonPath' && singularPath(expected.name) === undefined) leftOut(`\`${expected.name}\``, expected, book)
    else checkMatcher(expected, book)
  }
}

function checkMatcher(expected: Cursor, book: Book): void {
  for (const matcher of expected.entries()) if (unknownMatchers.has(matcher.name)) leftOut(`\`${matcher.name}\``, matcher, book)
}

/** Values that exist only while apitest runs. */
function checkValues(cursor: Cursor, book: Book): void {
  if (cursor.isMap || cursor.isList) for (const child of cursor.children()) checkValues(child, book)
  const { text } = cursor
  if (text === undefined || !hasTemplate(text)) return
  for (const part of parseTemplate(text).parts) if (typeof part !== 'string') checkArgument(part, cursor, book)
}

function checkArgument(argument: TemplateArgument, cursor: Cursor, book: Book): void {
  if (argument.kind === 'call') {
    if (argument.name.value === 'faker') refused('`faker(…)`', cursor, book)
    for (const inner of argument.arguments) checkArgument(inner, cursor, book)
  } else if (argument.kind === 'reference') {
    const [scope, name] = argument.segments.map(({ value }) => String(value))
    if (scope === 'stubs') refused('a stub', cursor, book)
    const isMade = name !== undefined && book.tools.names.cursor('fixtures', name)?.has('request') === true
    if (scope === 'fixtures' && name !== undefined && !isMade && book.tools.names.isAsynchronous(name))
      refused(`the fixture \`${name}\`, which is made while apitest runs`, cursor, book)
  }
}

function leftOut(what: string, cursor: Cursor, book: Book): void {
  once(cursor, book, () => book.tools.report(problems.notInScripts(what), { cursor, at: 'key' }))
}

function refused(what: string, cursor: Cursor, book: Book): void {
  once(cursor, book, () => book.tools.report(problems.noScript(what), { cursor }))
}

function once({ place }: Cursor, { said }: Book, say: () => void): void {
  const key = `${place.file} ${JSON.stringify(place.path)}`
  if (said.has(key)) return
  said.add(key)
  say()
}
