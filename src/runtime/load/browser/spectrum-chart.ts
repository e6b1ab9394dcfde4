import uPlot from 'uplot'
import { formatMicros } from '../record/format-figures.ts'
import { make, setText } from './dom.ts'
import { colour, onThemeChange } from './theme.ts'
import { formatTick } from './format-tick.ts'

export interface Spectrum {
  /** Per cent, rising. */
  readonly percentiles: readonly number[]
  /** Milliseconds. */
  readonly response: readonly number[]
  readonly service?: readonly number[]
}

/** Response time by percentile; the axis stretches the tail: each nine is as wide as the one before. */
export function makeSpectrum(
  spectrum: Spectrum,
  { title, height = 240 }: { readonly title: string; readonly height?: number },
): HTMLElement {
  const told = make('span', { class: 'told num' })
  const holder = make('div', { class: 'plot' })
  const lines = [
    { name: 'response', colour: '--c-rate', values: spectrum.response },
    ...(spectrum.service === undefined ? [] : [{ name: 'from sending', colour: '--c-mid', values: spectrum.service }]),
  ]
  const names =
    lines.length > 1 &&
    make(
      'span',
      { class: 'legend' },
      ...lines.map((line) => make('span', {}, make('i', { class: `swatch ${line.colour.slice(2)}` }), ` ${line.name}`)),
    )
  const element = make('figure', { class: 'chart' }, make('figcaption', {}, make('span', { class: 'title' }, title), names, told), holder)
  const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999]
  const data = [spectrum.percentiles.map(nines), ...lines.map(({ values }) => values)] as uPlot.AlignedData
  const last = nines(spectrum.percentiles.at(-1) ?? 0)
  const axis = { stroke: () => colour('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false } }
  const tell = (index: number | null | undefined) => {
    const at = index ?? undefined
    setText(
      told,
      at === undefined
        ? ''
        : `p${spectrum.percentiles[at]}: ${lines.map(({ name, values }) => `${lines.length > 1 ? `${name} ` : ''}${formatMicros((values[at] ?? 0) * 1000)}`).join(', ')}`,
    )
  }
  let plot: uPlot | undefined
  const fit = () => {
    const width = holder.clientWidth
    if (width === 0) return
    if (plot !== undefined) return plot.setSize({ width, height })
    plot = new uPlot(
      {
        width,
        height,
        padding: [8, 22, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { x: { time: false, range: () => [0, Math.max(1, last)] }, y: { range: (_plot, _min, max) => [0, max * 1.08 || 1] } },
        axes: [
          {
            ...axis,
            size: 26,
            grid: { stroke: () => colour('--line'), width: 1 },
            splits: () => ticks.map(nines).filter((value) => value <= last + 0.01),
            values: (_plot, splits) => splits.map((value) => `p${ticks.find((tick) => Math.abs(nines(tick) - value) < 1e-6) ?? ''}`),
          },
          {
            ...axis,
            size: 58,
            space: 34,
            grid: { stroke: () => colour('--line'), width: 1 },
            values: (_plot, splits) => splits.map((value) => formatTick(value, (millis) => formatMicros(millis * 1000))),
          },
        ],
        series: [{}, ...lines.map((line) => ({ stroke: () => colour(line.colour), width: 2, points: { show: false } }))],
        hooks: { setCursor: [({ cursor }) => tell(cursor.idx)] },
      },
      data,
      holder,
    )
  }
  new ResizeObserver(fit).observe(holder)
  onThemeChange(() => plot?.redraw(false, true))
  return element
}

function nines(percentile: number): number {
  return -Math.log10(1 - Math.min(99.999_99, percentile) / 100)
}
