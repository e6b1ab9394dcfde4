import { html, rawElement } from '../../report/html/html-tag.ts'
import { Markup } from '../../report/markup.ts'
import { reportStyle } from '../../report/html/report-style.ts'
import { formatBytes, formatCount, formatPerRequest, formatRate, formatSpan } from '../format-leak.ts'
import type { LeakResult, SeriesResult } from '../leak-result.ts'
import { leakFigure } from './leak-svg.ts'
import type { ChartSource } from './memory-chart.ts'

const pageStyle = `
.figure { margin: 1.25rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); overflow-x: auto }
.figure svg { display: block; width: 100%; min-width: 700px; height: auto }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .875rem } th { text-align: left; color: var(--muted); font-weight: 500 }
td, th { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line) } td.num, th.num { text-align: right }
.lead { margin-top: .5rem; font-size: 1.0625rem } .hint { margin-top: .35rem; color: var(--muted) }
`

/** The page of a window: one file, no network, readable without the picture. */
export function leakPage(source: ChartSource): string {
  const { result } = source
  const tone = result.passed ? (result.verdict === 'no leak' ? 'passed' : 'flaky') : 'failed'
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><title>${result.name}: ${result.verdict}</title>${rawElement('style', reportStyle + pageStyle)}</head>
<body><header class="top"><div class="brand"><span>apitest · leak window</span><span>${result.startedAt.slice(0, 16).replace('T', ' ')} UTC</span></div><h1>${result.name}</h1><p class="verdict ${tone}">${result.verdict}</p><p class="lead">${result.reason}.</p>${result.hint === undefined ? '' : html`<p class="hint">${withCode(result.hint)}.</p>`}${result.notes.map((note) => html`<p class="hint">${note}.</p>`)}<dl class="facts">${factsOf(result).map(([name, value]) => html`<div><dt>${name}</dt><dd class="num">${value}</dd></div>`)}</dl></header>
<main><figure class="figure" tabindex="0">${picture(source)}</figure>${table(result.series)}</main></body></html>
`
  return page.toString()
}

function picture(source: ChartSource): Markup {
  // Made of escaped parts already.
  return Markup.fromTag(leakFigure(source))
}

function factsOf(result: LeakResult): (readonly [string, string])[] {
  const { bytesPerRequest = 0, low = 0, high = 0, bytesPerHour, bytesPerHourAt, untilLimit } = result
  const facts: (readonly [string, string])[] = [
    ['growth', `${formatBytes(bytesPerRequest)} a request [${formatBytes(low)}, ${formatBytes(high)}]`],
    ['requests', `${formatCount(result.requests)}${result.extended ? ', twice the window' : ''}`],
    ['failed', formatCount(result.failedRequests)],
    ['rate', formatRate(result.rate)],
    ['probe', result.probe],
    ['service', result.service],
  ]
  if (bytesPerHour !== undefined) facts.push(['an hour', `${formatBytes(bytesPerHour)} at this rate`])
  if (bytesPerHourAt !== undefined) facts.push([`at ${formatRate(bytesPerHourAt.rate)}`, `${formatBytes(bytesPerHourAt.bytes)} an hour`])
  if (untilLimit !== undefined) facts.push([untilLimit.of, `${formatBytes(untilLimit.limit)} in ${formatSpan(untilLimit.seconds)}`])
  return facts
}

function table(series: readonly SeriesResult[]): Markup {
  return html`<div class="wide" tabindex="0"><table><thead><tr><th>What was judged</th><th>Verdict</th><th>Shape</th><th class="num">A request</th><th class="num">99 % interval</th></tr></thead><tbody>${series.map((one) => html`<tr><td>${one.metric}</td><td>${one.verdict}</td><td>${one.shape}</td><td class="num">${amount(one.perRequest, one)}</td><td class="num">${amount(one.low, one)} … ${amount(one.high, one)}</td></tr>`)}</tbody></table></div>`
}

function amount(value: number, { unit }: SeriesResult): string {
  if (!Number.isFinite(value)) return 'unknown'
  return formatPerRequest(value, unit)
}

/** What stands in backticks is code. */
function withCode(text: string): Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}
