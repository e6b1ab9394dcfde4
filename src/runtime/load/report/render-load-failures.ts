import type { Markup } from '../../report/markup.ts'
import { html } from '../../report/html/html-tag.ts'
import type { FailureTotal } from '../record/endpoint-totals.ts'
import { formatClock, formatCount } from '../record/format-figures.ts'
import type { LoadEndpoint } from '../record/load-record.ts'
import type { LoadAnalysis } from './analyse-load.ts'

interface Failure extends FailureTotal {
  readonly endpoint: LoadEndpoint | undefined
}

/** Locust's "Failures Statistics", each with the first request and answer of its kind. */
export function renderFailures({ totals, run }: LoadAnalysis): Markup {
  const failures = failuresOf(totals).filter(({ exception }) => !exception)
  const warmups = totals.warmup.failureCount
  return html`<section class="part" id="failures"><h2>Failures statistics <small>${failures.length > 0 && `${formatCount(totals.total.failureCount)} of ${formatCount(totals.total.requests)} requests`}</small></h2>
${failures.length === 0 ? html`<div class="card muted">No request failed.</div>` : failures.map((failure) => renderFailure(failure, run.header.startedAt))}
${warmups > 0 && html`<p class="source">${formatCount(warmups)} more in the warm-up, which is not counted.</p>`}</section>`
}

/** Locust's "Exceptions Statistics", left out where there are none. */
export function renderExceptions({ totals, run }: LoadAnalysis): Markup | false {
  const exceptions = failuresOf(totals).filter(({ exception }) => exception)
  return (
    exceptions.length > 0 &&
    html`<section class="part" id="exceptions"><h2>Exceptions statistics <small>thrown by code of the profile</small></h2>${exceptions.map((failure) => renderFailure(failure, run.header.startedAt))}</section>`
  )
}

function failuresOf(totals: LoadAnalysis['totals']): Failure[] {
  return totals.rows
    .flatMap((row, index) => [...row.failures.values()].map((failure) => ({ ...failure, endpoint: totals.endpoints[index] })))
    .sort((a, b) => b.count - a.count)
}

export function renderFailure({ endpoint, message, count, firstAt, lastAt, place, example }: Failure, startedAt: number): Markup {
  const utcAt = (at: number) => new Date(startedAt + at * 1000).toISOString().slice(11, 19)
  return html`<details class="fold"><summary><span class="count failed">${formatCount(count)}</span><span class="mono"><b>${endpoint?.method ?? ''}</b> ${endpoint?.name ?? ''}</span><span class="said">${message}</span><span class="end">${firstAt === lastAt ? `at ${formatClock(firstAt)}` : `${formatClock(firstAt)} to ${formatClock(lastAt)}`}</span></summary>
<div class="inside"><p class="source">First seen ${utcAt(firstAt)}, last seen ${utcAt(lastAt)} UTC${place !== undefined && html`, expected at <span class="mono">${place}</span>`}</p>
${
  example === undefined
    ? html`<p class="source">No example was kept.</p>`
    : html`<div class="sides"><div class="side"><h4>Request, the first of its kind</h4><pre class="wrap" tabindex="0">${example.request}</pre></div><div class="side"><h4>Answer</h4>${example.response === undefined ? html`<p class="failed">There was no answer</p>` : html`<pre class="wrap" tabindex="0">${example.response}</pre>`}${example.detail !== undefined && html`<pre class="wrap" tabindex="0">${example.detail}</pre>`}</div></div>`
}</div></details>`
}
