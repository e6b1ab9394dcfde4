import { createHash } from 'node:crypto'
import { formatDuration } from '../../assertions/values/units.ts'
import { countTests } from '../count-tests.ts'
import type { Markup } from '../markup.ts'
import type { RunResult, SuiteResult } from '../run-result.ts'
import { html, rawElement } from './html-tag.ts'
import { iconSymbols } from './render-icon.ts'
import { renderCoverage } from './render-coverage.ts'
import { renderLeaks } from './render-leaks.ts'
import { renderLoads } from './render-loads.ts'
import { renderErrors, renderNotRun, renderServices } from './render-parts.ts'
import { renderSummary, renderTools } from './render-summary.ts'
import { renderTest } from './render-test.ts'
import { reportScript } from './report-script.ts'
import { reportStyle } from './report-style.ts'

/** The report of a run as one page that needs nothing else: no network, no other file, and no script for reading it. */
export function renderHtml(result: RunResult): string {
  const counts = countTests(result)
  const tags = [...new Set(result.suites.flatMap(({ tests }) => tests.flatMap((test) => test.tags)))].sort()
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${result.status === 'passed' ? '✓' : '✗'} ${result.name}</title>
<link rel="icon" href="${icon(result.status === 'passed' ? '#3fa66a' : '#d5424c')}">
${rawElement('style', reportStyle)}
</head>
<body>
${iconSymbols}
${renderSummary(result, counts)}
<main${counts.total > 300 && html` class="many"`}>
${counts.total > 0 && renderTools(counts, tags)}
${renderErrors(result.errors)}
${renderSuites(result)}
${counts.total > 0 && html`<p class="none">No test fits the filter.</p>`}
${renderCoverage(result.openapi)}
${renderLeaks(result.leaks ?? [])}
${renderLoads(result.loads ?? [])}
${renderServices(result.services)}
${renderNotRun(result.notRun)}
</main>
<footer><span>Repeat with <code>npx apitest run --seed ${result.seed}</code></span><span class="keys"><kbd>/</kbd> filter &nbsp; <kbd>j</kbd> <kbd>k</kbd> walk &nbsp; <kbd>Enter</kbd> open</span></footer>
${rawElement('script', reportScript)}
</body>
</html>
`
  return document.toString()
}

/** Nothing may be loaded or sent; only the page's own style and script count. */
const contentPolicy = `default-src 'none'; style-src '${hash(reportStyle)}'; script-src '${hash(reportScript)}'; img-src data:; base-uri 'none'; form-action 'none'`

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function icon(colour: string): string {
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`)}`
}

function renderSuites({ suites }: RunResult): Markup[] {
  const tests = suites.reduce((sum, suite) => sum + suite.tests.length, 0)
  const failed = suites.flatMap((suite) => suite.tests).filter(({ state }) => state === 'failed')
  // The first failures are open from the start, as many as can be read in one go.
  const open = new Set(failed.slice(0, 3))
  let index = 0
  return suites
    .filter((suite) => suite.tests.length > 0)
    .map(
      (suite) => html`<section class="suite"><h2>${suite.name}<small class="num">${describeSuite(suite)}</small></h2><div class="tests">
${suite.tests.map((test) => renderTest(test, { id: `t${++index}`, open: open.has(test), bodyLimit: tests > 500 && test.state === 'passed' ? 2048 : 16_384 }))}</div></section>
`,
    )
}

function describeSuite({ tests }: SuiteResult): string {
  const totalMs = tests.reduce((sum, { durationMs }) => sum + durationMs, 0)
  return `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}, ${formatDuration(totalMs)}`
}
