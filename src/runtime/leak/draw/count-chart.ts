import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatCount } from '../format-leak.ts'
import type { SeriesJudgement } from '../judge/judge-trace.ts'
import { axes, extent, linePoints, plotIn } from './plot.ts'
import type { Box, Range } from './plot.ts'

/** Open files or threads against the requests. */
export function countChart({ series, trend, verdict }: SeriesJudgement, box: Box, domain: Range): Markup {
  const [, high] = extent(series.y)
  const plot = plotIn(box, { x: domain, y: [0, Math.max(high, 1) * 1.2] })
  const tone = verdict === 'leak' ? 'leak' : verdict === 'no leak' ? 'clean' : 'doubt'
  const y = (x: number) => plot.y(trend.start + trend.slope * (x - trend.from))
  return html`<g class="${tone}">${axes(plot, { x: formatCount, y: formatCount, xTitle: 'requests' })}<polyline class="raw" points="${linePoints(plot, series.x, series.y)}"/><line class="fit" x1="${plot.x(trend.from)}" x2="${plot.x(trend.until)}" y1="${y(trend.from)}" y2="${y(trend.until)}"/></g>`
}
