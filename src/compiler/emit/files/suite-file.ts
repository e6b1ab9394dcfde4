import { posix } from 'node:path'
import type { PlannedSuite, PlannedTest, ReplaceableModule } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import { emitCleanup, emitStep, emitSteps } from '../emit-steps.ts'
import { emitLiteral, emitMap } from '../emit-value.ts'
import { header } from '../header.ts'
import { arrow, atom, awaited, call, list, maxWidth, object, stringLiteral } from '../typescript/code.ts'
import type { ArrowCode, Code, Entry, Statement } from '../typescript/code.ts'
import { lineComment } from '../typescript/comment.ts'
import { groupedNumber } from '../typescript/literal.ts'
import { createModule } from '../typescript/module.ts'
import { textWidth } from '../typescript/text-width.ts'
import { emitTable, readsRow } from './emit-table.ts'
import type { Project } from './project.ts'

/** `tests/<suite>.test.ts`: the tests of one suite. */
export function suiteFile({ plan, names }: Project, suite: PlannedSuite): string {
  const scope: Scope = { module: createModule(), names, siblings: '../', services: 'running', params: new Map() }
  const mocks = (plan.replaceable ?? []).map((module) => emitReplaceable(module, scope))
  const statement = emitSuite(suite, scope)
  return scope.module.print(header(plan, suite.place.file), [...mocks, { ...statement, blankLineAbove: mocks.length > 0 }])
}

/** `tests/session.test.ts`: all suites in their order, once for each row where the session has rows. */
export function sessionTestsFile({ plan, names }: Project): string {
  const scope: Scope = { module: createModule(), names, siblings: '../', services: 'running', params: new Map() }
  const mocks = (plan.replaceable ?? []).map((module) => emitReplaceable(module, scope))
  const suites = plan.suites.map((suite) => ({ ...emitSuite(suite, scope), blankLineAbove: true }))
  if (plan.session?.with === undefined) return scope.module.print(header(plan), [...mocks, ...suites])
  const rows = call(scope.module.use('apitest', 'iterations'), [atom(scope.module.use('../session.js', 'session'), 'chain')])
  const each = call(call(`${scope.module.use('vitest', 'describe')}.for`, [rows]), [stringLiteral('%s'), arrow('() =>', suites)])
  return scope.module.print(header(plan), [...mocks, { code: each, blankLineAbove: mocks.length > 0 }])
}

function emitSuite(suite: PlannedSuite, scope: Scope): Statement {
  const tests = suite.tests.map((test) => emitTest(test, suite, scope))
  const block: Block = {
    callee: scope.module.use('vitest', 'describe'),
    title: suite.name,
    order: suite.parallel ? 'concurrent' : undefined,
    options: [],
    indent: 0,
  }
  const comment = suite.description === undefined ? [] : lineComment(suite.description)
  return { code: emitBlock(block, arrow('() =>', tests)), comment }
}

/** Every suite says the same: suites share one worker, and the first to load a module decides what it is. */
function emitReplaceable({ module, from, names }: ReplaceableModule, scope: Scope): Statement {
  const path = from.startsWith('.') ? posix.join('..', from) : from
  const replaced = call(scope.module.use('apitest', 'replaceable'), [
    stringLiteral(module),
    atom('original', 'chain'),
    list(names.map((name) => stringLiteral(name))),
  ])
  return { code: call(`${scope.module.use('vitest', 'vi')}.mock`, [stringLiteral(path), arrow('(original) =>', replaced)]) }
}

function emitTest(test: PlannedTest, suite: PlannedSuite, scope: Scope): Statement {
  const name = scope.module.use('../test.js', 'test')
  const group = test.table === undefined ? name : scope.module.use('vitest', 'describe')
  const block: Block = {
    callee: group + (test.only ? '.only' : ''),
    title: test.name,
    order: test.serial && suite.parallel ? 'sequential' : undefined,
    options: emitOptions(test),
    indent: 2,
  }
  const comment = test.description === undefined ? [] : lineComment(test.description)
  const common = { comment, blankLineAbove: true }
  if (test.table === undefined)
    return { ...common, code: emitBlock(block, arrow(`async (${context(test)}) =>`, emitBody(test, suite, scope))) }

  const row = test.table.kind === 'cases' ? '[, changes]' : readsRow(test) ? '[, row]' : '_'
  const each = call(call(`${name}.for`, [emitTable(test, test.table, scope)]), [
    stringLiteral('%s'),
    arrow(`async (${row}, ${context(test)}) =>`, emitBody(test, suite, scope)),
  ])
  return { ...common, code: emitBlock(block, arrow('() =>', [{ code: each }])) }
}

/** A call of `describe` or `test`. */
interface Block {
  readonly callee: string
  readonly title: string
  readonly order: 'concurrent' | 'sequential' | undefined
  readonly options: readonly Entry[]
  readonly indent: number
}

function emitBlock({ callee, title, order, options, indent }: Block, body: ArrowCode): Code {
  const name = stringLiteral(title)
  const args = [name, ...(options.length === 0 ? [] : [object(options)]), body]
  if (order === undefined) return call(callee, args)
  // formatters disagree on how a long `describe.concurrent('…', () => {` breaks, but not on options
  const width = indent + textWidth(`${callee}.${order}(${name.flat}, ${body.head} {`)
  return width <= maxWidth || options.length > 0
    ? call(`${callee}.${order}`, args)
    : call(callee, [name, object([{ key: order, value: emitLiteral(true) }]), body])
}

/** vitest's options, where the test has any. */
function emitOptions({ tags, timeoutMs, retries }: PlannedTest): Entry[] {
  const entries: Entry[] = []
  if (tags.length > 0) entries.push({ key: 'tags', value: list(tags.map((tag) => emitLiteral(tag))) })
  if (timeoutMs !== undefined) entries.push({ key: 'timeout', value: atom(groupedNumber(timeoutMs), 'number') })
  if (retries !== undefined) entries.push({ key: 'retry', value: atom(groupedNumber(retries), 'number') })
  return entries
}

/** What a test takes from vitest's context. */
function context({ skip }: PlannedTest): string {
  return skip === undefined ? '{ api }' : '{ api, skip }'
}

function emitBody(test: PlannedTest, suite: PlannedSuite, scope: Scope): Statement[] {
  const skip = test.skip === undefined ? [] : [{ code: call('skip', [stringLiteral(test.skip)]) }]
  const prepared = (suite.fixtures ?? []).map((name) => ({ code: awaited(call('api.fixture', [stringLiteral(name)])) }))
  const [first, ...others] = test.steps
  // the changes of a case are laid over the request that the test starts from
  const changed =
    test.table?.kind === 'cases' && first !== undefined
      ? [emitStep(first, scope, [atom('changes')]), ...emitSteps(others, scope)]
      : emitSteps(test.steps, scope)
  return [...skip, ...emitCleanup(test.cleanup, scope), ...prepared, ...emitMocks(test, scope), ...changed]
}

function emitMocks({ mocks }: PlannedTest, scope: Scope): Statement[] {
  if (mocks === undefined) return []
  const service = mocks.service === undefined ? [] : [object([{ key: 'service', value: stringLiteral(mocks.service) }])]
  return [{ code: awaited(call('api.mock', [emitMap(mocks.value, scope), ...service])) }]
}
