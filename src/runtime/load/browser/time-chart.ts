import uPlot from 'uplot'
import type { ChartContext } from './chart-background.ts'
import { make, setText } from './dom.ts'
import { plotOptions } from './plot-options.ts'
import type { PlotState } from './plot-options.ts'
import { onThemeChange } from './theme.ts'

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
    if (this.#plot === undefined) this.#plot = new uPlot(plotOptions(this.#options, this.#state(size)), this.#data(), this.#holder)
    else if (this.#plot.width !== width) this.#plot.setSize(size)
  }

  #state(size: { readonly width: number; readonly height: number }): PlotState {
    return {
      ...size,
      shown: this.#shown,
      isLogarithmic: this.#isLogarithmic,
      told: (index) => this.#tell(index),
      zoomed: () => (this.#isZoomed = true),
      unzoomed: () => (this.#isZoomed = false),
    }
  }

  #data(): uPlot.AlignedData {
    // The highest is drawn first, so that each covers what is not its own.
    const values = this.#options.stacked === true ? stack(this.#values, this.#shown).toReversed() : this.#values
    return [this.#at, ...values] as uPlot.AlignedData
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
