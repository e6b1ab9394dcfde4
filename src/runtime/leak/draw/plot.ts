import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A place for data: from values to pixels and back. */
export interface Plot extends Box {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly domain: { readonly x: Range; readonly y: Range }
}

export type Range = readonly [low: number, high: number]

export function plotIn(box: Box, domain: { readonly x: Range; readonly y: Range }): Plot {
  const { left, top, width, height } = box
  const scale =
    ([low, high]: Range, from: number, until: number) =>
    (value: number) =>
      round(from + ((value - low) / (high - low || 1)) * (until - from))
  return { ...box, domain, x: scale(domain.x, left, left + width), y: scale(domain.y, top + height, top) }
}

/** Round numbers within a range, about as many as asked for. `base` 2 for sizes in bytes, so that they are round in KiB or MiB. */
export function ticks([low, high]: Range, count: number, base: 2 | 10 = 10): number[] {
  const rough = (high - low) / count || 1
  const step = base === 2 ? 2 ** Math.ceil(Math.log2(rough)) : roundStep(rough)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

function roundStep(rough: number): number {
  const unit = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 2.5, 5, 10].map((factor) => factor * unit).find((step) => step >= rough * 0.999) ?? rough
}

/** A size with as many digits as the step between two ticks needs: `36.25 MiB`, `1,440 MiB`, `1.5 GiB`. */
export function sizeLabel(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let [value, unit] = [bytes, 0]
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    if (unit === 2 && !Number.isInteger((value / 1024) * 8)) break
    value /= 1024
    unit++
  }
  return `${Number(value.toFixed(3)).toLocaleString('en')} ${units[unit]}`
}

/** A little room above and below; a flat line gets a tenth of its height. */
export function padded([low, high]: Range, share = 0.06): Range {
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-9)
  const padding = Math.max(span * share, (span - (high - low)) / 2)
  return [low >= 0 ? Math.max(0, low - padding) : low - padding, high + padding]
}

/** Minimum and maximum, also of many thousand values. */
export function extent(values: readonly number[]): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? [0, 1] : [low, high]
}

export interface Axes {
  readonly x: (value: number) => string
  readonly y: (value: number) => string
  readonly yBase?: 2 | 10
  readonly xTitle?: string
  readonly hideX?: boolean
}

/** Grid, labels, and the line at the bottom. */
export function axes(plot: Plot, { x, y, yBase = 10, xTitle, hideX = false }: Axes): Markup {
  const bottom = plot.top + plot.height
  const rows = ticks(plot.domain.y, Math.max(2, Math.round(plot.height / 46)), yBase)
  const columns = ticks(plot.domain.x, Math.round(plot.width / 110))
  return html`<g class="axes">${rows.map(
    (value) =>
      html`<line class="grid" x1="${plot.left}" x2="${plot.left + plot.width}" y1="${plot.y(value)}" y2="${plot.y(value)}"/><text class="label" x="${plot.left - 8}" y="${plot.y(value) + 4}" text-anchor="end">${y(value)}</text>`,
  )}<line class="base" x1="${plot.left}" x2="${plot.left + plot.width}" y1="${bottom}" y2="${bottom}"/>${
    hideX
      ? ''
      : columns.map(
          (value) =>
            html`<line class="base" x1="${plot.x(value)}" x2="${plot.x(value)}" y1="${bottom}" y2="${bottom + 4}"/><text class="label" x="${plot.x(value)}" y="${bottom + 17}" text-anchor="middle">${x(value)}</text>`,
        )
  }${xTitle === undefined ? '' : html`<text class="label" x="${plot.left + plot.width}" y="${bottom + 33}" text-anchor="end">${xTitle}</text>`}</g>`
}

/** The `points` of a line; those that a pixel would hide are left out. */
export function linePoints(plot: Plot, xs: readonly number[], ys: readonly number[]): string {
  const stride = Math.max(1, Math.floor(xs.length / 1500))
  const parts: string[] = []
  for (let index = 0; index < xs.length; index += stride) parts.push(`${plot.x(xs[index]!)},${plot.y(ys[index]!)}`)
  const last = xs.length - 1
  if (last > 0 && last % stride !== 0) parts.push(`${plot.x(xs[last]!)},${plot.y(ys[last]!)}`)
  return parts.join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
