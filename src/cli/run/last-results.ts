import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../../runtime/report/run-result.ts'
import { UsageError } from '../usage-error.ts'

/** `results.json` of the last run; `undefined` when there was none. */
export function readLastResults(reportFolder: string): RunResult | undefined {
  const path = join(reportFolder, 'results.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  try {
    // safe: apitest wrote it; the version is checked below
    const result = JSON.parse(text) as RunResult
    if (result.version === 1) return result
  } catch {
    // said below, as for another version
  }
  throw new UsageError(`\`${path}\` was not written by this version of apitest`, 'Run the tests once without `--failed`')
}

/** What `--failed` runs again; `undefined` is everything, because nothing could run. */
export function failedTests(reportFolder: string): readonly { readonly suite: string; readonly name: string }[] | undefined {
  const last = readLastResults(reportFolder)
  if (last === undefined)
    throw new UsageError('`--failed` needs the results of an earlier run, and there are none', 'Run once without `--failed`')
  const tests = last.suites.flatMap((suite) => suite.tests)
  const failed = tests.filter(({ state }) => state === 'failed' || (last.status === 'interrupted' && state === 'not run'))
  if (failed.length === 0 && last.errors.length > 0) return undefined
  if (failed.length === 0) throw new UsageError('No test failed in the last run', 'Run without `--failed`')
  return failed.map(({ suite, name }) => ({ suite, name }))
}
