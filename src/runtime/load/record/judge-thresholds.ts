import { EndpointTotals } from './endpoint-totals.ts'
import { formatCount, formatMicros, formatRate, formatShare } from './format-figures.ts'
import type { LoadHeader, LoadMeasure, LoadThreshold } from './load-record.ts'
import type { LoadTotals } from './load-totals.ts'

export interface ThresholdVerdict {
  readonly threshold: LoadThreshold
  readonly held: boolean
  /** In the unit of the measure; absent where there was nothing to measure. */
  readonly actual: number | undefined
  /** `412 ms`. */
  readonly actualText: string
  /** One line: `p95 of predict was 412 ms, expected lt: 200ms`. */
  readonly text: string
}

export interface LoadVerdict {
  readonly passed: boolean
  readonly thresholds: readonly ThresholdVerdict[]
  /** What else makes the run fail: no request was sent, none succeeded. */
  readonly reasons: readonly string[]
}

/** A run passes when every threshold holds and at least one request succeeded. */
export function judgeLoad(header: LoadHeader, totals: LoadTotals): LoadVerdict {
  const thresholds = judgeThresholds(header, totals)
  const reasons = findEmptiness(totals)
  return { passed: reasons.length === 0 && thresholds.every(({ held }) => held), thresholds, reasons }
}

export function judgeThresholds({ thresholds }: LoadHeader, totals: LoadTotals): ThresholdVerdict[] {
  return thresholds.map((threshold) => judgeThreshold(threshold, totals))
}

/** The threshold that ends the run now: broken, with `abortAfter` seconds of measurement behind it, and not one that only needs time. */
export function findAbort({ thresholds }: LoadHeader, totals: LoadTotals): ThresholdVerdict | undefined {
  return thresholds
    .filter(({ abortAfter }) => abortAfter !== undefined && totals.seconds >= abortAfter)
    .filter(({ measure, matcher }) => measure.kind !== 'requests' || (matcher.gt === undefined && matcher.gte === undefined))
    .map((threshold) => judgeThreshold(threshold, totals))
    .find(({ held, actual }) => !held && actual !== undefined)
}

function judgeThreshold(threshold: LoadThreshold, totals: LoadTotals): ThresholdVerdict {
  const { of, measure, matcher, written } = threshold
  const rows = of === 'total' ? [totals.total] : totals.rows.filter((_, index) => totals.endpoints[index]?.name === of.endpoint)
  const actual = measureOf(sumOf(rows), measure, totals)
  const subject = `${describeMeasure(measure)}${of === 'total' ? '' : ` of ${of.endpoint}`}`
  if (actual === undefined) {
    const text = `${subject}: nothing was measured${of === 'total' ? '' : `, no request of \`${of.endpoint}\` finished`}, expected ${written}`
    return { threshold, held: false, actual, actualText: 'nothing measured', text }
  }
  const actualText = formatMeasure(measure, actual, matcher)
  return { threshold, held: holds(actual, matcher), actual, actualText, text: `${subject} was ${actualText}, expected ${written}` }
}

function measureOf(row: EndpointTotals, measure: LoadMeasure, totals: LoadTotals): number | undefined {
  const { response, requests } = row
  if (measure.kind === 'requests') return requests
  if (measure.kind === 'rate') return totals.seconds === 0 ? undefined : totals.rateOf(row)
  if (requests === 0) return undefined
  switch (measure.kind) {
    case 'percentile':
      return response.percentile(measure.percentile)
    case 'average':
      return response.average
    case 'max':
      return response.max
    case 'min':
      return response.min
    case 'errors':
      return row.failureShare
  }
}

/** Two requests may share a name (another method, another service): the threshold is about both together. */
function sumOf(rows: readonly EndpointTotals[]): EndpointTotals {
  const [first] = rows
  if (rows.length === 1 && first !== undefined) return first
  const sum = new EndpointTotals()
  for (const row of rows) sum.merge(row)
  return sum
}

function holds(actual: number, { lt, lte, gt, gte, equals }: LoadThreshold['matcher']): boolean {
  return (
    (lt === undefined || actual < lt) &&
    (lte === undefined || actual <= lte) &&
    (gt === undefined || actual > gt) &&
    (gte === undefined || actual >= gte) &&
    (equals === undefined || actual === equals)
  )
}

export function describeMeasure(measure: LoadMeasure): string {
  return measure.kind === 'percentile' ? `p${measure.percentile}` : measure.kind
}

/** A value that just missed its limit must not read like the limit: then it is shown with all its digits. */
function formatMeasure({ kind }: LoadMeasure, actual: number, matcher: LoadThreshold['matcher']): string {
  const format =
    kind === 'errors'
      ? formatShare
      : kind === 'rate'
        ? (value: number) => `${formatRate(value)}/s`
        : kind === 'requests'
          ? formatCount
          : formatMicros
  const text = format(actual)
  const looksEqual = Object.values(matcher).some((limit) => limit !== undefined && limit !== actual && format(limit) === text)
  if (!looksEqual) return text
  return kind === 'errors'
    ? `${Number((actual * 100).toPrecision(7))} %`
    : kind === 'rate'
      ? `${Number(actual.toPrecision(7))}/s`
      : kind === 'requests'
        ? text
        : `${Number((actual / 1000).toFixed(3))} ms`
}

function findEmptiness({ total, warmup, seconds }: LoadTotals): string[] {
  if (total.started === 0 && total.requests === 0)
    return [
      warmup.started > 0 && seconds === 0
        ? 'The run ended in its warm-up: nothing was measured'
        : 'No request was sent while it was measured',
    ]
  if (total.ok === 0) return [total.requests === 0 ? 'No request finished' : `None of ${formatCount(total.requests)} requests succeeded`]
  return []
}
