import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatPerRequest } from '../format-leak.ts'
import type { RequestShare } from '../leak-result.ts'
import { extent, padded, plotIn, ticks } from './plot.ts'
import type { Box } from './plot.ts'

const NAMES = 150
const VALUES = 190
export const BAR_HEIGHT = 30

/** What each request keeps, with its interval around the zero line. */
export function requestBars(shares: readonly RequestShare[], box: Box): Markup {
  const inner = { ...box, left: box.left + NAMES, width: box.width - NAMES - VALUES, height: shares.length * BAR_HEIGHT }
  const plot = plotIn(inner, {
    x: padded(extent([0, ...shares.flatMap(({ low, high, perRequest }) => [low, high, perRequest])])),
    y: [0, 1],
  })
  const figure = (value: number) => formatPerRequest(value, shares[0]?.unit ?? 'bytes')
  const zero = plot.x(0)
  const bottom = inner.top + inner.height
  return html`<g>${ticks(plot.domain.x, 5).map((value) => html`<line class="grid" x1="${plot.x(value)}" x2="${plot.x(value)}" y1="${inner.top}" y2="${bottom}"/><text class="label" x="${plot.x(value)}" y="${bottom + 16}" text-anchor="middle">${figure(value)}</text>`)}${shares.map(
    (share, index) => {
      const y = inner.top + index * BAR_HEIGHT
      const middle = y + BAR_HEIGHT / 2
      const end = plot.x(share.perRequest)
      return html`<g class="${share.guilty ? 'leak' : 'clean'}"><text class="value" x="${inner.left - 10}" y="${middle + 4}" text-anchor="end">${share.request}</text><rect class="amount" x="${Math.min(zero, end)}" y="${y + 7}" width="${Math.max(1, Math.abs(end - zero))}" height="${BAR_HEIGHT - 14}" rx="2"/><line class="whisker" x1="${plot.x(share.low)}" x2="${plot.x(share.high)}" y1="${middle}" y2="${middle}"/><text class="value" x="${inner.left + inner.width + 12}" y="${middle + 4}">${figure(share.perRequest)} [${figure(share.low)}, ${figure(share.high)}]</text></g>`
    },
  )}<line class="base" x1="${zero}" x2="${zero}" y1="${inner.top}" y2="${bottom}"/></g>`
}
