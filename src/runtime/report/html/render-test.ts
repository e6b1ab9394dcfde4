import { formatDuration } from '../../assertions/values/units.ts'
import type { Markup } from '../markup.ts'
import { formatSourcePlace } from '../render/render-failure.ts'
import type { TestResult } from '../run-result.ts'
import { html } from './html-tag.ts'
import { renderExchange } from './render-exchange.ts'
import { renderFailureCard } from './render-failure-card.ts'
import { renderIcon } from './render-icon.ts'

export interface TestOptions {
  readonly id: string
  readonly open: boolean
  readonly bodyLimit: number
}

/** A row that opens to everything known about a test. */
export function renderTest(test: TestResult, { id, open, bodyLimit }: TestOptions): Markup {
  const { name, suite, state, tags, durationMs, place } = test
  const ran = state !== 'skipped' && state !== 'not run'
  // Row or case stand behind the arrow.
  const [title = name, ...rows] = name.split(' › ')
  const details = renderDetails(test, bodyLimit)
  return html`<details class="test${state === 'flaky' && ' flaky-test'}" id="${id}" data-state="${state}" data-suite="${suite}" data-tags="${tags.join('\n')}" data-place="${place === undefined ? '' : formatSourcePlace(place)}"${open && html` open`}>
<summary>${renderIcon(state)}<span class="name">${title}${rows.length > 0 && html`<span class="row"> › ${rows.join(' › ')}</span>`}${tags.map((tag) => html`<span class="tag">${tag}</span>`)}</span><span class="time num">${ran && formatDuration(durationMs)}</span>${renderReason(test)}</summary>
${open ? details : html`<noscript>${details}</noscript>`}
</details>
`
}

/** Why it is not simply green, readable without opening it. */
function renderReason({ state, failures, skipReason, retries }: TestResult): Markup | false {
  if (state === 'failed')
    return html`<span class="why failed">${failures[0]?.message.split('\n')[0] ?? 'failed without a message'}${failures.length > 1 && html` <span class="muted">and ${failures.length - 1} more</span>`}</span>`
  if (state === 'flaky') return html`<span class="why flaky">passed on ${retries > 1 ? `retry ${retries}` : 'retry'}</span>`
  return skipReason !== undefined && html`<span class="why muted">${skipReason}</span>`
}

function renderDetails({ place, failures, exchanges, state }: TestResult, bodyLimit: number): Markup {
  const empty = exchanges.length === 0 && failures.length === 0
  return html`<div class="body">${place !== undefined && html`<p class="source mono">${formatSourcePlace(place)}</p>`}
${failures.map(renderFailureCard)}
${exchanges.map((exchange) => renderExchange(exchange, { bodyLimit }))}
${empty && html`<p class="muted">${state === 'skipped' || state === 'not run' ? 'Nothing was sent.' : 'No requests were recorded.'}</p>`}</div>`
}
