import { formatDuration, formatSize } from '../../assertions/values/units.ts'
import type { Markup } from '../markup.ts'
import type { Body, Exchange } from '../run-result.ts'
import { html } from './html-tag.ts'
import { renderIcon } from './render-icon.ts'

export interface ExchangeOptions {
  /** Characters of a body that are kept; big runs keep less of what passed. */
  readonly bodyLimit: number
}

/** One request: its line, what was checked, both messages side by side, and a command that repeats it. */
export function renderExchange(exchange: Exchange, { bodyLimit }: ExchangeOptions): Markup {
  const { name, service, request, response, error, durationMs, attempts, expectations, curl } = exchange
  return html`<section class="exchange">
<h3>${name !== undefined && html`<span class="label">${name}</span>`}<span class="mono"><span class="method">${request.method}</span> ${request.url}</span>${renderStatus(exchange)}<span class="muted num">${formatDuration(durationMs)}${attempts > 1 && `, ${attempts} attempts`}${service !== undefined && `, ${service}`}</span></h3>
${expectations.length > 0 && html`<ul class="checks">${expectations.map(({ text, held }) => html`<li>${renderIcon(held ? 'passed' : 'failed')}<span>${text}</span></li>`)}</ul>`}
<div class="sides">
<div class="side"><h4>Request</h4>${renderHeaders(request.headers)}${renderBody(request.body, bodyLimit)}</div>
<div class="side"><h4>Answer</h4>${response === undefined ? html`<p class="failed">${error ?? 'There was no answer'}</p>` : html`${renderHeaders(response.headers)}${renderBody(response.body, bodyLimit)}`}</div>
</div>
${curl !== '' && html`<div class="command"><div class="sub">Command<button type="button" class="copy">Copy</button></div><pre class="wrap" tabindex="0">${curl}</pre></div>`}
</section>`
}

function renderStatus({ response, error }: Exchange): Markup {
  if (response === undefined) return html`<span class="status failed">${error === undefined ? 'no answer' : 'failed'}</span>`
  const { status } = response
  return html`<span class="status ${status >= 400 ? 'failed' : status >= 300 ? 'flaky' : 'passed'}">${status}</span>`
}

function renderHeaders(headers: readonly (readonly [string, string])[]): Markup {
  if (headers.length === 0) return html`<p class="muted source">no headers</p>`
  return html`<details><summary>${headers.length} ${headers.length === 1 ? 'header' : 'headers'}</summary><table class="headers mono">${headers.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</table></details>`
}

function renderBody(body: Body | undefined, limit: number): Markup {
  if (body === undefined || body.bytes === 0) return html`<p class="muted source">no body</p>`
  const indented = indent(body)
  const text = indented ?? body.text
  const cut = text.length > limit || body.truncated
  return html`<pre class="${indented === undefined ? 'wrap' : 'json'}" tabindex="0">${text.slice(0, limit)}</pre>${cut && html`<p class="muted source">The beginning of ${formatSize(body.bytes)}${body.contentType !== undefined && ` of ${body.contentType}`}</p>`}`
}

/** JSON with line breaks; not where that would round a long number. */
function indent({ text, truncated }: Body): string | undefined {
  if (truncated || !/^\s*[[{]/.test(text) || /\d{16}/.test(text)) return undefined
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return undefined
  }
}
