import type { RunResult, TestResult } from './run-result.ts'

export type Counts = Readonly<Record<TestResult['state'], number>> & { readonly total: number }

export function countTests(result: RunResult): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0, flaky: 0, 'not run': 0, total: 0 }
  for (const { tests } of result.suites) {
    for (const { state } of tests) {
      counts[state] += 1
      counts.total += 1
    }
  }
  return counts
}

/** `1 failed, 11 passed, 2 skipped`; states that did not occur are left out. */
export function describeCounts(counts: Counts): string {
  const order = ['failed', 'passed', 'flaky', 'skipped', 'not run'] as const
  const parts = order.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`)
  return parts.length === 0 ? 'no tests' : parts.join(', ')
}
