import type { Path, PlannedStep, PlannedTable, PlannedTest, Value } from '../../plan/plan.ts'
import { expressionText } from '../emit-expression.ts'
import type { Scope } from '../emit-expression.ts'
import { emitRequestEntries, emitValue } from '../emit-value.ts'
import { inspectValues, visitExpressions } from '../inspect-value.ts'
import { arrow, atom, call, list, object, stringLiteral } from '../typescript/code.ts'
import type { CallCode, Code } from '../typescript/code.ts'
import { arrowHead } from './requests-file.ts'

/** `table([…])` or `cases([…])`: what `test.for` goes through. */
export function emitTable(test: PlannedTest, table: PlannedTable, scope: Scope): CallCode {
  if (table.kind === 'cases')
    return call(scope.module.use('apitest', 'cases'), [list(table.cases.map((planned) => emitCase(planned, scope)))])
  const name = scope.module.use('apitest', 'table')
  if (table.kind === 'fixture') {
    return call(name, [atom(expressionText({ kind: 'fixture', name: table.fixture, path: [], asynchronous: false }, scope), 'chain')])
  }
  const rows = table.rows.map(({ value }) => value)
  const type = haveOneType(rows, rowPaths(test)) ? '' : `<${scope.module.useType('apitest', 'Data')}>`
  return call(name + type, [list(rows.map((row) => emitValue(row, scope)))])
}

/** A case that reads anything is a function, called in its test and not while the tests are collected. */
function emitCase({ name, changes }: (PlannedTable & { kind: 'cases' })['cases'][number], scope: Scope): Code {
  const entries = emitRequestEntries({ kind: 'map', entries: changes.entries.filter(([key]) => key !== 'name') }, scope)
  const title = { key: 'name', value: stringLiteral(name) }
  const needs = inspectValues([changes])
  return object(needs.dynamic ? [title, { key: 'changes', value: arrow(arrowHead(needs), object(entries)) }] : [title, ...entries])
}

export function readsRow(test: PlannedTest): boolean {
  return allSteps(test).some((step) => step.kind === 'request' && step.passRow) || inspectValues(valuesOf(test)).row
}

function rowPaths(test: PlannedTest): Path[] {
  const paths: Path[] = []
  for (const value of valuesOf(test)) {
    visitExpressions(value, ({ expression }) => {
      if (expression.kind === 'row') paths.push(expression.path)
    })
  }
  return paths
}

/** Whether what the test reads is of one type in all rows, so that TypeScript can infer it. */
function haveOneType(rows: readonly Value[], paths: readonly Path[]): boolean {
  return paths.every((path) => {
    const types = new Set(rows.map((row) => typeAt(row, path)))
    return types.size === 1 && !types.has('absent')
  })
}

function typeAt(value: Value | undefined, [key, ...rest]: Path): string {
  if (value === undefined) return 'absent'
  if (key === undefined) return value.kind === 'literal' ? typeof value.value : value.kind
  if (value.kind === 'list') return typeAt(value.items[Number(key)], rest)
  return value.kind === 'map' ? typeAt(value.entries.find(([name]) => name === key)?.[1], rest) : 'absent'
}

function allSteps(test: PlannedTest): readonly PlannedStep[] {
  return [...test.steps, ...test.cleanup]
}

/** All that is evaluated in the test itself. */
function valuesOf(test: PlannedTest): readonly Value[] {
  return [...(test.mocks === undefined ? [] : [test.mocks.value]), ...allSteps(test).map(valueOf)]
}

function valueOf(step: PlannedStep): Value {
  return step.kind === 'flow' ? step.args : step.changes
}
