import { groupBy } from './group-by.ts'
import { junitCases } from './junit-cases.ts'
import type { JunitCase } from './junit-cases.ts'
import { formatSourcePlace, renderFailure, renderFailures } from './render/render-failure.ts'
import { renderSteps } from './render/render-steps.ts'
import { measurementsOf } from './measurements.ts'
import type { Measurement } from './measurements.ts'
import type { Markup } from './markup.ts'
import type { Failure, RunResult, SuiteResult, TestResult } from './run-result.ts'
import { xml, xmlText } from './xml.ts'

/**
 * JUnit XML as Surefire writes it and Jenkins, GitLab and GitHub actions read it: one case for each test, or for each of its
 * named checks, with the file and line of the YAML, failures that begin with their place, steps in `system-out`. A pass on retry keeps its failures as `flakyFailure`.
 */
export function renderJunit(result: RunResult): string {
  const suites = [
    ...result.suites.map((suite) => renderSuite(suite, result)),
    ...renderMeasurements(result),
    ...(result.errors.length === 0 ? [] : [renderErrors(result)]),
  ]
  const measured = measurementsOf(result)
  const tests = result.suites.flatMap((suite) => suite.tests.flatMap(junitCases))
  const document = xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${result.name}" tests="${tests.length + measured.length + result.errors.length}" failures="${count(tests, 'failed') + measured.filter(({ failed }) => failed).length}" errors="${result.errors.length}" skipped="${countSkipped(tests)}" time="${seconds(result.durationMs)}">
${suites}</testsuites>
`
  return document.toString()
}

function renderSuite({ name, tests }: SuiteResult, result: RunResult): Markup {
  const totalMs = tests.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const cases = tests.map(junitCases)
  return xml`  <testsuite name="${name}" tests="${cases.flat().length}" failures="${count(cases.flat(), 'failed')}" errors="0" skipped="${countSkipped(cases.flat())}" time="${seconds(totalMs)}" timestamp="${timestamp(result)}">
    <properties>
      <property name="seed" value="${result.seed}"/>
      <property name="apitest" value="${result.environment.apitest}"/>
      <property name="node" value="${result.environment.node}"/>
    </properties>
${tests.flatMap((test, index) => (cases[index] ?? []).map((one) => (one.test === undefined ? renderCheck(test, one) : renderCase(one.test))))}  </testsuite>
`
}

function renderCase(test: TestResult): Markup {
  const place = test.place === undefined ? undefined : xml` file="${test.place.file}" line="${test.place.line}"`
  const steps = renderSteps(test)
  return xml`    <testcase name="${test.name}" classname="${test.suite}"${place ?? ''} time="${seconds(test.durationMs)}">
${renderOutcome(test)}${
    steps === ''
      ? ''
      : xml`      <system-out>${xmlText`${steps}`}</system-out>
`
  }    </testcase>
`
}

/** A named check; its time is that of its test, which cannot be told apart. */
function renderCheck(test: TestResult, { name, state, message = 'failed without a message' }: JunitCase): Markup {
  const place = test.place === undefined ? undefined : xml` file="${test.place.file}" line="${test.place.line}"`
  const outcome =
    state === 'failed'
      ? xml`<failure message="${message}" type="check">${xmlText`${message}`}</failure>`
      : state === 'skipped'
        ? xml`<skipped message="${message}"/>`
        : ''
  return xml`    <testcase name="${name}" classname="${test.suite}"${place ?? ''} time="0.000">${outcome}</testcase>
`
}

function renderOutcome(test: TestResult): Markup[] {
  if (test.state === 'skipped')
    return [
      xml`      <skipped message="${test.skipReason ?? 'skipped'}"/>
`,
    ]
  if (test.state === 'not run')
    return [
      xml`      <skipped message="${test.skipReason ?? 'not run'}"/>
`,
    ]
  if (test.state === 'flaky') return test.failures.map((failure) => renderRetried(test, [failure], 'flaky'))
  if (test.state !== 'failed') return []
  const attempts = groupByAttempt(test.failures)
  const last = attempts.at(-1) ?? []
  return [renderFailed(test, last), ...attempts.slice(0, -1).map((failures) => renderRetried(test, failures, 'rerun'))]
}

function renderFailed(test: TestResult, failures: readonly Failure[]): Markup {
  return xml`      <failure message="${headline(test, failures)}" type="${failures[0]?.kind ?? 'test'}">${xmlText`${renderFailures(failures, test.exchanges)}`}</failure>
`
}

function renderRetried(test: TestResult, failures: readonly Failure[], kind: 'flaky' | 'rerun'): Markup {
  const [message, type, stack] = [
    headline(test, failures),
    failures[0]?.kind ?? 'test',
    xmlText`${renderFailures(failures, test.exchanges)}`,
  ]
  if (kind === 'flaky')
    return xml`      <flakyFailure message="${message}" type="${type}"><stackTrace>${stack}</stackTrace></flakyFailure>
`
  return xml`      <rerunFailure message="${message}" type="${type}"><stackTrace>${stack}</stackTrace></rerunFailure>
`
}

function headline({ place }: TestResult, [first, ...more]: readonly Failure[]): string {
  if (first === undefined) return `${place === undefined ? '' : `${formatSourcePlace(place)} `}failed without a message`
  const where = first.place ?? place
  return `${where === undefined ? '' : `${formatSourcePlace(where)} `}${first.message}${more.length === 0 ? '' : ` (and ${more.length} more)`}`
}

function groupByAttempt(failures: readonly Failure[]): Failure[][] {
  return [...groupBy(failures, ({ attempt }) => attempt ?? Infinity)].sort(([a], [b]) => a - b).map(([, group]) => group)
}

/** A suite `leaks` and a suite `loads`, with a case for each window and profile. */
function renderMeasurements(result: RunResult): Markup[] {
  const all = measurementsOf(result)
  return (['leak', 'load'] as const).flatMap((kind) => {
    const own = all.filter((one) => one.kind === kind)
    if (own.length === 0) return []
    const totalMs = own.reduce((sum, { durationMs }) => sum + durationMs, 0)
    const failures = own.filter(({ failed }) => failed).length
    return [
      xml`  <testsuite name="${kind}s" tests="${own.length}" failures="${failures}" errors="0" skipped="0" time="${seconds(totalMs)}" timestamp="${timestamp(result)}">
${own.map(renderMeasurement)}  </testsuite>
`,
    ]
  })
}

function renderMeasurement({ kind, name, failed, durationMs, summary, reasons, hint }: Measurement): Markup {
  const lines = hint === undefined ? reasons : [...reasons, `hint: ${hint}`]
  return xml`    <testcase name="${name}" classname="${kind}s" time="${seconds(durationMs)}">
${
  failed
    ? xml`      <failure message="${reasons[0] ?? 'failed'}" type="${kind}">${xmlText`${lines.join('\n')}`}</failure>
`
    : ''
}      <system-out>${xmlText`${summary}`}</system-out>
    </testcase>
`
}

/** What failed outside of any test: a service that did not start, a suite that could not be loaded. */
function renderErrors(result: RunResult): Markup {
  const { errors } = result
  return xml`  <testsuite name="apitest" tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0" time="0" timestamp="${timestamp(result)}">
${errors.map(
  (
    error,
  ) => xml`    <testcase name="${error.message.split('\n')[0] ?? ''}" classname="apitest.${error.kind}"${error.place === undefined ? '' : xml` file="${error.place.file}" line="${error.place.line}"`} time="0">
      <error message="${error.place === undefined ? '' : `${formatSourcePlace(error.place)} `}${error.message}" type="${error.kind}">${xmlText`${renderFailure([error], undefined)}`}</error>
    </testcase>
`,
)}  </testsuite>
`
}

function count(tests: readonly Pick<TestResult, 'state'>[], state: TestResult['state']): number {
  return tests.filter((test) => test.state === state).length
}

function countSkipped(tests: readonly Pick<TestResult, 'state'>[]): number {
  return count(tests, 'skipped') + count(tests, 'not run')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function timestamp({ startedAt }: RunResult): string {
  return startedAt.slice(0, 19)
}
