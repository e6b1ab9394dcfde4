import { createHash } from 'node:crypto'
import type { Markup } from '../../report/markup.ts'
import { createMarkupTag } from '../../report/markup.ts'
import { html, rawElement } from '../../report/html/html-tag.ts'
import { iconSymbols } from '../../report/html/render-icon.ts'
import { readBrowserScript } from '../browser-script.ts'
import type { LoadAnalysis } from './analyse-load.ts'
import { chartDataOf } from './chart-data.ts'
import { loadStyle } from './load-style.ts'
import { renderEndpoints } from './render-endpoints.ts'
import { renderExceptions, renderFailures } from './render-load-failures.ts'
import { renderNotices, renderSummary, renderThresholds } from './render-load-summary.ts'
import { renderRatio, renderRequestStatistics, renderTimeStatistics } from './render-statistics.ts'
import { renderEnvironment, renderGenerator, renderPhases, renderProfile } from './render-circumstances.ts'

/**
 * The report of a load run as one page that needs nothing else: the verdict first, then what Locust's report has in its order, then what
 * it lacks. Without scripts everything but the charts can be read.
 */
export function renderLoadReport(analysis: LoadAnalysis): string {
  const { run, verdict } = analysis
  const script = readBrowserScript('load-report')
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${verdict.passed ? '✓' : '✗'} load ${run.header.name}</title>
<link rel="icon" href="${icon(verdict.passed ? '#3fa66a' : '#d5424c')}">
${rawElement('style', loadStyle)}
</head>
<body>
${iconSymbols}
${renderSummary(analysis)}
<main>
${renderNotices(analysis)}
${renderThresholds(analysis)}
${renderRequestStatistics(analysis)}
${renderTimeStatistics(analysis)}
${renderFailures(analysis)}
${renderExceptions(analysis)}
${renderCharts(analysis)}
${renderRatio(analysis)}
${renderDistribution()}
${renderEndpoints(analysis)}
${renderPhases(analysis)}
${renderGenerator(analysis)}
${renderEnvironment(analysis)}
${renderProfile(analysis)}
</main>
<footer><span>Repeat with <code>npx apitest load ${run.header.name} --seed ${run.header.seed}</code></span></footer>
<script type="application/json" id="data">${embeddedJson`${JSON.stringify(chartDataOf(analysis))}`}</script>
${rawElement('script', script)}
</body>
</html>
`
  return document.toString()
}

function renderCharts({ run }: LoadAnalysis): Markup {
  return html`<section class="part" id="charts"><h2>Charts</h2>
<noscript class="hint">The charts are drawn by a script; everything else on this page is there without it.</noscript>
<div class="charts">
<div class="wide" data-chart="rate"></div>
<div class="wide" data-chart="times"></div>
<div data-chart="users"></div>
<div data-chart="statuses"></div>
</div>${run.header.model === 'open' && html`<p class="source">Open model: response times count from the moment at which a request was meant to leave, so that a stall of the service counts for everybody who would have come meanwhile.</p>`}</section>`
}

function renderDistribution(): Markup {
  return html`<section class="part" id="distribution"><h2>Distribution of response times</h2>
<div class="charts"><div class="wide" data-chart="heatmap"></div><div class="wide" data-chart="spectrum"></div></div></section>`
}

/** JSON inside of a script element: without a `<` it can neither end the element nor begin a comment. */
const embeddedJson = createMarkupTag((text) =>
  text.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'),
)

function contentPolicy(script: string): string {
  return `default-src 'none'; style-src '${hash(loadStyle)}'; script-src '${hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function icon(colour: string): string {
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 13l4-6 3 3 6-8" fill="none" stroke="${colour}" stroke-width="2.5"/></svg>`)}`
}
