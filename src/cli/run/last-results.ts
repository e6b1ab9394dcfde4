import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../../runtime/report/run-result.ts'
import { UsageError } from '../usage-error.ts'

/** What a run of leak windows or load profiles alone keeps of the tests that ran before it. */
const testsFile = 'results-of-tests.json'

/** `results.json` of the last run; `undefined` when there was none. */
export function readLastResults(reportFolder: string): RunResult | undefined {
  return readResults(join(reportFolder, 'results.json'))
}

/** Those of the last run that ran tests. */
export function readLastTests(reportFolder: string): RunResult | undefined {
  const last = readLastResults(reportFolder)
  return last === undefined || ranTests(last) ? last : (readResults(join(reportFolder, testsFile)) ?? last)
}

/** The report is about to tell of leak windows or load profiles alone; `--failed` still asks for the tests. */
export function keepLastTests(reportFolder: string): void {
  const path = join(reportFolder, 'results.json')
  if (!existsSync(path)) return
  // safe: apitest wrote it; a file that it did not write is not kept
  const last = parseOr(readFileSync(path, 'utf8')) as RunResult | undefined
  if (last?.version === 1 && ranTests(last)) copyFileSync(path, join(reportFolder, testsFile))
}

function ranTests({ suites, errors }: RunResult): boolean {
  return suites.length > 0 || errors.length > 0
}

function readResults(path: string): RunResult | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  // safe: apitest wrote it; the version is checked
  const result = parseOr(text) as RunResult | undefined
  if (result?.version === 1) return result
  throw new UsageError(`\`${path}\` was not written by this version of apitest`, 'Run the tests once without `--failed`')
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What `--failed` runs again; `undefined` is everything, because nothing could run. */
export function failedTests(reportFolder: string): readonly { readonly suite: string; readonly name: string }[] | undefined {
  const last = readLastTests(reportFolder)
  if (last === undefined)
    throw new UsageError('`--failed` needs the results of an earlier run, and there are none', 'Run once without `--failed`')
  const tests = last.suites.flatMap((suite) => suite.tests)
  const failed = tests.filter(({ state }) => state === 'failed' || (last.status === 'interrupted' && state === 'not run'))
  if (failed.length === 0 && last.errors.length > 0) return undefined
  if (failed.length === 0) throw new UsageError('No test failed in the last run', 'Run without `--failed`')
  return failed.map(({ suite, name }) => ({ suite, name }))
}
