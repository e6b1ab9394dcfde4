import { formatCount, formatMillis, formatRate } from '../../record/format-figures.ts'
import type { LiveRow } from '../../page/live-types.ts'
import { make, one, setText } from '../dom.ts'
import { colour, onThemeChange } from '../theme.ts'
import { figure, percentileOf, pointPercentileOf } from './live-store.ts'
import type { LiveStore } from './live-store.ts'

interface Column {
  readonly title: string
  readonly value: (row: LiveRow) => number
  readonly format: (value: number) => string
  /** A number above zero is bad news. */
  readonly bad?: boolean
}

interface Line {
  readonly row: HTMLTableRowElement
  readonly cells: readonly HTMLElement[]
  readonly trend: HTMLCanvasElement | undefined
  readonly history: (number | null)[]
  values: LiveRow
}

const trendLength = 60

/** Locust's table with the percentiles that were asked for, and how the slowest of them developed in the last minute. */
export function showStatistics(
  store: LiveStore,
  { pick, isVisible }: { readonly pick: (endpoint: number) => void; readonly isVisible: () => boolean },
): { draw: () => void } {
  const panel = one('#statistics')
  let lines: Line[] = []
  let total: Line | undefined
  let columns: readonly Column[] = []
  let sort: { readonly column: number; readonly falling: boolean } | undefined
  let body = make('tbody')
  const filter = make('input', {
    class: 'search',
    type: 'search',
    placeholder: 'Filter endpoints',
    'aria-label': 'Filter endpoints by method or name',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const shown = make('span', { class: 'muted num', 'aria-live': 'polite' })

  const makeLine = (endpoint: number | undefined): Line => {
    const { method = '', name = 'Aggregated' } = endpoint === undefined ? {} : (store.picture.endpoints[endpoint] ?? {})
    const cells = columns.map(() => make('td'))
    const trend = endpoint === undefined ? undefined : make('canvas', { 'aria-hidden': 'true' })
    const title =
      endpoint === undefined
        ? name
        : make('button', { type: 'button', class: 'pick', title: 'Show its charts', click: () => pick(endpoint) }, name)
    const row = make(
      'tr',
      {},
      make('th', { scope: 'row', class: 'text name' }, title),
      make('td', { class: 'text method' }, method),
      ...cells,
      trend === undefined ? make('td') : make('td', { class: 'trend' }, trend),
    )
    return { row, cells, trend, history: [], values: [] }
  }
  const fillLine = (line: Line, values: LiveRow) => {
    line.values = values
    for (const [index, { value, format, bad }] of columns.entries()) {
      const cell = line.cells[index] as HTMLElement
      const number = value(values)
      setText(cell, format(number))
      const kind = number === 0 ? 'zero' : bad === true ? 'bad' : ''
      if (cell.className !== kind) cell.className = kind
    }
  }
  const arrange = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
    const { endpoints } = store.picture
    let count = 0
    for (const [index, { row }] of lines.entries()) {
      const text = `${endpoints[index]?.method} ${endpoints[index]?.name}`.toLowerCase()
      const fits = words.every((word) => text.includes(word))
      if (row.hidden === fits) row.hidden = !fits
      if (fits) count++
    }
    setText(shown, words.length > 0 ? `${count} of ${lines.length}` : '')
    if (sort === undefined) return
    const { value } = columns[sort.column] as Column
    const sign = sort.falling ? -1 : 1
    const sorted = lines.map(({ row, values }) => ({ row, number: value(values) })).sort((a, b) => sign * (a.number - b.number))
    if (sorted.some(({ row }, index) => body.children[index] !== row)) body.append(...sorted.map(({ row }) => row))
  }
  const build = () => {
    const { percentiles, endpoints } = store.picture
    columns = columnsFor(percentiles)
    lines = endpoints.map((_, index) => makeLine(index))
    total = makeLine(undefined)
    body = make('tbody', {}, ...lines.map(({ row }) => row))
    const heads = columns.map(({ title }, column) => {
      const head = make('th', { scope: 'col' })
      head.append(
        make(
          'button',
          {
            type: 'button',
            click: () => {
              sort = { column, falling: !(sort?.column === column && sort.falling) }
              for (const other of heads) other.removeAttribute('aria-sort')
              head.setAttribute('aria-sort', sort.falling ? 'descending' : 'ascending')
              arrange()
            },
          },
          title,
        ),
      )
      return head
    })
    const head = make(
      'thead',
      {},
      make(
        'tr',
        {},
        make('th', { scope: 'col', class: 'text name' }, 'Name'),
        make('th', { scope: 'col', class: 'text' }, 'Type'),
        ...heads,
        make('th', { scope: 'col', class: 'text' }, `p${percentiles.at(-1)}, last minute`),
      ),
    )
    const table = make('table', { class: 'data' }, head, body, make('tfoot', {}, total.row))
    panel.replaceChildren(
      make('div', { class: 'bar-tools' }, filter, shown),
      make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Statistics' }, table),
    )
  }
  const drawAll = () => {
    const { rows } = store.picture
    for (const [index, line] of lines.entries()) {
      fillLine(line, rows[index] ?? [])
      if (line.trend !== undefined && !line.row.hidden) drawTrend(line.trend, line.history)
    }
    if (total !== undefined) fillLine(total, store.picture.total)
    arrange()
  }

  filter.addEventListener('input', arrange)
  onThemeChange(() => isVisible() && drawAll())
  store.listen((news) => {
    if (news === 'picture') {
      sort = undefined
      build()
      drawAll()
    }
    if (news !== 'change') return
    const { rows, percentiles } = store.picture
    while (lines.length < store.picture.endpoints.length) {
      const line = makeLine(lines.length)
      lines.push(line)
      body.append(line.row)
    }
    for (const [index, line] of lines.entries()) {
      line.history.push(pointPercentileOf(rows[index] ?? [], { index: percentiles.length - 1, count: percentiles.length }))
      if (line.history.length > trendLength) line.history.shift()
    }
    if (isVisible()) drawAll()
  })
  return { draw: drawAll }
}

function named(name: Parameters<typeof figure>[1]): (row: LiveRow) => number {
  return (row) => figure(row, name)
}

function millis(value: number): string {
  return formatMillis(value * 1000)
}

function columnsFor(percentiles: readonly number[]): Column[] {
  return [
    { title: '# Requests', value: named('requests'), format: formatCount },
    { title: '# Fails', value: named('failures'), format: formatCount, bad: true },
    ...percentiles.map((percentile, index) => ({
      title: percentile === 50 ? 'Median (ms)' : `${percentile}%ile (ms)`,
      value: (row: LiveRow) => percentileOf(row, index),
      format: millis,
    })),
    { title: 'Average (ms)', value: named('average'), format: millis },
    { title: 'Min (ms)', value: named('min'), format: millis },
    { title: 'Max (ms)', value: named('max'), format: millis },
    { title: 'Average size (bytes)', value: named('bytes'), format: formatCount },
    { title: 'Current RPS', value: named('rate'), format: formatRate },
    { title: 'Current failures/s', value: named('failureRate'), format: formatRate, bad: true },
  ]
}

function drawTrend(canvas: HTMLCanvasElement, values: readonly (number | null)[]): void {
  const [width, height] = [96 * devicePixelRatio, 24 * devicePixelRatio]
  if (canvas.width !== width) [canvas.width, canvas.height] = [width, height]
  const context = canvas.getContext('2d')
  if (context === null) return
  context.clearRect(0, 0, width, height)
  const most = values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0)
  if (most === 0 || values.length < 2) return
  context.strokeStyle = colour('--c-top')
  context.lineWidth = 1.25 * devicePixelRatio
  context.beginPath()
  let isDown = false
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDown = false
      continue
    }
    const x = ((index + trendLength - values.length) / (trendLength - 1)) * (width - 2)
    const y = height - 2 - (value / most) * (height - 5)
    if (isDown) context.lineTo(x, y)
    else context.moveTo(x, y)
    isDown = true
  }
  context.stroke()
}
