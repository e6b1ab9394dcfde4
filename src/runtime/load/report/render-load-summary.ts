import type { Markup } from '../../report/markup.ts'
import { html } from '../../report/html/html-tag.ts'
import { renderIcon } from '../../report/html/render-icon.ts'
import { formatClock, formatCount, formatMicros, formatRate, formatSeconds, formatShare } from '../record/format-figures.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** The verdict, then the figures everybody asks for. */
export function renderSummary(analysis: LoadAnalysis): Markup {
  const { run, totals } = analysis
  const { header, end, lastAt } = run
  const { total } = totals
  const facts: readonly (readonly [string, string])[] = [
    ['Target', Object.values(header.targets).join(', ')],
    ['During', `${utc(header.startedAt)} to ${utc(header.startedAt + (end?.at ?? lastAt + 1) * 1000).slice(11)} UTC`],
    ['Took', formatSeconds(end?.at ?? lastAt + 1)],
    ['Measured', formatSeconds(totals.seconds)],
    ['Model', header.model === 'open' ? 'open: arrivals at a rate' : 'closed: users who wait for answers'],
    ['Engine', header.engine],
  ]
  return html`<header class="top" id="top">
<div class="brand"><span>Load test report</span><button type="button" class="theme">Dark</button></div>
<h1>${header.name}</h1>
${renderVerdict(analysis)}
<dl class="facts num">${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
<dl class="figures">
${figure('Requests', formatCount(total.requests))}
${figure('Requests/s', formatRate(totals.rateOf(total)))}
${figure('Failures', formatShare(total.failureShare), { unit: formatCount(total.failureCount), bad: total.failureCount > 0 })}
${[50, 95, 99].map((percentile) => figure(percentile === 50 ? 'Median' : `p${percentile}`, total.requests === 0 ? '–' : formatMicros(total.response.percentile(percentile))))}
${figure(header.model === 'open' ? 'Peak connections' : 'Peak users', formatCount(totals.peakUsers))}
</dl>
</header>`
}

function figure(name: string, value: string, { unit = '', bad = false } = {}): Markup {
  return html`<div class="figure${bad && ' bad'}"><dt>${name}</dt><dd>${value}${unit !== '' && html`<small>${unit}</small>`}</dd></div>`
}

function renderVerdict({ run, verdict }: LoadAnalysis): Markup {
  const broken = verdict.thresholds.filter(({ held }) => !held).length
  const all = verdict.thresholds.length
  const early = run.end === undefined ? 'Cut off: ' : run.end.reason === 'interrupted' ? 'Interrupted: ' : ''
  const text =
    verdict.reasons[0] ??
    (broken > 0
      ? `${broken} of ${all} ${all === 1 ? 'threshold' : 'thresholds'} broken`
      : all === 0
        ? 'Passed; no threshold was set'
        : all === 1
          ? 'The threshold holds'
          : `All ${all} thresholds hold`)
  const state = verdict.passed ? 'passed' : 'failed'
  return html`<p class="verdict ${state}">${renderIcon(state)}${early}${text}</p>`
}

/** What must be known before the figures are believed. */
export function renderNotices({ run, verdict, totals }: LoadAnalysis): Markup {
  const { end, lastAt } = run
  const limits = end?.generatorLimits ?? []
  return html`
${verdict.reasons.length > 0 && html`<section class="notice bad"><h2>${verdict.reasons.join('; ')}</h2><p>A load run without a single success says nothing about the service, so it never passes.</p></section>`}
${end === undefined && html`<section class="notice"><h2>This run was cut off after ${formatSeconds(lastAt + 1)}</h2><p>Its record has no end: the process was killed, or it still runs. Everything up to its last second is here.</p></section>`}
${(end?.reason === 'threshold' || end?.reason === 'failed') && html`<section class="notice bad"><h2>${end.reason === 'threshold' ? 'Ended early by a threshold' : 'The run failed'}</h2>${end.detail !== undefined && html`<p>${end.detail}</p>`}</section>`}
${totals.resetAt !== undefined && html`<section class="notice"><h2>The statistics were reset at ${formatClock(totals.resetAt)}</h2><p>Tables and thresholds count from there; the charts show the whole run.</p></section>`}
${limits.length > 0 && html`<section class="notice"><h2>${limits.length * 10 < lastAt + 1 ? 'The generator was the limit for a moment' : 'The generator was the limit, not the service'}</h2><p>In ${formatCount(limits.length)} ${limits.length === 1 ? 'second' : 'seconds'} the machine that sent the requests could not keep up; figures of those seconds say little about the service.</p><ul>${[...new Set(limits.map(({ what }) => what))].slice(0, 6).map((what) => html`<li>${what}</li>`)}</ul></section>`}`
}

export function renderThresholds({ verdict }: LoadAnalysis): Markup | false {
  const sorted = [...verdict.thresholds].sort((a, b) => Number(a.held) - Number(b.held))
  return (
    sorted.length > 0 &&
    html`<section class="part" id="thresholds"><h2>Thresholds</h2><ul class="rules">${sorted.map(
      ({ threshold, held, actualText }) =>
        html`<li class="rule${!held && ' broken'}">${renderIcon(held ? 'passed' : 'failed')}<span class="key">${threshold.key}</span><span class="wanted">${threshold.written}</span><span class="got${!held && ' failed'}">${actualText}</span></li>`,
    )}</ul></section>`
  )
}

export function utc(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}
