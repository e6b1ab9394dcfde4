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
  readonly width: number
  readonly percentiles: readonly number[]
}

/** The statistics as a table: a line for each endpoint, and one for all together. */
export function renderLoadTable({ totals, style, width, percentiles }: TableOptions): string[] {
  const columns = ['requests', 'fails', 'rate/s', 'average', ...percentiles.map((percentile) => `p${percentile}`), 'max']
  const rows = totals.rows.map((row, index) => ({ name: nameOf(totals, index), cells: cellsOf(row, totals, percentiles), row }))
  const used = rows.filter(({ row }) => row.started > 0 || row.requests > 0)
  const all = [...used, { name: 'all', cells: cellsOf(totals.total, totals, percentiles), row: totals.total }]
  const widths = columns.map((column, index) => Math.max(column.length, ...all.map(({ cells }) => (cells[index] ?? '').length)))
  const room = Math.max(10, width - widths.reduce((sum, one) => sum + one + 2, 0) - 1)
  const nameWidth = Math.min(room, Math.max(...all.map(({ name }) => [...name].length)))
  const line = (name: string, cells: readonly string[]): string =>
    `${fit(printable(name), nameWidth).padEnd(nameWidth)}${cells.map((cell, index) => `  ${cell.padStart(widths[index] ?? 0)}`).join('')}`
  const body = used.map(({ name, cells, row }) => (row.failureCount > 0 ? style.red(line(name, cells)) : line(name, cells)))
  const last = all.at(-1)
  return [style.dim(line('', columns)), ...body, style.bold(line('all', last?.cells ?? []))]
}

function nameOf({ endpoints }: LoadTotals, index: number): string {
  const endpoint = endpoints[index]
  return `${endpoint?.method ?? ''} ${endpoint?.name ?? ''}`
}

function cellsOf(row: EndpointTotals, totals: LoadTotals, percentiles: readonly number[]): string[] {
  const { response, requests } = row
  const time = (micros: number): string => (requests === 0 ? '-' : formatMicros(micros))
  return [
    formatCount(requests),
    row.failureCount === 0 ? '0' : `${formatCount(row.failureCount)} (${formatShare(row.failureShare)})`,
    formatRate(totals.rateOf(row)),
    time(response.average),
    ...percentiles.map((percentile) => time(response.percentile(percentile))),
    time(response.max),
  ]
}

/** Each threshold with what it came to. */
export function renderThresholds({ header, totals, style }: Pick<TableOptions, 'header' | 'totals' | 'style'>): string[] {
  return judgeThresholds(header, totals).map(({ held, text }) =>
    held ? `${style.green('✓')} ${text}` : `${style.red('✗')} ${style.red(text)}`,
  )
}
