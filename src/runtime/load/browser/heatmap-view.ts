import { formatClock, formatCount, formatMicros } from '../record/format-figures.ts'
import type { Heatmap } from '../record/heatmap.ts'
import { make, setText } from './dom.ts'
import { faded } from './mix-colour.ts'
import { colour, onThemeChange } from './theme.ts'

const margin = { left: 58, right: 8, top: 8, bottom: 26 }

/** Response times over time, the darker the more requests; a stall, a second mode or a slow start are seen at once, which no percentile shows. */
export class HeatmapView {
  readonly element: HTMLElement
  readonly #canvas = make('canvas', { role: 'img' })
  readonly #told = make('span', { class: 'told num' })
  readonly #height: number
  readonly #resize: ResizeObserver
  readonly #stopTheme: () => void
  #map: Heatmap = { step: 1, at: [], columns: [] }

  constructor({ title, height = 280 }: { readonly title: string; readonly height?: number }) {
    this.#height = height
    const holder = make('div', { class: 'plot' }, this.#canvas)
    this.element = make(
      'figure',
      { class: 'chart heat' },
      make('figcaption', {}, make('span', { class: 'title' }, title), this.#told),
      holder,
    )
    this.#canvas.addEventListener('pointermove', (event) => this.#tell(event))
    this.#canvas.addEventListener('pointerleave', () => setText(this.#told, ''))
    this.#resize = new ResizeObserver(() => this.#draw())
    this.#resize.observe(holder)
    this.#stopTheme = onThemeChange(() => this.#draw())
  }

  show(map: Heatmap): void {
    this.#map = map
    this.#canvas.setAttribute('aria-label', describe(map))
    this.#draw()
  }

  destroy(): void {
    this.#resize.disconnect()
    this.#stopTheme()
    this.element.remove()
  }

  #draw(): void {
    const width = this.#canvas.parentElement?.clientWidth ?? 0
    if (width === 0) return
    const ratio = devicePixelRatio
    const [wide, high] = [Math.round(width * ratio), Math.round(this.#height * ratio)]
    if (this.#canvas.width !== wide || this.#canvas.height !== high) {
      this.#canvas.width = wide
      this.#canvas.height = high
    }
    const context = this.#canvas.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, this.#height)
    if (this.#map.at.length === 0) return
    this.#drawAxes(context, width)
    this.#drawCells(context, width)
  }

  #drawCells(context: CanvasRenderingContext2D, width: number): void {
    const { columns, at, step } = this.#map
    const frame = this.#frame(width)
    const most = Math.max(1, ...columns.map((column) => Math.max(0, ...column.filter((_, index) => index % 2 === 1))))
    const cellWidth = (step / frame.span) * frame.wide
    const cellHeight = frame.high / (frame.top - frame.bottom + 1)
    const shades = Array.from({ length: 33 }, (_, index) => faded(colour('--c-heat'), 0.06 + (0.94 * index) / 32))
    for (const [index, column] of columns.entries()) {
      const x = margin.left + (((at[index] as number) - frame.start) / frame.span) * frame.wide
      for (let cell = 0; cell + 1 < column.length; cell += 2) {
        const y = margin.top + (frame.top - (column[cell] as number)) * cellHeight
        // logarithmic, because one slow request matters as much as a thousand usual ones
        context.fillStyle = shades[Math.round((32 * Math.log1p(column[cell + 1] as number)) / Math.log1p(most))] as string
        // On whole pixels, or the seams between cells would show.
        const [left, upper] = [Math.round(x), Math.round(y)]
        context.fillRect(left, upper, Math.max(1, Math.round(x + cellWidth) - left), Math.max(1, Math.round(y + cellHeight) - upper))
      }
    }
  }

  #drawAxes(context: CanvasRenderingContext2D, width: number): void {
    const frame = this.#frame(width)
    context.font = '11px system-ui, sans-serif'
    context.strokeStyle = colour('--line')
    context.fillStyle = colour('--muted')
    context.textBaseline = 'middle'
    context.textAlign = 'right'
    for (const micros of [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 60_000_000]) {
      const row = 4 * Math.log2(micros)
      if (row < frame.bottom || row > frame.top + 1) continue
      const y = margin.top + (frame.top + 1 - row) * (frame.high / (frame.top - frame.bottom + 1))
      context.beginPath()
      context.moveTo(margin.left, y)
      context.lineTo(width - margin.right, y)
      context.stroke()
      context.fillText(formatMicros(micros).replace(/\.0+(?= )/, ''), margin.left - 8, y)
    }
    context.textAlign = 'center'
    context.textBaseline = 'top'
    const wanted = Math.max(1, Math.floor(frame.wide / 80))
    const step =
      [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400].find((seconds) => frame.span / seconds <= wanted) ?? 43_200
    for (let at = Math.ceil(frame.start / step) * step; at <= frame.start + frame.span; at += step)
      context.fillText(
        formatClock(at),
        Math.min(width - 16, margin.left + ((at - frame.start) / frame.span) * frame.wide),
        this.#height - margin.bottom + 8,
      )
  }

  #frame(width: number): Frame {
    const { at, columns, step } = this.#map
    const rows = columns.flatMap((column) => column.filter((_, index) => index % 2 === 0))
    const start = at[0] ?? 0
    return {
      start,
      span: Math.max(step, (at.at(-1) ?? 0) + step - start),
      wide: width - margin.left - margin.right,
      high: this.#height - margin.top - margin.bottom,
      bottom: rows.reduce((least, row) => Math.min(least, row), Infinity) - 1,
      top: rows.reduce((most, row) => Math.max(most, row), 0) + 1,
    }
  }

  #tell(event: PointerEvent): void {
    const frame = this.#frame(this.#canvas.clientWidth)
    const at = frame.start + ((event.offsetX - margin.left) / frame.wide) * frame.span
    const row = frame.top - Math.floor((event.offsetY - margin.top) / (frame.high / (frame.top - frame.bottom + 1)))
    const index = this.#map.at.findLastIndex((start) => start <= at)
    const column = this.#map.columns[index]
    if (column === undefined || at < frame.start || row < frame.bottom) return setText(this.#told, '')
    let count = 0
    for (let cell = 0; cell + 1 < column.length; cell += 2) if (column[cell] === row) count = column[cell + 1] as number
    const start = this.#map.at[index] as number
    setText(
      this.#told,
      `${formatClock(start)}, ${formatMicros(2 ** (row / 4))} to ${formatMicros(2 ** ((row + 1) / 4))}: ${formatCount(count)} ${count === 1 ? 'request' : 'requests'}`,
    )
  }
}

interface Frame {
  readonly start: number
  readonly span: number
  readonly wide: number
  readonly high: number
  /** Rows of the smallest and the largest time, with a little room. */
  readonly bottom: number
  readonly top: number
}

function describe({ at, columns, step }: Heatmap): string {
  const counts = new Map<number, number>()
  for (const column of columns)
    for (let cell = 0; cell + 1 < column.length; cell += 2)
      counts.set(column[cell] as number, (counts.get(column[cell] as number) ?? 0) + (column[cell + 1] as number))
  const [row] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? []
  if (row === undefined) return 'Heatmap of response times: no requests yet'
  return `Heatmap of response times over ${(at.at(-1) ?? 0) + step} seconds; most requests took ${formatMicros(2 ** (row / 4))} to ${formatMicros(2 ** ((row + 1) / 4))}`
}
