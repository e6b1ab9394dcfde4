import type { Markup } from '../markup.ts'
import { printable } from '../render/printable.ts'
import { formatSourcePlace } from '../render/render-failure.ts'
import type { Failure } from '../run-result.ts'
import { html } from './html-tag.ts'

/** The place in the YAML, the message, the frame, the difference, the hint, and what the service said meanwhile. */
export function renderFailureCard({ message, place, frame, diff, hint, log, attempt }: Failure): Markup {
  return html`<div class="failure">
${place !== undefined && html`<p class="place mono">${formatSourcePlace(place)}${attempt !== undefined && ` (attempt ${attempt})`}</p>`}
<h4>${printable(message)}</h4>
${frame !== undefined && html`<pre tabindex="0">${lines(printable(frame)).map(renderFrameLine)}</pre>`}
${diff !== undefined && diff.length > 0 && html`<pre class="wrap" tabindex="0">${diff.map((line) => renderDifference(printable(line)))}</pre>`}
${hint !== undefined && html`<p class="hint"><strong>Hint:</strong> ${hint}</p>`}
${log !== undefined && log.length > 0 && html`<p class="hint muted">The service meanwhile:</p><pre class="wrap" tabindex="0">${log.map((line) => `${printable(line)}\n`)}</pre>`}
</div>`
}

function renderFrameLine(line: string): Markup {
  const [, gutter = '', rest = line] = /^(\s*\d* \|)(.*)$/s.exec(line) ?? []
  const isCaret = /^[\s^…]*\^[\s^…]*$/.test(rest)
  return html`<span class="gutter">${gutter}</span>${isCaret ? html`<span class="caret">${rest}</span>` : rest}
`
}

function renderDifference(line: string): Markup {
  if (line.startsWith('- '))
    return html`<span class="minus">${line}</span>
`
  if (line.startsWith('+ '))
    return html`<span class="plus">${line}</span>
`
  return html`${line}
`
}

function lines(text: string): string[] {
  return text.split('\n')
}
