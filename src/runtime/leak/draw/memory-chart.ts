import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatBytes, formatCount, formatSpan } from '../format-leak.ts'
import type { Judgement } from '../judge/judge-trace.ts'
import type { LeakResult } from '../leak-result.ts'
import type { LeakTrace } from '../leak-trace.ts'
import { axes, extent, linePoints, padded, plotIn, sizeLabel, ticks } from './plot.ts'
import type { Box, Plot, Range } from './plot.ts'

export interface ChartSource {
  readonly result: LeakResult
  readonly trace: LeakTrace
  readonly judgement: Judgement
}

/** `leak`, `clean` or `doubt`: the class that colours follow. */
export function toneOf({ verdict }: LeakResult): 'leak' | 'clean' | 'doubt' {
  return verdict === 'leak' ? 'leak' : verdict === 'no leak' ? 'clean' : 'doubt'
}

/** A share of the height: a limit farther away than this would flatten everything. */
const NEAR = 2.5

/** What was judged, against the requests: every look, the points that count, the line through them with its fan, and what was left out. */
export function memoryChart({ result, trace, judgement }: ChartSource, box: Box, domain: Range): Markup {
  const { decisive, all } = judgement
  const judged = decisive.unit === 'bytes' ? decisive : all[0]!
  const atRest = trace.checkpoints.length > 0 && judged.series.x.length === trace.checkpoints.length
  const raw = atRest ? judged.series : rawOf(trace, judged.metric)
  const { trend } = judged
  const end = domain[1]
  const at = (slope: number, x: number) => trend.start + slope * (x - trend.from)
  const limit = result.untilLimit?.limit
  const [low, high] = extent([...raw.y, ...trend.points.y, at(trend.slope, trend.until)])
  const near = limit !== undefined && limit < low + (high - low) * NEAR
  const plot = plotIn(box, { x: domain, y: padded([low, near ? Math.max(high, limit) : high]) })
  return html`<g class="${toneOf(result)}">${shades(plot, trend.from)}${axes(plot, { x: formatCount, y: sizeLabel, yBase: 2, xTitle: 'requests' })}${shadeNames(plot, near)}${timeAxis(plot, trace)}${beforeLine(plot, { result, from: trend.from, start: trend.start })}<polyline class="raw" points="${linePoints(plot, raw.x, raw.y)}"/>${fan(plot, { from: trend.from, end, start: trend.start, low: trend.low, high: trend.high })}<line class="fit" x1="${plot.x(trend.from)}" y1="${plot.y(trend.start)}" x2="${plot.x(trend.until)}" y2="${plot.y(at(trend.slope, trend.until))}"/><line class="fit" stroke-dasharray="2 5" x1="${plot.x(trend.until)}" y1="${plot.y(at(trend.slope, trend.until))}" x2="${plot.x(end)}" y2="${plot.y(at(trend.slope, end))}"/>${trend.points.x.map((x, index) => html`<circle class="dot" cx="${plot.x(x)}" cy="${plot.y(trend.points.y[index]!)}" r="2.6"/>`)}${limitLine(plot, { result, near })}</g>`
}

function rawOf({ samples }: LeakTrace, metric: string): { x: number[]; y: number[] } {
  const value = (sample: LeakTrace['samples'][number]) =>
    metric === 'files in memory'
      ? sample.sharedFiles
      : metric === 'GPU memory'
        ? sample.gpu?.reduce((sum, { memory }) => sum + memory, 0)
        : sample.memory
  const told = samples.filter((sample) => value(sample) !== undefined)
  return { x: told.map(({ requests }) => requests), y: told.map((sample) => value(sample)!) }
}

function shades(plot: Plot, from: number): Markup {
  const zero = plot.x(0)
  const warm = zero - plot.left
  return html`<rect class="shade" x="${zero}" y="${plot.top}" width="${Math.max(0, plot.x(from) - zero)}" height="${plot.height}"/>${
    warm > 1 ? html`<rect class="warm" x="${plot.left}" y="${plot.top}" width="${warm}" height="${plot.height}"/>` : ''
  }`
}

/** What is not judged, said above the lines of the grid; the limit has its place at the top. */
function shadeNames(plot: Plot, near: boolean): Markup {
  const zero = plot.x(0)
  const y = near ? plot.top + plot.height - 8 : plot.top + 14
  const warm = zero - plot.left > 52 ? html`<text class="over" x="${plot.left + 6}" y="${y}">warm-up</text>` : ''
  return html`<text class="over" x="${zero + 6}" y="${y}">settles, not judged</text>${warm}`
}

/** Above the picture: when the requests were sent. */
function timeAxis(plot: Plot, { samples }: LeakTrace): Markup {
  const last = samples.at(-1)?.at ?? 0
  const labels = ticks([0, last / 1000], 6).map((second) => {
    const index = samples.findIndex(({ at }) => at >= second * 1000)
    return { text: formatSpan(second), x: plot.x(Math.max(0, samples[index === -1 ? samples.length - 1 : index]?.requests ?? 0)) }
  })
  const room = labels.filter(({ x }, index) => index === 0 || x - labels[index - 1]!.x > 34)
  return html`${room.map(({ text, x }) => html`<line class="base" x1="${x}" x2="${x}" y1="${plot.top - 4}" y2="${plot.top}"/><text class="label" x="${x}" y="${plot.top - 8}" text-anchor="middle">${text}</text>`)}`
}

function fan(
  plot: Plot,
  { from, end, start, low, high }: { from: number; end: number; start: number; low: number; high: number },
): Markup | string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return ''
  const clip = (value: number) => Math.max(plot.top, Math.min(plot.top + plot.height, plot.y(value)))
  const upper = clip(start + high * (end - from))
  const lower = clip(start + low * (end - from))
  const right = plot.x(end)
  return html`<path class="fan" d="M${plot.x(from)} ${clip(start)}L${right} ${upper}L${right} ${lower}Z"/>`
}

/** How the last good version grew. */
function beforeLine(plot: Plot, { result, from, start }: { result: LeakResult; from: number; start: number }): Markup | string {
  const before = result.baseline?.before
  if (before === undefined) return ''
  const end = plot.domain.x[1]
  const y = plot.y(start + before.bytesPerRequest * (end - from))
  return html`<line class="before" x1="${plot.x(from)}" y1="${plot.y(start)}" x2="${plot.x(end)}" y2="${y}"/><text class="over" x="${plot.x(end) - 4}" y="${y - 5}" text-anchor="end">baseline</text>`
}

function limitLine(plot: Plot, { result: { untilLimit }, near }: { result: LeakResult; near: boolean }): Markup | string {
  if (untilLimit === undefined) return ''
  const { of, limit, requests, seconds } = untilLimit
  const text = `${of} ${formatBytes(limit)}: after ${formatCount(requests)} more requests, ${formatSpan(seconds)} at this rate`
  const right = plot.left + plot.width
  if (!near) return html`<text class="over" x="${right - 6}" y="${plot.top + plot.height - 8}" text-anchor="end">${text}</text>`
  return html`<line class="limit" x1="${plot.left}" x2="${right}" y1="${plot.y(limit)}" y2="${plot.y(limit)}"/><text class="over" x="${right - 6}" y="${plot.y(limit) - 6}" text-anchor="end">${text}</text>`
}
