import type { Failure, TestResult } from '../../runtime/report/run-result.ts'
import { printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'

/** The failures of one test, each with its place in the YAML first; lines without indentation. */
export function renderFailedTest(test: TestResult, style: Style): readonly string[] {
  return test.failures.flatMap((failure, index) => [...(index === 0 ? [] : ['']), ...renderFailure(failure, style)])
}

/** A failure outside any test: a service that did not start, a suite that could not be loaded. */
export function renderOutsideFailure(failure: Failure, style: Style): readonly string[] {
  return renderFailure(failure, style)
}

function renderFailure(failure: Failure, style: Style): readonly string[] {
  const { place } = failure
  return [
    ...(place === undefined ? [] : [style.cyan(`${place.file}:${place.line}:${place.column}`)]),
    ...printable(failure.message).split('\n').map((line, index) => (index === 0 ? style.red(line) : line)),
    ...(failure.frame === undefined ? [] : failure.frame.split('\n')),
    ...(failure.diff ?? []).map((line) => (line.startsWith('-') ? style.red(line) : line.startsWith('+') ? style.green(line) : line)),
    ...(failure.log === undefined || failure.log.length === 0 ? [] : [style.dim('log'), ...failure.log.map((line) => style.dim(`  ${printable(line)}`))]),
    ...(failure.hint === undefined ? [] : [`${style.cyan('hint')}: ${failure.hint}`]),
  ]
}
