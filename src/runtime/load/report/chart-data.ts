import type { EndpointTotals } from '../record/endpoint-totals.ts'
import { millis } from '../record/round-figures.ts'
import type { LoadAnalysis } from './analyse-load.ts'

/** What the script of the report draws; all endpoints together first, then each. Read by `browser/report/report-main.ts`. */
export function chartDataOf({ run, totals, series, endpointSeries, heatmap, endpointHeatmaps, percentiles, marks }: LoadAnalysis): unknown {
  const { step: _step, at, average: _average, cpu: _cpu, lateness: _lateness, loopDelay: _loopDelay, ...columns } = series
  return {
    open: run.header.model === 'open',
    percentiles,
    at,
    context: { phases: run.header.phases, marks },
    charts: [columns, ...endpointSeries.map(({ rate, failures, percentiles: times }) => ({ rate, failures, percentiles: times }))],
    heatmaps: [heatmap, ...endpointHeatmaps],
    spectra: [totals.total, ...totals.rows].map(spectrumOf),
  }
}

/** Dense where people look, and no further into the tail than there are requests to tell. */
const spectrumPoints: readonly number[] = [
  0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 82.5, 85, 87.5, 90, 91, 92, 93, 94, 95, 96, 97, 97.5, 98, 98.5, 99,
  99.2, 99.4, 99.6, 99.8, 99.9, 99.92, 99.94, 99.96, 99.98, 99.99, 99.995, 99.999, 99.9995, 99.9999,
]

function spectrumOf({ response, service, hasService }: EndpointTotals): unknown {
  const percentiles = spectrumPoints.filter((percentile) => (1 - percentile / 100) * response.count >= 1 || percentile === 0)
  return {
    percentiles,
    response: percentiles.map((percentile) => millis(response.percentile(percentile))),
    ...(hasService ? { service: percentiles.map((percentile) => millis(service.percentile(percentile))) } : {}),
  }
}
