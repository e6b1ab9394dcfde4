import { formatDuration } from '../../assertions/values/units.ts'
import type { Markup } from '../markup.ts'
import type { LeakOutcome } from '../run-result.ts'
import { html } from './html-tag.ts'
import { renderIcon } from './render-icon.ts'

/** A line for each leak window that was run, with the way to its own page. */
export function renderLeaks(leaks: readonly LeakOutcome[]): Markup | false {
  return leaks.length > 0 && html`<section class="part" id="leaks"><h2>Leak windows</h2>${leaks.map(renderLeak)}</section>`
}

function renderLeak({ name, service, status, verdict, reason, hint, notes, durationMs, requests, metric, report }: LeakOutcome): Markup {
  const facts = [
    service,
    `${requests.toLocaleString('en')} requests in ${formatDuration(durationMs)}`,
    ...(metric === undefined ? [] : [metric]),
  ].filter((fact) => fact !== '')
  const link = report === undefined ? false : html` <a href="./${report.split('/').map(encodeURIComponent).join('/')}">Report</a>`
  return html`<div class="card"><p class="verdict ${status}">${renderIcon(status)}${name}: ${verdict}</p>
<p>${reason}</p>
<p class="muted num">${facts.join(', ')}.${link}</p>
${notes.length + (hint === undefined ? 0 : 1) > 0 && html`<ul class="plain">${notes.map((note) => html`<li class="muted">${note}</li>`)}${hint !== undefined && html`<li>${hint}</li>`}</ul>`}</div>`
}
