import { formatSourcePlace, renderFailure, renderFailures } from '../../runtime/report/render/render-failure.ts'
import type { Failure, TestResult } from '../../runtime/report/run-result.ts'
import { printable } from '../terminal/format.ts'

export interface FailureStyle {
  readonly colour: boolean
  readonly width: number
}

/** The failures of one test, those of one exchange together, each with its place in the YAML first; those of earlier attempts in short. */
export function renderFailedTest(test: TestResult, style: FailureStyle): readonly string[] {
  const last = test.failures.filter(({ attempt }) => attempt === undefined || attempt === test.retries + 1)
  const shown = last.length === 0 ? test.failures : last
  const before = test.failures.filter((failure) => !shown.includes(failure)).map(renderAttempt)
  return [...before, ...(before.length === 0 ? [] : ['']), ...renderFailures(shown, test.exchanges, style).split('\n')]
}

/** Why a test had to be tried again. */
export function renderAttempts({ failures }: TestResult): readonly string[] {
  return failures.map(renderAttempt)
}

function renderAttempt({ attempt, place, message }: Failure): string {
  const where = place === undefined ? '' : `${formatSourcePlace(place)} `
  return printable(`attempt ${attempt ?? '?'}: ${where}${message}`)
}

/** A failure outside any test: a service that did not start, a suite that could not be loaded. */
export function renderOutsideFailure(failure: Failure, style: FailureStyle): readonly string[] {
  // a service says more than its failure holds: the command, the probe and its last answer
  const { details = [] } = failure as { readonly details?: readonly string[] }
  const lines = renderFailure([failure], undefined, style).split('\n')
  return [...lines.slice(0, 1), ...details.map((line) => `  ${line}`), ...lines.slice(1)]
}
