import { formatDuration } from '../../assertions/values/units.ts'
import type { Counts } from '../count-tests.ts'
import { describeCounts } from '../count-tests.ts'
import { describeMeasurements } from '../measurements.ts'
import type { Markup } from '../markup.ts'
import type { RunResult } from '../run-result.ts'
import { html } from './html-tag.ts'
import type { State } from './render-icon.ts'
import { renderIcon, stateClass } from './render-icon.ts'

const order: readonly State[] = ['failed', 'flaky', 'passed', 'skipped', 'not run']

/** The verdict first, then the numbers behind it. */
export function renderSummary(result: RunResult, counts: Counts): Markup {
  const { name, durationMs, startedAt, seed, environment } = result
  const facts: readonly (readonly [string, string])[] = [
    ['Took', formatDuration(durationMs)],
    ['Started', `${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`],
    ['Seed', String(seed)],
    ['Node', environment.node.replace(/^v/, '')],
    ['Platform', environment.platform],
    ['apitest', environment.apitest],
    ...(environment.ci === undefined ? [] : [['CI', environment.ci] as const]),
  ]
  return html`<header class="top" id="top">
<div class="brand"><span>API test report</span><button type="button" class="theme">Dark</button></div>
<h1>${name}</h1>
${renderVerdict(result, counts)}
${renderBar(counts)}
<dl class="facts num">${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
</header>`
}

function renderVerdict(result: RunResult, counts: Counts): Markup {
  const { status, errors } = result
  const state = status === 'passed' ? 'passed' : 'failed'
  const before = status === 'interrupted' ? 'Interrupted: ' : ''
  const outside = errors.length === 0 ? '' : `, ${errors.length} ${errors.length === 1 ? 'error' : 'errors'} outside of tests`
  const all = status === 'passed' && counts.passed === counts.total && counts.total > 0
  const measured = describeMeasurements(result)
  const tests = all
    ? `${counts.total === 1 ? 'The test' : `All ${counts.total} tests`} passed`
    : `${before}${counts.total === 0 && measured !== '' ? '' : describeCounts(counts)}${outside}`
  const text = [tests, measured].filter((part) => part !== '').join(', ')
  return html`<p class="verdict ${state}">${renderIcon(state)}${text}</p>`
}

/** Shares of the whole, the worst first; a share is never too thin to be seen. */
function renderBar(counts: Counts): Markup | false {
  if (counts.total === 0) return false
  const shares = order
    .filter((state) => counts[state] > 0)
    .map((state) => ({ state, width: Math.max(6, (counts[state] / counts.total) * 1000) }))
  const scale = 1000 / shares.reduce((sum, { width }) => sum + width, 0)
  let x = 0
  return html`<svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" role="img" aria-label="${describeCounts(counts)}">${shares.map(
    ({ state, width }) => {
      const bar = html`<rect class="${stateClass(state)}" x="${x.toFixed(1)}" width="${(width * scale).toFixed(1)}" height="8"/>`
      x += width * scale
      return bar
    },
  )}</svg>`
}

/** Filters; shown only where scripts run. */
export function renderTools(counts: Counts, tags: readonly string[]): Markup {
  const chips = order.filter((state) => counts[state] > 0)
  return html`<div class="tools" role="search">
<input class="search" type="search" placeholder="Filter tests" aria-label="Filter tests by name, suite or file" autocomplete="off" spellcheck="false">
${chips.length > 1 && html`<div class="chips" role="group" aria-label="States">${chips.map((state) => html`<button type="button" class="chip" data-state="${state}" aria-pressed="false">${state} <span class="num">${counts[state]}</span></button>`)}</div>`}
${tags.length > 0 && html`<select aria-label="Tag"><option value="">all tags</option>${tags.map((tag) => html`<option value="${tag}">${tag}</option>`)}</select>`}
<span class="sr" id="shown" aria-live="polite"></span>
</div>`
}
