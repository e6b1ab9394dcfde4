import { make, one, setText } from '../dom.ts'
import { onThemeChange } from '../theme.ts'
import { drawTrend, trendLength } from './draw-trend.ts'
import { pointPercentileOf } from './live-store.ts'
import type { LiveStore } from './live-store.ts'
import { columnsFor } from './statistics-columns.ts'
import type { Column } from './statistics-columns.ts'
import { fillLine, makeLine } from './statistics-line.ts'
import type { Line } from './statistics-line.ts'

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

  const addLine = (endpoint: number): Line => {
    const { method = '', name = '' } = store.picture.endpoints[endpoint] ?? {}
    return makeLine({ method, name }, columns, () => pick(endpoint))
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
    lines = endpoints.map((_, index) => addLine(index))
    total = makeLine({ method: '', name: 'Aggregated' }, columns)
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
      fillLine(line, columns, rows[index] ?? [])
      if (line.trend !== undefined && !line.row.hidden) drawTrend(line.trend, line.history)
    }
    if (total !== undefined) fillLine(total, columns, store.picture.total)
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
      const line = addLine(lines.length)
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
