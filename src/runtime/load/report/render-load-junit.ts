import type { Markup } from '../../report/markup.ts'
import { xml, xmlText } from '../../report/xml.ts'
import type { LoadSummary, SummaryThreshold } from './load-summary.ts'

/** JUnit XML with one case for each threshold, and one for what else makes a load fail: that no request succeeded. */
export function renderLoadJunit(summary: LoadSummary): string {
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${summary.name}" tests="${summary.thresholds.length + 1}" failures="${countBroken(summary)}" errors="0" skipped="0" time="${summary.durationSeconds.toFixed(3)}">
${renderLoadSuite(summary)}</testsuites>
`.toString()
}

/** The same as one suite of a larger file. */
export function renderLoadSuite(summary: LoadSummary): Markup {
  const { name, durationSeconds, thresholds, startedAt, seed } = summary
  return xml`  <testsuite name="load ${name}" tests="${thresholds.length + 1}" failures="${countBroken(summary)}" errors="0" skipped="0" time="${durationSeconds.toFixed(3)}" timestamp="${startedAt.slice(0, 19)}">
    <properties>
      <property name="seed" value="${seed}"/>
      <property name="engine" value="${summary.engine}"/>
      <property name="requests" value="${summary.total.requests}"/>
      <property name="requests per second" value="${summary.total.requestsPerSecond.toFixed(2)}"/>
    </properties>
${renderRequests(summary)}${thresholds.map((threshold) => renderThreshold(threshold, summary))}  </testsuite>
`
}

function renderRequests({ name, total, durationSeconds }: LoadSummary): Markup {
  const failed = total.ok === 0
  return xml`    <testcase name="requests succeed" classname="loads.${name}" time="${durationSeconds.toFixed(3)}">
${
  failed
    ? xml`      <failure message="None of ${total.requests} requests succeeded" type="requests"/>
`
    : ''
}      <system-out>${xmlText`${total.started} started, ${total.ok} ok, ${total.failed} failed, ${total.timedOut} timed out, ${total.cancelled} cancelled`}</system-out>
    </testcase>
`
}

function renderThreshold({ key, expected, held, text, place }: SummaryThreshold, { name }: LoadSummary): Markup {
  const file = place?.split('#')[0]
  return xml`    <testcase name="${key} ${expected}" classname="loads.${name}"${file === undefined ? '' : xml` file="${file}"`} time="0">
${
  held
    ? ''
    : xml`      <failure message="${text}" type="threshold">${xmlText`${place === undefined ? '' : `${place}\n`}${text}`}</failure>
`
}      <system-out>${xmlText`${text}`}</system-out>
    </testcase>
`
}

function countBroken({ thresholds, total }: LoadSummary): number {
  return thresholds.filter(({ held }) => !held).length + (total.ok === 0 ? 1 : 0)
}
