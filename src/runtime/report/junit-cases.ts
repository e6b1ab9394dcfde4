import type { Failure, TestResult } from './run-result.ts'

/** One `testcase` of a report. */
export interface JunitCase {
  readonly name: string
  readonly state: TestResult['state']
  /** What failed, in a case that is a check. */
  readonly message?: string | undefined
  /** The test, where the case stands for it: with what failed outside of its checks. */
  readonly test?: TestResult
}

/** A test, or a case for each of its named checks and one more for what went wrong beside them. */
export function junitCases(test: TestResult): readonly JunitCase[] {
  const checks = test.exchanges.flatMap(({ item, checks: own = [] }) => own.map((check) => ({ ...check, item })))
  if (checks.length === 0 || test.state === 'flaky') return [{ name: test.name, state: test.state, test }]
  const cases = checks.map(({ name, state, message, item }): JunitCase => {
    // a jump back looks at the checks of another test again
    const owner = item === undefined || test.name === item || test.name.startsWith(`${item} ›`) ? test.name : `${test.name} › ${item}`
    return { name: `${owner} › ${name}`, state, message }
  })
  const others = test.failures.filter(isBesideChecks)
  const rest = others.length > 0 || (test.state === 'failed' && cases.every(({ state }) => state !== 'failed'))
  return rest
    ? [...cases, { name: test.name, state: test.state, test: { ...test, failures: others.length > 0 ? others : test.failures } }]
    : cases
}

const isBesideChecks = ({ kind }: Failure): boolean => kind !== 'check'
