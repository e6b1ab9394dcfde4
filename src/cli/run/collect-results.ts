import type { SerializedError, TestCase, TestModule } from 'vitest/node'
import type { Exchange, Failure, SourcePlace, TestResult } from '../../runtime/report/run-result.ts'

/** What turning a vitest test into a result needs beside it. */
export interface ResultSources {
  exchangesOf(test: TestCase): readonly Exchange[]
  /** The place of a test by suite and title, for tests that never began. */
  placeOf(suite: string, test: string): string | undefined
  /** Where a place stands in the YAML as it is now. */
  locate(place: string): SourcePlace | undefined
  /** The user has ended the run. */
  interrupted(): boolean
}

/** The title in the spec: the suite is left out, a row or case stands behind ` › `. */
export function nameOf(test: TestCase): { readonly suite: string; readonly name: string } {
  const names: string[] = []
  for (let task: TestCase['parent'] | TestCase = test; task.type !== 'module'; task = task.parent) names.unshift(task.name)
  return { suite: names[0]!, name: names.slice(1).join(' › ') }
}

/** Tests that a filter left out have no result of their own. */
export function isSelected(test: TestCase, pattern: RegExp | undefined): boolean {
  if (pattern === undefined) return true
  const { suite, name } = nameOf(test)
  return pattern.test(`${suite} ${name.replaceAll(' › ', ' ')}`)
}

export function resultOf(test: TestCase, sources: ResultSources): TestResult {
  const { suite, name } = nameOf(test)
  const result = test.result()
  const diagnostic = test.diagnostic()
  const place = placeOf(test) ?? sources.placeOf(suite, name.split(' › ')[0]!)
  const at = place === undefined ? undefined : sources.locate(place)
  const retries = diagnostic?.retryCount ?? 0
  const failures = (result.errors ?? [])
    .flatMap((error) => failuresOf(error as ReportedError, at))
    .map((failure) => ofAttempt(failure, retries + 1))
  // what was under way at Ctrl-C has not failed
  const cut = sources.interrupted() && failures.length > 0 && failures.every(({ kind }) => kind === 'timeout')
  const state = cut ? 'not run' : stateOf(test)
  return {
    name,
    suite,
    state,
    durationMs: diagnostic?.duration ?? 0,
    tags: test.tags,
    skipReason: state === 'skipped' && result.state === 'skipped' ? result.note : undefined,
    retries,
    place: at,
    failures: cut ? [] : failures,
    exchanges: sources.exchangesOf(test),
  }
}

/** Only the last attempt's requests are kept, and a test that was tried once has no attempts to tell apart. */
function ofAttempt({ attempt, ...failure }: Failure, last: number): Failure {
  if (attempt === undefined || last === 1) return failure
  return attempt === last ? { ...failure, attempt } : { ...failure, attempt, exchange: undefined }
}

/** Vitest's `skipped` is both: what the spec skips, always with a reason, and what a filter, `only`, `--bail` or Ctrl-C left out. */
function stateOf(test: TestCase): TestResult['state'] {
  const result = test.result()
  if (result.state === 'passed') return test.diagnostic()?.flaky ? 'flaky' : 'passed'
  if (result.state === 'failed') return 'failed'
  if (result.state === 'skipped' && result.note !== undefined && !result.note.startsWith('The test run was aborted')) return 'skipped'
  return 'not run'
}

/** `apitest.yaml#/tests/health check`, set by the runtime when the test begins. */
export function placeOf(test: TestCase): string | undefined {
  // safe: written by the runtime alone; vitest types meta as open
  const meta = test.meta() as { readonly apitest?: { readonly place?: string } }
  return meta.apitest?.place
}

/** An error as vitest hands it over from the worker: an `ExpectationError` brings its failures along. */
type ReportedError = SerializedError & { readonly failures?: readonly Failure[] }

export function failuresOf(error: ReportedError, place: SourcePlace | undefined): readonly Failure[] {
  if (Array.isArray(error.failures) && error.failures.length > 0) return error.failures
  return [{ ...emptyFailure, kind: kindOf(error), message: messageOf(error), place, log: undefined }]
}

const emptyFailure = { frame: undefined, hint: undefined, diff: undefined, exchange: undefined, log: undefined } as const

function kindOf(error: SerializedError): string {
  if (isOnlyInCI(error)) return 'only'
  if (error.name === 'MissingEnvError') return 'env'
  return /timed out in \d+ms/.test(error.message ?? '') ? 'timeout' : 'hook'
}

function isOnlyInCI({ message }: SerializedError): boolean {
  return /Unexpected \.only modifier/.test(message ?? '')
}

function messageOf(error: SerializedError): string {
  const message = error.message ?? String(error)
  if (isOnlyInCI(error)) return '`only` leaves out all other tests, which is an error in CI'
  const timeout = /^Test timed out in (\d+)ms/.exec(message)
  if (timeout) return `the test did not end within ${Number(timeout[1]) / 1000} s`
  return error.name === undefined || error.name === 'Error' || error.name === 'MissingEnvError' ? message : `${error.name}: ${message}`
}

/** A file that could not be loaded at all: a syntax error in the hooks file, a module that is not there. */
export function moduleFailures(module: TestModule): readonly Failure[] {
  return module.errors().map((error) => ({
    ...emptyFailure,
    kind: 'suite',
    message: `${module.relativeModuleId} could not be loaded: ${messageOf(error)}`,
    place: undefined,
  }))
}
