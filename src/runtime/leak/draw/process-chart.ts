import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatCount } from '../format-leak.ts'
import type { LeakTrace } from '../leak-trace.ts'
import { generationColours } from './chart-style.ts'
import { legend } from './legend.ts'
import { axes, padded, plotIn, sizeLabel } from './plot.ts'
import type { Box, Range } from './plot.ts'

/** Memory of each process on top of the other; a worker that is replaced changes its colour, so that hidden growth is seen. */
export function processChart(trace: LeakTrace, box: Box, domain: Range): Markup {
  const stride = Math.max(1, Math.floor(trace.samples.length / 400))
  const samples = trace.samples.filter((_, index) => index % stride === 0)
  const pids = [...new Set(samples.flatMap(({ processes }) => processes.map(({ pid }) => pid)))]
  const xs = samples.map(({ requests }) => requests)
  const totals = samples.map(({ processes }) => processes.reduce((sum, { memory }) => sum + memory, 0))
  const plot = plotIn(box, { x: domain, y: [0, padded([0, Math.max(...totals, 1)])[1]] })
  const base = samples.map(() => 0)
  const areas = pids.map((pid, order) => {
    const top = samples.map(({ processes }, index) => base[index]! + (processes.find((process) => process.pid === pid)?.memory ?? 0))
    const upper = top.map((value, index) => `${plot.x(xs[index]!)} ${plot.y(value)}`)
    const lower = base.map((value, index) => `${plot.x(xs[index]!)} ${plot.y(value)}`).toReversed()
    for (const [index, value] of top.entries()) base[index] = value
    const seen = trace.processes.get(pid)
    return html`<path class="area" fill="${generationColours[order % generationColours.length]!}" d="M${upper.join('L')}L${lower.join('L')}Z"><title>${seen?.name ?? 'process'} (pid ${pid})</title></path>`
  })
  return html`<g>${areas}${legend(
    pids.map((pid) => `${trace.processes.get(pid)?.name ?? ''} ${pid}`),
    box,
  )}${axes(plot, { x: formatCount, y: sizeLabel, yBase: 2, xTitle: 'requests' })}</g>`
}
