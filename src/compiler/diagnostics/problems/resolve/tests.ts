import { error } from '../../problem.ts'
import { code } from '../../wording.ts'

/** Requests and tests that could not do their work. */
export const testProblems = {
  patchWithoutJson: (key: string) =>
    error(
      'patch-without-json',
      `${code(key)} changes a json body, and this request has none`,
      'Add `json: …`, or start from a named request that has it',
    ),
  noService: () =>
    error('no-service', 'There is no service to send this to', 'Declare one, such as `services: { web: { url: http://127.0.0.1:8080 } }`'),
  testWithoutExpectation: (name: string) =>
    error(
      'test-without-expectation',
      `The test ${code(name)} expects nothing, so that it checks nothing`,
      'Add `expect`, such as `expect: { status: 200 }`; `status: any` accepts every answer',
    ),
  noTests: () =>
    error(
      'no-tests',
      'Nothing is tested: there are no tests, leak windows or load profiles',
      'Add a test: `tests: { health check: { get: /, expect: { status: 200 } } }`',
    ),
  pollWithoutExpect: () => error('poll-without-expect', '`poll` repeats until the expectations hold, and there are none', 'Add `expect`'),
  duplicateCase: (name: string) => error('duplicate-case', `Two cases are named ${code(name)}`, 'Rename one of the two'),
  withAndCases: () => error('with-and-cases', 'A test has either `with` or `cases`', 'Split it into two tests, or make each case a row'),
  onlyInCi: (name: string) =>
    error('only-in-ci', `${code(name)} has \`only\`, so that all other tests would be left out in CI`, 'Remove `only`'),
}
