import { formatCount, formatMicros, formatRate } from '../record/format-figures.ts'
import type { ChartContext } from './chart-background.ts'
import type { ChartLine, Values } from './time-chart.ts'
import { TimeChart } from './time-chart.ts'

/** The columns that the charts of a run are drawn from; an endpoint has the first three. */
export interface ChartData {
  readonly rate: Values
  readonly failures: Values
  readonly percentiles: readonly Values[]
  readonly users?: Values
  readonly inFlight?: Values
  readonly queued?: Values
  readonly targetRate?: Values
  readonly statuses?: Readonly<Record<string, Values>>
}

export type ChartKind = 'rate' | 'times' | 'users' | 'statuses'

export interface LoadChart {
  readonly element: HTMLElement
  show(at: readonly number[], data: ChartData): void
  destroy(): void
}

export interface LoadChartOptions {
  readonly percentiles: readonly number[]
  readonly context: ChartContext
  readonly open?: boolean
  readonly height?: number
  readonly title?: string
  readonly sync?: string
}

const timeColours = ['--c-mid', '--c-high', '--c-top', '--c-four', '--c-five']

/** One of the charts that the live page and the report have in common. */
export function makeLoadChart(kind: ChartKind, options: LoadChartOptions): LoadChart {
  const { percentiles, context, open = false, height, sync } = options
  const common = { context, ...(height === undefined ? {} : { height }), ...(sync === undefined ? {} : { sync }) }
  const kinds: Record<ChartKind, () => readonly [TimeChart, (data: ChartData) => readonly Values[]]> = {
    rate: () => {
      const lines: ChartLine[] = [
        { label: 'Requests/s', colour: '--c-rate', fill: true },
        { label: 'Failures/s', colour: '--c-bad', fill: true },
        ...(open ? [{ label: 'Aimed at', colour: '--muted', dash: true }] : []),
      ]
      return [
        new TimeChart({ title: options.title ?? 'Requests per second', lines, format: formatRate, ...common }),
        ({ rate, failures, targetRate = [] }) => [rate, failures, ...(open ? [targetRate] : [])],
      ]
    },
    times: () => {
      const lines = percentiles.map((percentile, index) => ({
        label: `p${percentile}`,
        colour: timeColours[index % timeColours.length] as string,
      }))
      return [
        new TimeChart({
          title: options.title ?? 'Response times',
          lines,
          format: (millis) => formatMicros(millis * 1000),
          logarithmic: true,
          ...common,
        }),
        (data) => data.percentiles,
      ]
    },
    users: () => {
      const lines: ChartLine[] = [
        { label: 'Users', colour: '--c-users', fill: true },
        { label: 'In flight', colour: '--c-mid' },
        ...(open ? [{ label: 'Waiting', colour: '--c-bad' }] : []),
      ]
      return [
        new TimeChart({ title: open ? 'Connections' : 'Users', lines, format: formatCount, ...common }),
        ({ users = [], inFlight = [], queued = [] }) => [users, inFlight, ...(open ? [queued] : [])],
      ]
    },
    statuses: () => {
      const classes = ['2xx', '3xx', '4xx', '5xx', 'no answer'] as const
      const lines = classes.map((label, index) => ({
        label,
        colour: ['--c-mid', '--c-rate', '--c-high', '--c-bad', '--muted'][index] as string,
      }))
      return [
        new TimeChart({ title: 'Answers per second by status', lines, format: formatRate, stacked: true, ...common }),
        ({ statuses = {}, rate }) => classes.map((name) => statuses[name] ?? rate.map(() => 0)),
      ]
    },
  }
  const [chart, pick] = kinds[kind]()
  return { element: chart.element, show: (at, data) => chart.show(at, pick(data)), destroy: () => chart.destroy() }
}
