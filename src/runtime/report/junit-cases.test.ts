import { describe, expect, it } from 'vitest'
import { junitCases } from './junit-cases.ts'
import type { TestResult } from './run-result.ts'
import { sampleExchange, sampleFailure, sampleTest } from './sample-run.testing.ts'

type Checks = NonNullable<TestResult['exchanges'][number]['checks']>

const good = { name: 'has a price', state: 'passed' } as const
const bad = { name: 'is in stock', state: 'failed', message: 'expected 0 to be above 0' } as const

function casesOf(test: Partial<TestResult>, ...exchanges: readonly { item?: string; checks: Checks }[]) {
  const whole = sampleTest({ name: 'read a book', failures: [], ...test, exchanges: exchanges.map((exchange) => sampleExchange(exchange)) })
  return junitCases(whole).map(({ name, state, message, test: stood }) => ({ name, state, message, failures: stood?.failures.map(({ kind }) => kind) }))
}

const check = sampleFailure({ kind: 'check' })
const status = sampleFailure({ kind: 'status' })

describe('a test with named checks', () => {
  it('is a case for each check', () => {
    expect(casesOf({ state: 'failed', failures: [check] }, { checks: [good, bad] })).toEqual([
      { name: 'read a book › has a price', state: 'passed', message: undefined, failures: undefined },
      { name: 'read a book › is in stock', state: 'failed', message: 'expected 0 to be above 0', failures: undefined },
    ])
  })

  it('has one more case for what failed beside the checks', () => {
    expect(casesOf({ state: 'failed', failures: [check, status] }, { checks: [bad] }).at(-1)).toEqual({
      name: 'read a book',
      state: 'failed',
      message: undefined,
      failures: ['status'],
    })
  })

  it('is never green as a whole when it failed though all its checks held', () => {
    expect(casesOf({ state: 'failed', failures: [check] }, { checks: [good] }).map(({ state }) => state)).toEqual(['passed', 'failed'])
  })

  it('names the test whose checks a jump back looked at again', () => {
    expect(
      casesOf({ state: 'passed' }, { item: 'read a book', checks: [good] }, { item: 'log in', checks: [{ name: 'has a token', state: 'passed' }] }).map(
        ({ name }) => name,
      ),
    ).toEqual(['read a book › has a price', 'read a book › log in › has a token'])
  })

  it('stays one case when it was flaky, because its checks are those of several attempts', () => {
    expect(casesOf({ state: 'flaky' }, { checks: [bad] }, { checks: [good] })).toEqual([
      { name: 'read a book', state: 'flaky', message: undefined, failures: [] },
    ])
  })
})

it('is one case for a test without named checks', () => {
  expect(casesOf({ state: 'passed' }, { checks: [] })).toEqual([{ name: 'read a book', state: 'passed', message: undefined, failures: [] }])
})
