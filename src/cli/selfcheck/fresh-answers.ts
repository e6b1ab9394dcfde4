import { statSync } from 'node:fs'
import type { RunResult } from '../../runtime/report/run-result.ts'

/** True when the results were recorded by this version and after the last change of the files that the specification reads. */
export function areFresh(results: RunResult, { inputs, version }: { inputs: readonly string[]; version: string }): boolean {
  const exchanges = results.suites.flatMap((suite) => suite.tests.flatMap((test) => test.exchanges))
  const started = Date.parse(results.startedAt)
  return (
    results.environment.apitest === version &&
    exchanges.some(({ checked }) => checked !== undefined) &&
    inputs.every((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY) <= started)
  )
}
