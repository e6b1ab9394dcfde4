import type { Markup } from '../../report/markup.ts'
import { html } from '../../report/html/html-tag.ts'
import type { EndpointTotals } from '../record/endpoint-totals.ts'
import { formatBytes, formatCount, formatMicros, formatRate, formatShare } from '../record/format-figures.ts'
import type { LoadEndpoint } from '../record/load-record.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** A page for each endpoint, drawn when it is opened. */
export function renderEndpoints({ totals, endpointHeatmaps }: LoadAnalysis): Markup {
  return html`<section class="part" id="endpoints"><h2>Endpoints</h2>${totals.endpoints.map((endpoint, index) =>
    renderEndpoint({
      endpoint,
      index,
      row: totals.rows[index] as EndpointTotals,
      rate: totals.rateOf(totals.rows[index] as EndpointTotals),
      hasHeatmap: endpointHeatmaps.length > 0,
    }),
  )}</section>`
}

interface EndpointPage {
  readonly endpoint: LoadEndpoint
  readonly index: number
  readonly row: EndpointTotals
  readonly rate: number
  readonly hasHeatmap: boolean
}

function renderEndpoint({ endpoint, index, row, rate, hasHeatmap }: EndpointPage): Markup {
  const { response, service } = row
  const statuses = [...row.statuses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, count]) => `${status}: ${formatCount(count)}`)
  return html`<details class="fold" id="e${index}"><summary><span class="mono"><b>${endpoint.method}</b> ${endpoint.name}</span>${row.failureCount > 0 && html`<span class="failed num">${formatShare(row.failureShare)} failed</span>`}<span class="end">${formatCount(row.requests)} requests, p95 ${row.requests === 0 ? '–' : formatMicros(response.percentile(95))}</span></summary>
<div class="inside"><dl class="pairs">
<dt>Service</dt><dd>${endpoint.service}</dd>
<dt>Requests</dt><dd>${formatCount(row.requests)} finished, ${formatRate(rate)}/s: ${formatCount(row.ok)} ok, ${formatCount(row.failed)} failed, ${formatCount(row.timedOut)} timed out${row.cancelled > 0 && `; ${formatCount(row.cancelled)} cancelled by the stop`}</dd>
<dt>Answers</dt><dd>${statuses.join(', ') || 'none'}</dd>
<dt>Response times</dt><dd>${describeTimes(response)}</dd>
${row.hasService && html`<dt>From sending</dt><dd>${describeTimes(service)}</dd>`}
<dt>Bytes</dt><dd>${formatBytes(row.bytesReceived)} received, ${formatBytes(row.averageBytes)} on average; ${formatBytes(row.bytesSent)} sent</dd>
</dl>
<div class="charts"><div data-chart="rate" data-of="${index + 1}"></div><div data-chart="times" data-of="${index + 1}"></div>${hasHeatmap && html`<div data-chart="heatmap" data-of="${index + 1}"></div>`}<div data-chart="spectrum" data-of="${index + 1}"></div></div></div></details>`
}

function describeTimes(times: EndpointTotals['response']): string {
  if (times.count === 0) return 'none'
  const percentiles = [50, 90, 95, 99, 99.9].map((percentile) => `p${percentile} ${formatMicros(times.percentile(percentile))}`)
  return [`min ${formatMicros(times.min)}`, ...percentiles, `max ${formatMicros(times.max)}`].join(', ')
}
