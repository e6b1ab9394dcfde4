import { Histogram } from '../metrics/histogram.ts'
import type { EndpointTotals } from '../record/endpoint-totals.ts'
import type { LoadSample } from '../record/load-record.ts'
import { LoadTotals } from '../record/load-totals.ts'
import type { LoadRun } from '../record/read-record.ts'
import { csvPercentiles } from './load-summary.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/*
 * The four files of `locust --csv`, with its names, columns and units (milliseconds, bytes), so that what reads Locust's files reads these:
 * locust/stats.py of Locust 2.46. Figures are not rounded to two digits as Locust does.
 */

const percentileNames = csvPercentiles.map((percentile) => `${percentile}%`)

/** `<prefix>_stats.csv`: a line for each endpoint, then all of them together. */
export function renderStatsCsv({ totals }: LoadAnalysis): string {
  const head = [
    'Type',
    'Name',
    'Request Count',
    'Failure Count',
    'Median Response Time',
    'Average Response Time',
    'Min Response Time',
    'Max Response Time',
    'Average Content Size',
    'Requests/s',
    'Failures/s',
    ...percentileNames,
  ]
  const lines = totals.rows.map((row, index) => {
    const { method = '', name = '' } = totals.endpoints[index] ?? {}
    return [method, name, ...statsCells(row, totals)]
  })
  return csv([head, ...lines, ['', 'Aggregated', ...statsCells(totals.total, totals)]])
}

function statsCells(row: EndpointTotals, totals: LoadTotals): Cell[] {
  const { response, requests, failureCount } = row
  const perSecond = (count: number) => (totals.seconds === 0 ? 0 : count / totals.seconds)
  return [
    requests,
    failureCount,
    millis(response.percentile(50)),
    millis(response.average),
    millis(response.min),
    millis(response.max),
    row.averageBytes,
    perSecond(requests),
    perSecond(failureCount),
    ...csvPercentiles.map((percentile) => millis(response.percentile(percentile))),
  ]
}

/** How many seconds Locust looks back for the percentiles and rates of its history. */
const historyWindow = 10

/** `<prefix>_stats_history.csv`: a line a second for all endpoints together, or with `full` also one for each. */
export function* renderHistoryCsv(run: LoadRun, { full = false }: { readonly full?: boolean } = {}): Generator<string> {
  const head = ['Timestamp', 'User Count', 'Type', 'Name', 'Requests/s', 'Failures/s', ...percentileNames]
  const totalNames = [
    'Request Count',
    'Failure Count',
    'Median Response Time',
    'Average Response Time',
    'Min Response Time',
    'Max Response Time',
  ]
  yield csv([[...head, ...totalNames.map((name) => `Total ${name}`), 'Total Average Content Size']])
  const totals = new LoadTotals(run.header)
  const window: LoadSample[] = []
  for (const sample of run.samples()) {
    totals.add(sample)
    window.push(sample)
    if (window.length > historyWindow) window.shift()
    const time = Math.floor(run.header.startedAt / 1000) + sample.at
    const line = (names: readonly Cell[], row: EndpointTotals, endpoint?: number) => [
      time,
      sample.users,
      ...names,
      ...windowCells(window, endpoint),
      ...totalCells(row),
    ]
    const lines = full
      ? totals.rows.map((row, index) => line([totals.endpoints[index]?.method, totals.endpoints[index]?.name], row, index))
      : []
    yield csv([...lines, line(['', 'Aggregated'], totals.total)])
  }
}

function windowCells(window: readonly LoadSample[], endpoint: number | undefined): Cell[] {
  const times = new Histogram()
  let [requests, failures] = [0, 0]
  for (const { endpoints } of window)
    for (const part of endpoints) {
      if (endpoint !== undefined && part.endpoint !== endpoint) continue
      times.addSparse(part.response)
      requests += part.ok + part.failed + part.timedOut
      failures += part.failed + part.timedOut
    }
  return [
    requests / window.length,
    failures / window.length,
    ...csvPercentiles.map((percentile) => (times.count === 0 ? 'N/A' : millis(times.percentile(percentile)))),
  ]
}

function totalCells(row: EndpointTotals): Cell[] {
  const { response } = row
  return [
    row.requests,
    row.failureCount,
    millis(response.percentile(50)),
    millis(response.average),
    millis(response.min),
    millis(response.max),
    row.averageBytes,
  ]
}

/** `<prefix>_failures.csv`. */
export function renderFailuresCsv({ run, totals }: LoadAnalysis): string {
  const lines = totals.rows.flatMap((row, index) => {
    const { method, name } = totals.endpoints[index] ?? {}
    return [...row.failures.values()].map((failure) => [
      method,
      name,
      failure.message,
      failure.count,
      clock(run, failure.firstAt),
      clock(run, failure.lastAt),
    ])
  })
  return csv([['Method', 'Name', 'Error', 'Occurrences', 'First Seen', 'Last Seen'], ...lines])
}

/** `<prefix>_exceptions.csv`: what the profile's own code threw. */
export function renderExceptionsCsv({ totals }: LoadAnalysis): string {
  const lines = totals.rows.flatMap((row) =>
    [...row.failures.values()]
      .filter(({ exception }) => exception)
      .map(({ count, message, example }) => [count, message, example?.detail ?? '', 'local']),
  )
  return csv([['Count', 'Message', 'Traceback', 'Nodes'], ...lines])
}

function clock({ header }: LoadRun, at: number): string {
  return new Date(header.startedAt + at * 1000).toISOString()
}

type Cell = string | number | undefined

function millis(micros: number): number {
  return Math.round(micros) / 1000
}

function csv(lines: readonly (readonly Cell[])[]): string {
  return lines.map((cells) => `${cells.map(cell).join(',')}\n`).join('')
}

/** Text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises. */
function cell(value: Cell = ''): string {
  if (typeof value === 'number') return String(Number(value.toFixed(3)))
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
