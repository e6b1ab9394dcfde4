import { formatCount, formatMillis, formatRate } from '../../record/format-figures.ts'
import type { LiveRow } from '../../page/live-types.ts'
import { figure, percentileOf } from './live-store.ts'

export interface Column {
  readonly title: string
  readonly value: (row: LiveRow) => number
  readonly format: (value: number) => string
  /** A number above zero is bad news. */
  readonly bad?: boolean
  /** A response time, which is nothing where nothing was measured. */
  readonly isTime?: boolean
}

function named(name: Parameters<typeof figure>[1]): (row: LiveRow) => number {
  return (row) => figure(row, name)
}

function millis(value: number): string {
  return formatMillis(value * 1000)
}

/** Locust's columns, with the percentiles that were asked for. */
export function columnsFor(percentiles: readonly number[]): Column[] {
  return [
    { title: '# Requests', value: named('requests'), format: formatCount },
    { title: '# Fails', value: named('failures'), format: formatCount, bad: true },
    ...percentiles.map((percentile, index) => ({
      title: percentile === 50 ? 'Median (ms)' : `${percentile}%ile (ms)`,
      value: (row: LiveRow) => percentileOf(row, index),
      format: millis,
      isTime: true,
    })),
    { title: 'Average (ms)', value: named('average'), format: millis, isTime: true },
    { title: 'Min (ms)', value: named('min'), format: millis, isTime: true },
    { title: 'Max (ms)', value: named('max'), format: millis, isTime: true },
    { title: 'Average size (bytes)', value: named('bytes'), format: formatCount },
    { title: 'Current RPS', value: named('rate'), format: formatRate },
    { title: 'Current failures/s', value: named('failureRate'), format: formatRate, bad: true },
  ]
}
