import { formatDuration } from '../../assertions/values/units.ts'
import type { Markup } from '../markup.ts'
import type { Failure, RunResult, ServiceResult } from '../run-result.ts'
import { html } from './html-tag.ts'
import { renderFailureCard } from './render-failure-card.ts'

/** What failed outside of tests; the first thing to read, because tests may be missing because of it. */
export function renderErrors(errors: readonly Failure[]): Markup | false {
  return (
    errors.length > 0 &&
    html`<section class="part" aria-label="Errors outside of tests"><h2>Outside of tests</h2>${errors.map((error) => html`<div class="card">${renderFailureCard(error)}</div>`)}</section>`
  )
}

export function renderServices(services: readonly ServiceResult[]): Markup | false {
  return (
    services.length > 0 &&
    html`<section class="part"><h2>Services</h2><div class="card"><table class="services">
<thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Address</th><th scope="col">Ready after</th><th scope="col">End</th><th scope="col">Log</th></tr></thead>
<tbody>${services.map(renderService)}</tbody></table></div></section>`
  )
}

function renderService({ name, kind, url, state, readyMs, forced, log }: ServiceResult): Markup {
  return html`<tr><td><strong>${name}</strong></td><td class="muted">${kind}</td><td class="mono">${url ?? ''}</td><td class="num">${readyMs !== undefined && formatDuration(readyMs)}</td><td class="${state === 'failed' ? 'failed' : 'muted'}">${state}${forced && ', had to be killed'}</td><td>${log !== undefined && html`<a href="./${log.split('/').map(encodeURIComponent).join('/')}">${log}</a>`}</td></tr>`
}

export function renderNotRun({ leaks, loads }: RunResult['notRun']): Markup | false {
  const count = leaks.length + loads.length
  return (
    count > 0 &&
    html`<section class="part"><h2>Not run <small>run them with <code>apitest run --all</code></small></h2><div class="card"><ul class="plain">${leaks.map((name) => html`<li>${name} <span class="muted">leak window</span></li>`)}${loads.map((name) => html`<li>${name} <span class="muted">load profile</span></li>`)}</ul></div></section>`
  )
}
