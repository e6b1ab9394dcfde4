import type { Markup } from '../../report/markup.ts'
import { html } from '../../report/html/html-tag.ts'
import { formatBytes, formatClock, formatCount, formatMicros, formatRate, formatSeconds, formatShare } from '../record/format-figures.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** The parts of the run side by side; the warm-up is among them though it does not count. */
export function renderPhases({ totals }: LoadAnalysis): Markup | false {
  const { phases } = totals
  return (
    phases.length > 0 &&
    html`<section class="part" id="phases"><h2>Phases</h2><div class="scroll" tabindex="0" role="region" aria-label="Phases"><table class="data">
<thead><tr><th scope="col" class="text name">Phase</th><th scope="col" class="text">Time</th><th scope="col">Aim</th><th scope="col">Peak</th><th scope="col"># Requests</th><th scope="col"># Fails</th><th scope="col">RPS</th><th scope="col">Median</th><th scope="col">p95</th><th scope="col">p99</th><th scope="col">Max</th></tr></thead>
<tbody>${phases.map(({ phase, total, seconds, peakUsers }) => {
      const time = (percentile: number) => (total.requests === 0 ? '–' : formatMicros(total.response.percentile(percentile)))
      return html`<tr><th scope="row" class="text name">${phase.name}${phase.warmup && html` <span class="tag">not counted</span>`}</th><td class="text">${formatClock(phase.from)} to ${phase.until === undefined ? 'the end' : formatClock(phase.until)}</td><td>${phase.rate !== undefined ? `${formatRate(phase.rate)}/s` : phase.users !== undefined ? `${formatCount(phase.users)} users` : ''}</td><td>${formatCount(peakUsers)} users</td><td>${formatCount(total.requests)}</td><td class="${total.failureCount > 0 ? 'bad' : 'zero'}">${formatCount(total.failureCount)}</td><td>${formatRate(seconds === 0 ? 0 : total.requests / seconds)}</td><td>${time(50)}</td><td>${time(95)}</td><td>${time(99)}</td><td>${time(100)}</td></tr>`
    })}</tbody></table></div></section>`
  )
}

/** Whether the machine that sent the requests can be believed. */
export function renderGenerator({ run, generator, totals }: LoadAnalysis): Markup {
  const { total } = totals
  const limits = run.end?.generatorLimits ?? []
  const pairs: readonly (readonly [string, string])[] = [
    [
      'Verdict',
      limits.length === 0
        ? 'it kept up all the time'
        : `it was the limit in ${formatCount(limits.length)} of ${formatCount(run.lastAt + 1)} seconds`,
    ],
    ['CPU', `${formatShare(generator.cpuAverage)} of a core on average, ${formatShare(generator.cpuPeak)} at most`],
    ['Memory', `${formatBytes(generator.rssPeakBytes)} at most`],
    ['Event loop', `delayed by ${formatMicros(generator.loopDelayPeak)} in the worst second (p99)`],
    ...(run.header.model === 'open'
      ? [
          ['Lateness', `requests left ${formatMicros(generator.latenessPeak)} late in the worst second (p99)`] as const,
          ['Waiting', `${formatCount(generator.queuedPeak)} arrivals at most waited for a connection; none was dropped`] as const,
        ]
      : []),
    ['Workers', formatCount(generator.workers)],
    [
      'Requests',
      `${formatCount(total.started)} started = ${formatCount(total.ok)} ok + ${formatCount(total.failed)} failed + ${formatCount(total.timedOut)} timed out + ${formatCount(total.cancelled)} cancelled${inFlight(total)}`,
    ],
  ]
  return part('generator', 'Generator', pairs)
}

/** Those that crossed from the warm-up into the measurement, or were under way when the record ended. */
function inFlight({ started, requests, cancelled }: LoadAnalysis['totals']['total']): string {
  const difference = started - requests - cancelled
  if (difference === 0) return ''
  return difference > 0
    ? ` + ${formatCount(difference)} under way at the end`
    : ` - ${formatCount(-difference)} that the warm-up had started`
}

export function renderEnvironment({ run }: LoadAnalysis): Markup {
  const { environment, engine, seed, targets } = run.header
  return part('environment', 'Environment', [
    ...Object.entries(targets).map(([name, url]) => [`Service ${name}`, url] as const),
    ['Engine', engine],
    ['apitest', environment.apitest],
    ['Node', environment.node.replace(/^v/, '')],
    ['Platform', `${environment.platform}, ${environment.cpus} CPUs`],
    ...(environment.commit === undefined ? [] : [['Commit', environment.commit] as const]),
    ['Seed', String(seed)],
    [
      'Ended',
      run.end === undefined ? `cut off after ${formatSeconds(run.lastAt + 1)}` : `${run.end.reason} after ${formatSeconds(run.end.at)}`,
    ],
  ])
}

export function renderProfile({ run }: LoadAnalysis): Markup {
  return html`<section class="part" id="profile"><h2>Profile</h2><pre tabindex="0">${JSON.stringify(run.header.profile, null, 2)}</pre></section>`
}

function part(id: string, title: string, pairs: readonly (readonly [string, string])[]): Markup {
  return html`<section class="part" id="${id}"><h2>${title}</h2><div class="card"><dl class="pairs">${pairs.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl></div></section>`
}
