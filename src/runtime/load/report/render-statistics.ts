import type { Markup } from '../../report/markup.ts'
import { html } from '../../report/html/html-tag.ts'
import type { EndpointTotals } from '../record/endpoint-totals.ts'
import { formatCount, formatMillis, formatRate } from '../record/format-figures.ts'
import type { LoadEndpoint } from '../record/load-record.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** Locust's percentiles of this table and two more of the tail. */
const columns: readonly number[] = [50, 60, 70, 80, 90, 95, 99, 99.9, 100]

/** Locust's "Request Statistics". */
export function renderRequestStatistics({ totals }: LoadAnalysis): Markup {
  const cells = (row: EndpointTotals) => {
    const { response, requests, failureCount } = row
    const failureRate = totals.seconds === 0 ? 0 : failureCount / totals.seconds
    return html`${number(requests, formatCount)}${number(failureCount, formatCount, { bad: true })}${number(response.average, formatMillis)}${number(response.min, formatMillis)}${number(response.max, formatMillis)}${number(row.averageBytes, formatCount)}${number(totals.rateOf(row), formatRate)}${number(failureRate, formatRate, { bad: true })}`
  }
  const heads = ['# Requests', '# Fails', 'Average (ms)', 'Min (ms)', 'Max (ms)', 'Average size (bytes)', 'RPS', 'Failures/s']
  return table({ id: 'requests', title: 'Request statistics', heads, analysis: totals, cells })
}

/** Locust's "Response Time Statistics". */
export function renderTimeStatistics({ totals }: LoadAnalysis): Markup {
  const heads = columns.map((percentile) => `${percentile}%ile (ms)`)
  return table({
    id: 'times',
    title: 'Response time statistics',
    heads,
    analysis: totals,
    cells: ({ response }) => html`${columns.map((percentile) => number(response.percentile(percentile), formatMillis))}`,
  })
}

/** Locust's "Final ratio": what the requests were made up of. */
export function renderRatio({ totals }: LoadAnalysis): Markup {
  const all = Math.max(1, totals.total.requests)
  return html`<section class="part" id="ratio"><h2>Final ratio</h2><div class="scroll"><table class="data sortable">
<thead><tr><th scope="col" class="text name">Name</th><th scope="col" class="text">Type</th><th scope="col">Share of requests</th><th scope="col" class="text"><span class="sr">Bar</span></th></tr></thead>
<tbody>${totals.rows.map((row, index) => {
    const share = row.requests / all
    return html`<tr>${nameCells(totals.endpoints[index], index)}<td data-value="${share}">${(share * 100).toFixed(1)} %</td><td class="text"><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${(share * 100).toFixed(1)}" height="8"/></svg></td></tr>`
  })}</tbody></table></div></section>`
}

interface Table {
  readonly id: string
  readonly title: string
  readonly heads: readonly string[]
  readonly analysis: LoadAnalysis['totals']
  readonly cells: (row: EndpointTotals) => Markup
}

function table({ id, title, heads, analysis, cells }: Table): Markup {
  return html`<section class="part" id="${id}"><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="data sortable">
<thead><tr><th scope="col" class="text name">Name</th><th scope="col" class="text">Type</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${analysis.rows.map(
    (row, index) => html`<tr>${nameCells(analysis.endpoints[index], index)}${cells(row)}</tr>
`,
  )}</tbody>
<tfoot><tr><th scope="row" class="text name">Aggregated</th><td></td>${cells(analysis.total)}</tr></tfoot></table></div></section>`
}

function nameCells(endpoint: LoadEndpoint | undefined, index: number): Markup {
  return html`<th scope="row" class="text name"><a href="#e${index}">${endpoint?.name ?? ''}</a></th><td class="text method">${endpoint?.method ?? ''}</td>`
}

function number(value: number, format: (value: number) => string, { bad = false } = {}): Markup {
  return html`<td data-value="${value}"${value === 0 ? html` class="zero"` : bad && html` class="bad"`}>${format(value)}</td>`
}
