import uPlot from 'uplot'
import { formatClock } from '../record/format-figures.ts'
import { make, setText } from './dom.ts'
import { colour, onThemeChange } from './theme.ts'

export interface ChartLine {
  readonly label: string
  /** A colour of the style. */
  readonly colour: string
  readonly dash?: boolean
  readonly fill?: boolean
  /** Not shown until its name is pressed. */
  readonly hidden?: boolean
}

export interface ChartOptions {
  readonly title: string
  readonly lines: readonly ChartLine[]
  readonly format: (value: number) => string
  /** Values lie on each other, the first line at the bottom. */
  readonly stacked?: boolean
  /** May be switched to a logarithmic scale. */
  readonly logarithmic?: boolean
  readonly height?: number
  /** Charts with the same key share their cursor. */
  readonly sync?: string
  readonly context: ChartContext
}

/** What all charts of a run show behind their lines. */
export interface ChartContext {
  readonly phases: readonly { readonly name: string; readonly from: number; readonly until?: number; readonly warmup: boolean }[]
  readonly marks: readonly { readonly at: number; readonly text: string }[]
}

export type Values = readonly (number | null)[]

/** Lines over the seconds of a run, with a legend that shows the values under the cursor, or the newest. Drag to zoom, double-click to go back. */
export class TimeChart {
  readonly element: HTMLElement
  readonly #options: ChartOptions
  readonly #legend: { readonly button: HTMLButtonElement; readonly value: HTMLElement }[]
  readonly #holder = make('div', { class: 'plot' })
  readonly #stopTheme: () => void
  readonly #resize: ResizeObserver
  #plot: uPlot | undefined
  #at: readonly number[] = []
  #values: readonly Values[] = []
  #isLogarithmic = false
  #isZoomed = false
  #shown: boolean[]

  constructor(options: ChartOptions) {
    this.#options = options
    this.#shown = options.lines.map(({ hidden }) => hidden !== true)
    this.#legend = options.lines.map((line, index) => this.#makeLegend(line, index))
    const scale =
      options.logarithmic === true &&
      make(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-pressed': 'false',
          click: (event) => this.#toggleScale(event.currentTarget as HTMLElement),
        },
        'log',
      )
    const head = make(
      'figcaption',
      {},
      make('span', { class: 'title' }, options.title),
      make('span', { class: 'legend' }, ...this.#legend.map(({ button }) => button)),
      scale,
    )
    this.element = make('figure', { class: 'chart' }, head, this.#holder)
    this.#stopTheme = onThemeChange(() => this.#plot?.redraw(false, true))
    this.#resize = new ResizeObserver(() => this.#fit())
    this.#resize.observe(this.#holder)
  }

  /** Columns in the order of the lines. */
  show(at: readonly number[], values: readonly Values[]): void {
    this.#at = at
    this.#values = values
    if (this.#plot === undefined) this.#fit()
    else this.#plot.setData(this.#data(), !this.#isZoomed)
    if (this.#isZoomed) this.#plot?.redraw()
    this.#tell(undefined)
  }

  destroy(): void {
    this.#resize.disconnect()
    this.#stopTheme()
    this.#plot?.destroy()
    this.element.remove()
  }

  #fit(): void {
    const width = this.#holder.clientWidth
    if (width === 0 || this.#at.length === 0) return
    const size = { width, height: this.#options.height ?? 200 }
    if (this.#plot === undefined) this.#plot = new uPlot(this.#plotOptions(size), this.#data(), this.#holder)
    else if (this.#plot.width !== width) this.#plot.setSize(size)
  }

  #data(): uPlot.AlignedData {
    // The highest is drawn first, so that each covers what is not its own.
    const values = this.#options.stacked === true ? stack(this.#values, this.#shown).toReversed() : this.#values
    return [this.#at, ...values] as uPlot.AlignedData
  }

  #plotOptions(size: { readonly width: number; readonly height: number }): uPlot.Options {
    const { lines, stacked, format, sync, context } = this.#options
    const axis = { stroke: () => colour('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false } }
    const grid = { stroke: () => colour('--line'), width: 1 }
    const series = lines.map((line, index): uPlot.Series => ({
      label: line.label,
      show: this.#shown[index] ?? true,
      stroke: () => colour(line.colour),
      width: stacked === true ? 0 : 1.75,
      ...(line.dash === true ? { dash: [5, 4] } : {}),
      ...(line.fill === true || stacked === true
        ? { fill: () => (stacked === true ? softened(colour(line.colour)) : faded(colour(line.colour), 0.13)) }
        : {}),
      spanGaps: false,
      points: { show: (_plot, _series, from, to) => to - from < 2 },
    }))
    return {
      ...size,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 7 },
        ...(sync === undefined ? {} : { sync: { key: sync } }),
        drag: { x: true, y: false },
      },
      scales: {
        x: { time: false },
        y: this.#isLogarithmic ? { distr: 3, log: 10 } : { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          space: 64,
          incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200],
          values: (_plot, splits) => splits.map(formatClock),
        },
        {
          ...axis,
          grid,
          size: 58,
          space: 34,
          values: (_plot, splits) => splits.map((value) => (value === null ? '' : formatTick(value, format))),
        },
      ],
      series: [{}, ...(stacked === true ? series.toReversed() : series)],
      hooks: {
        drawClear: [(plot) => drawPhases(plot, context)],
        draw: [(plot) => drawMarks(plot, context)],
        setCursor: [(plot) => this.#tell(plot.cursor.idx ?? undefined)],
        setSelect: [(plot) => (this.#isZoomed ||= plot.select.width > 0)],
        ready: [(plot) => plot.over.addEventListener('dblclick', () => (this.#isZoomed = false))],
      },
    }
  }

  #makeLegend({ label, colour: name }: ChartLine, index: number): { button: HTMLButtonElement; value: HTMLElement } {
    const value = make('b', { class: 'num' })
    const button = make(
      'button',
      { type: 'button', 'aria-pressed': String(this.#shown[index]), click: () => this.#toggleLine(index) },
      make('i', { class: `swatch ${name.slice(2)}` }),
      label,
      value,
    )
    return { button, value }
  }

  #toggleLine(index: number): void {
    this.#shown[index] = !this.#shown[index]
    this.#legend[index]?.button.setAttribute('aria-pressed', String(this.#shown[index]))
    const place = this.#options.stacked === true ? this.#options.lines.length - index : index + 1
    this.#plot?.setSeries(place, { show: this.#shown[index] ?? true })
    if (this.#options.stacked === true) this.#plot?.setData(this.#data(), !this.#isZoomed)
  }

  #toggleScale(button: HTMLElement): void {
    this.#isLogarithmic = !this.#isLogarithmic
    button.setAttribute('aria-pressed', String(this.#isLogarithmic))
    this.#plot?.destroy()
    this.#plot = undefined
    this.#fit()
  }

  #tell(index: number | undefined): void {
    const at = index ?? this.#at.length - 1
    for (const [line, { value }] of this.#legend.entries()) {
      const number = this.#values[line]?.[at]
      setText(value, number === null || number === undefined ? '–' : this.#options.format(number))
    }
  }
}

/** Each line on top of those before it; lines that are not shown add nothing. */
function stack(values: readonly Values[], shown: readonly boolean[]): number[][] {
  const sums: number[] = []
  return values.map((column, line) => {
    if (shown[line] !== true) return [...sums]
    for (const [index, value] of column.entries()) sums[index] = (sums[index] ?? 0) + (value ?? 0)
    return [...sums]
  })
}

function drawPhases(plot: uPlot, { phases }: ChartContext): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const { from, until, warmup } of phases) {
    const [left, right] = [from, until ?? plot.scales.x?.max ?? from].map((at) =>
      Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(at, 'x', true))),
    ) as [number, number]
    if (!warmup || right <= left) continue
    ctx.fillStyle = colour('--inset')
    ctx.fillRect(left, bbox.top, right - left, bbox.height)
    ctx.fillStyle = colour('--muted')
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
    ctx.textBaseline = 'top'
    ctx.textAlign = 'left'
    if (right - left > 60 * devicePixelRatio) ctx.fillText('warm-up', left + 6 * devicePixelRatio, bbox.top + 4 * devicePixelRatio)
  }
  ctx.restore()
}

function drawMarks(plot: uPlot, { marks }: ChartContext): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = colour('--line-strong')
  ctx.fillStyle = colour('--muted')
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
  const texts = new Map<number, string>()
  for (const { at, text } of marks) texts.set(at, texts.has(at) ? `${texts.get(at)}, ${text}` : text)
  const right = bbox.left + bbox.width
  for (const [at, text] of texts) {
    const x = plot.valToPos(at, 'x', true)
    if (!(x >= bbox.left && x <= right)) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const shown = text.length > 24 ? `${text.slice(0, 23)}…` : text
    const fits = x + ctx.measureText(shown).width + 8 * devicePixelRatio < right
    ctx.textAlign = fits ? 'left' : 'right'
    ctx.fillText(shown, x + (fits ? 4 : -4) * devicePixelRatio, bbox.top + 3 * devicePixelRatio)
  }
  ctx.restore()
}

/** `#1d58b8` and 0.1 give a colour that lets what is behind it through. */
export function faded(hex: string, opacity: number): string {
  return `${hex.slice(0, 7)}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`
}

/** A colour on the card behind it, without letting anything else through. */
function softened(hex: string): string {
  const [front, back] = [hex, colour('--card')].map((text) => [1, 3, 5].map((from) => Number.parseInt(text.slice(from, from + 2), 16)))
  return `rgb(${(front as number[]).map((part, index) => Math.round(part * 0.6 + (back?.[index] ?? 255) * 0.4)).join(' ')})`
}

/** A round number beside an axis, without the zeros that a measured one has: `1 s`, not `1.00 s`. */
export function formatTick(value: number, format: (value: number) => string): string {
  if (value === 0) return '0'
  return format(value)
    .replace(/(\.\d*?)0+(?!\d)/, '$1')
    .replace(/\.(?!\d)/, '')
}
