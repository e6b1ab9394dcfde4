import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatCount } from '../format-leak.ts'
import type { GpuSample, LeakTrace } from '../leak-trace.ts'
import { generationColours } from './chart-style.ts'
import { legend } from './legend.ts'
import { axes, linePoints, plotIn, sizeLabel } from './plot.ts'
import type { Box, Range } from './plot.ts'

/** GPU memory, one line a device and process. */
export function gpuChart({ samples }: LeakTrace, box: Box, domain: Range): Markup {
  const told = samples.filter(({ gpu }) => gpu !== undefined)
  const keys = [...new Set(told.flatMap(({ gpu = [] }) => gpu.map(nameOf)))]
  const lines = keys.map((key) => told.map(({ gpu = [] }) => gpu.find((one) => nameOf(one) === key)?.memory ?? 0))
  const plot = plotIn(box, { x: domain, y: [0, Math.max(1, ...lines.flat()) * 1.15] })
  const xs = told.map(({ requests }) => requests)
  return html`<g>${legend(keys, box)}${axes(plot, { x: formatCount, y: sizeLabel, yBase: 2, xTitle: 'requests' })}${lines.map((ys, order) => html`<polyline fill="none" stroke-width="2" stroke="${generationColours[order % generationColours.length]!}" points="${linePoints(plot, xs, ys)}"><title>${keys[order]!}</title></polyline>`)}</g>`
}

/** `GPU-5c2e9a1b, pid 41`: what lies behind the first part of a device's name tells nobody more. */
function nameOf({ device, pid }: GpuSample): string {
  const [first = device, second] = device.split('-')
  return `${second === undefined ? first : `${first}-${second}`}, ${pid === undefined ? 'all processes' : `pid ${pid}`}`
}
