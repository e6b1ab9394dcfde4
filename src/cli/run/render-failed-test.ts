import { renderFailure } from '../../runtime/report/render/render-failure.ts'
import type { Failure, TestResult } from '../../runtime/report/run-result.ts'

export interface FailureStyle {
  readonly colour: boolean
  readonly width: number
}

/** The failures of one test, those of one exchange together, each with its place in the YAML first. */
export function renderFailedTest(test: TestResult, style: FailureStyle): readonly string[] {
  const blocks = new Map<number | undefined, Failure[]>()
  for (const failure of test.failures) blocks.set(failure.exchange, [...(blocks.get(failure.exchange) ?? []), failure])
  return [...blocks].flatMap(([exchange, failures], index) => [
    ...(index === 0 ? [] : ['']),
    ...renderFailure(failures, exchange === undefined ? undefined : test.exchanges[exchange], style).split('\n'),
  ])
}

/** A failure outside any test: a service that did not start, a suite that could not be loaded. */
export function renderOutsideFailure(failure: Failure, style: FailureStyle): readonly string[] {
  // a service says more than its failure holds: the command, the probe and its last answer
  const { details = [] } = failure as { readonly details?: readonly string[] }
  const lines = renderFailure([failure], undefined, style).split('\n')
  return [...lines.slice(0, 1), ...details.map((line) => `  ${line}`), ...lines.slice(1)]
}
