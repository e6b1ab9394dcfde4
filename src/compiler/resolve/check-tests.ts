import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import type { Books } from './books.ts'
import { checkTestMocks } from './check-mocks.ts'
import { checkRequest } from './check-request.ts'
import { checkRows } from './check-rows.ts'
import { checkSteps, type StepSite } from './check-steps.ts'
import { checkPlainText } from './check-text.ts'
import { scopeOf, type Scope } from './scope.ts'

export interface SuiteSite {
  readonly books: Books
  /** The service of the suite. */
  readonly service: string | undefined
  /** The run is one of CI, where `only` would leave out tests unseen. */
  readonly ci: boolean
  /** The tests of the suite run at the same time. */
  readonly parallel?: boolean
}

/** Checks the tests of a file or suite. */
export function checkTests(tests: Cursor | undefined, site: SuiteSite): void {
  for (const test of tests?.entries() ?? []) checkTest(test, site)
}

/** Checks a suite with what its tests share. */
export function checkSuite(suite: Cursor, site: SuiteSite): void {
  const { tools, services } = site.books
  const service = services.name(suite.get('service'))
  for (const fixture of suite.get('fixtures')?.items() ?? []) {
    if (!tools.names.use('fixtures', fixture.text ?? ''))
      tools.report(tools.names.unknown('fixtures', fixture.text ?? ''), { cursor: fixture })
  }
  checkTests(suite.get('tests'), { ...site, service: service ?? site.service, parallel: suite.get('parallel')?.value === true })
}

function checkTest(test: Cursor, { books, service, ci, parallel }: SuiteSite): void {
  const { tools, services, flows } = books
  checkPlainText({ cursor: test, at: 'key' }, tools)
  const only = test.get('only')
  if (ci && only?.value === true) tools.report(problems.onlyInCi(test.name), { cursor: only, at: 'key' })
  const table = test.get('with')
  const cases = test.get('cases')
  if (table !== undefined && cases !== undefined)
    tools.report(problems.withAndCases(), { cursor: cases, at: 'key' }, [
      { message: 'Rows stand here', spot: { cursor: table, at: 'key' } },
    ])
  const rows = table && checkRows(table, tools)
  const scope = testScope(table !== undefined, rows)

  const steps = test.get('steps')?.items()
  const inherited = services.name(test.get('service')) ?? service
  checkTestMocks(test, { tools, scope, service: inherited, concurrent: parallel === true && test.get('serial')?.value !== true })
  const site: StepSite = { scope, books, service: inherited }
  const made = checkSteps(steps ?? [test], site)
  checkCases(test, { ...site, scope: { ...scope, captures: { made: new Map(), later: () => undefined } } })
  checkSteps(test.get('cleanup')?.items() ?? [], { ...site, before: made })

  const expecting =
    cases === undefined
      ? (steps ?? [test]).some((step) => flows.expects(step))
      : flows.expects(test) || cases.items().every((one) => one.has('expect'))
  // `poll` without anything to wait for has been reported, which is the same mistake
  const polling = (steps ?? [test]).some((step) => step.has('poll'))
  if (!expecting && !polling) tools.report(problems.testWithoutExpectation(test.name), { cursor: test, at: 'key' })
}

function testScope(hasRows: boolean, rows: Scope['rows']): Scope {
  if (!hasRows) return scopeOf('a test', ['fixtures', 'captures', 'services', 'stubs'])
  return scopeOf('a test', ['fixtures', 'captures', 'row', 'services', 'stubs'], rows === undefined ? {} : { rows })
}

/** Each case is the request of the test with changes. */
function checkCases(test: Cursor, { scope, books }: StepSite): void {
  const { tools, services } = books
  const named = tools.names.cursor('requests', test.get('request')?.text ?? '')
  const names = new Map<string, Cursor>()
  for (const one of test.get('cases')?.items() ?? []) {
    const name = one.get('name')
    const first = names.get(name?.text ?? '')
    if (name !== undefined && first !== undefined)
      tools.report(problems.duplicateCase(name.text ?? ''), { cursor: name }, [
        { message: 'The first stands here', spot: { cursor: first } },
      ])
    if (name !== undefined && first === undefined) names.set(name.text ?? '', name)
    services.name(one.get('service'))
    checkRequest(one, { scope, tools, base: test.over(named) })
  }
}
