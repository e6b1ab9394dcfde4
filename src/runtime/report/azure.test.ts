import { expect, it } from 'vitest'
import { renderAzureIssues } from './azure.ts'
import type { RunResult } from './run-result.ts'

const place = { file: 'a;b].yaml', line: 7, column: 3 }
const test = (state: string, message: string) => ({ suite: 'shop', name: 'home', state, place, failures: [{ kind: 'assertion', message }] })

/** As much of a result as issues are made of. */
function resultOf(tests: readonly object[]): RunResult {
  return { name: 'shop', errors: [{ kind: 'service', message: 'web did not start' }], suites: [{ name: 'shop', tests }] } as unknown as RunResult
}

it('lists failures as errors and passes on retry as warnings, and no message ends its command', () => {
  const text = renderAzureIssues(resultOf([test('failed', 'got 500\n##vso[task.setvariable variable=x]100%'), test('flaky', 'slow'), test('passed', '')]), { prefix: 'api/' })
  expect(text.split('\n')).toEqual([
    '##vso[task.logissue type=error]shop: web did not start',
    '##vso[task.logissue type=error;sourcepath=api/a%3Bb%5D.yaml;linenumber=7;columnnumber=3]shop › home: got 500%0A##vso[task.setvariable variable=x]100%AZP25',
    '##vso[task.logissue type=warning;sourcepath=api/a%3Bb%5D.yaml;linenumber=7;columnnumber=3]shop › home (flaky): slow',
    '',
  ])
})
