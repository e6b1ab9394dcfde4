import { formatDuration } from '../../assertions/values/units.ts'
import type { Markup } from '../markup.ts'
import type { LoadOutcome } from '../run-result.ts'
import { html } from './html-tag.ts'
import { renderIcon } from './render-icon.ts'

/** A line for each load profile that was run, with the way to its own report. */
export function renderLoads(loads: readonly LoadOutcome[]): Markup | false {
  return loads.length > 0 && html`<section class="part" id="loads"><h2>Load profiles</h2>${loads.map(renderLoad)}</section>`
}

function renderLoad({
  name,
  status,
  reasons,
  durationSeconds,
  requests,
  requestsPerSecond,
  failureShare,
  p95,
  thresholds,
  report,
}: LoadOutcome): Markup {
  const held = thresholds.filter((threshold) => threshold.held).length
  const figures = [
    `${requests} requests in ${formatDuration(durationSeconds * 1000)}`,
    `${requestsPerSecond < 10 ? requestsPerSecond.toFixed(1) : Math.round(requestsPerSecond)}/s`,
    `p95 ${formatDuration(p95)}`,
    `${Number((failureShare * 100).toFixed(2))} % failed`,
    `${held} of ${thresholds.length} ${thresholds.length === 1 ? 'threshold' : 'thresholds'} held`,
  ]
  return html`<div class="card"><p class="verdict ${status}">${renderIcon(status)}${name}</p>
<p class="muted num">${figures.join(', ')}. <a href="./${report.split('/').map(encodeURIComponent).join('/')}">Report</a></p>
${reasons.length > 0 && html`<ul class="plain">${reasons.map((reason) => html`<li class="failed">${reason}</li>`)}</ul>`}</div>`
}
