import { judgeThresholds } from '../../runtime/load/record/judge-thresholds.ts'
import type { EndpointTotals } from '../../runtime/load/record/endpoint-totals.ts'
import { formatCount, formatMicros, formatRate, formatShare } from '../../runtime/load/record/format-figures.ts'
import type { LoadHeader } from '../../runtime/load/record/load-record.ts'
import type { LoadTotals } from '../../runtime/load/record/load-totals.ts'
import { fit, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'

export interface TableOptions {
  readonly header: LoadHeader
  readonly totals: LoadTotals
  readonly style: Style
  /** Characters in a line: where they do not suffice, columns are left out, the least important first. */
  readonly width: number
  /** How many lines there may be; where they do not suffice, endpoints that fail are shown first, then the busiest. Default: no limit. */
  readonly height?: number
  readonly percentiles: readonly number[]
}

interface Column {
  readonly title: string
  /** Columns with the highest number go first where room is short. */
  readonly expendable: number
  cell(row: EndpointTotals): string
}

interface Line {
  readonly name: string
  readonly row: EndpointTotals
}

/** Where a name is cut, this much of it is still worth a line. */
const shortestName = 12

/** The statistics as a table: a line for each endpoint, and one for all together. */
export function renderLoadTable({ totals, style, width, height = Infinity, percentiles }: TableOptions): string[] {
  const used = totals.rows
    .map((row, index): Line => ({ name: printable(nameOf(totals, index)), row }))
    .filter(({ row }) => row.started > 0 || row.requests > 0)
  const lines: Line[] = [...used, { name: 'all', row: totals.total }]
  const longest = Math.max(...lines.map(({ name }) => [...name].length))
  const columns = chooseColumns(columnsOf(totals, percentiles), lines, width - Math.min(longest, shortestName))
  const widths = columns.map(({ title, cell }) => Math.max(title.length, ...lines.map(({ row }) => cell(row).length)))
  const nameWidth = Math.max(3, Math.min(longest, width - widths.reduce((sum, one) => sum + one + 2, 0) - 1))
  const draw = (name: string, cells: readonly string[]): string =>
    `${fit(name, nameWidth).padEnd(nameWidth)}${cells.map((cell, index) => `  ${cell.padStart(widths[index] ?? 0)}`).join('')}`
  const drawLine = ({ name, row }: Line): string =>
    draw(
      name,
      columns.map(({ cell }) => cell(row)),
    )
  const titles = draw(
    '',
    columns.map(({ title }) => title),
  )
  const { shown, left } = chooseLines(used, height - 2)
  return [
    style.dim(titles),
    ...shown.map((line) => (line.row.failureCount > 0 ? style.red(drawLine(line)) : drawLine(line))),
    ...(left > 0 ? [style.dim(fit(`and ${left} more`, width - 1))] : []),
    style.bold(drawLine({ name: 'all', row: totals.total })),
  ]
}

function columnsOf(totals: LoadTotals, percentiles: readonly number[]): Column[] {
  const telling = percentiles.includes(95) ? 95 : Math.max(...percentiles)
  return [
    { title: 'requests', expendable: 0, cell: ({ requests }) => formatCount(requests) },
    { title: 'fails', expendable: 0, cell: failuresOf },
    { title: 'rate/s', expendable: 2, cell: (row) => formatRate(totals.rateOf(row)) },
    { title: 'average', expendable: 5, cell: (row) => timeOf(row, row.response.average) },
    ...percentiles.map((percentile) => ({
      title: `p${percentile}`,
      expendable: percentile === telling ? 1 : 3,
      cell: (row: EndpointTotals) => timeOf(row, row.response.percentile(percentile)),
    })),
    { title: 'max', expendable: 4, cell: (row) => timeOf(row, row.response.max) },
  ]
}

function timeOf({ requests }: EndpointTotals, micros: number): string {
  return requests === 0 ? '-' : formatMicros(micros)
}

function failuresOf({ failureCount, failureShare }: EndpointTotals): string {
  return failureCount === 0 ? '0' : `${formatCount(failureCount)} (${formatShare(failureShare)})`
}

function chooseColumns(all: readonly Column[], lines: readonly Line[], room: number): readonly Column[] {
  const widthOf = ({ title, cell }: Column): number => 2 + Math.max(title.length, ...lines.map(({ row }) => cell(row).length))
  let columns = all
  while (columns.reduce((sum, column) => sum + widthOf(column), 0) >= room) {
    const most = Math.max(...columns.map(({ expendable }) => expendable))
    if (most === 0) break
    const last = columns.findLastIndex(({ expendable }) => expendable === most)
    columns = columns.filter((_, index) => index !== last)
  }
  return columns
}

/** In the order of the profile; where not all fit, those with failures and then the busiest. */
function chooseLines(lines: readonly Line[], height: number): { shown: readonly Line[]; left: number } {
  if (lines.length <= height) return { shown: lines, left: 0 }
  const byNeed = lines.toSorted((a, b) => b.row.failureCount - a.row.failureCount || b.row.requests - a.row.requests)
  const kept = new Set(byNeed.slice(0, Math.max(0, height - 1)))
  return { shown: lines.filter((line) => kept.has(line)), left: lines.length - kept.size }
}

function nameOf({ endpoints }: LoadTotals, index: number): string {
  const endpoint = endpoints[index]
  return `${endpoint?.method ?? ''} ${endpoint?.name ?? ''}`
}

/** Each threshold with what it came to. */
export function renderThresholds({ header, totals, style }: Pick<TableOptions, 'header' | 'totals' | 'style'>): string[] {
  return judgeThresholds(header, totals).map(({ held, text }) =>
    held ? `${style.green('✓')} ${text}` : `${style.red('✗')} ${style.red(text)}`,
  )
}
