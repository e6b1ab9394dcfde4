import { xml } from '../../report/xml.ts'
import type { LeakResult } from '../leak-result.ts'

/** One suite `leaks` with one case for each window; what did not pass is a failure with its reason. */
export function leakJunit(results: readonly LeakResult[]): string {
  const failures = results.filter(({ passed }) => !passed).length
  const total = results.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const document = xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="leaks" tests="${results.length}" failures="${failures}" time="${time(total)}">
  <testsuite name="leaks" tests="${results.length}" failures="${failures}" errors="0" skipped="0" time="${time(total)}">
${results.map(
  (result) => xml`    <testcase name="${result.name}" classname="leaks" time="${time(result.durationMs)}">
${
  result.passed
    ? ''
    : xml`      <failure message="${result.verdict}: ${result.reason}">${[result.reason, ...result.notes, ...(result.hint === undefined ? [] : [`hint: ${result.hint}`])].join('\n')}</failure>
`
}      <system-out>${summary(result)}</system-out>
    </testcase>
`,
)}  </testsuite>
</testsuites>
`
  return document.toString()
}

function summary({ bytesPerRequest, low, high, requests, metric, probe, verdict }: LeakResult): string {
  return `verdict: ${verdict}; bytes a request: ${bytesPerRequest ?? 'unknown'} [${low ?? '?'}, ${high ?? '?'}]; requests: ${requests}; metric: ${metric ?? 'none'}; probe: ${probe}`
}

function time(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
