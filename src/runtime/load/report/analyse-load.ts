import { judgeLoad } from '../record/judge-thresholds.ts'
import type { LoadVerdict } from '../record/judge-thresholds.ts'
import type { Heatmap } from '../record/heatmap.ts'
import { HeatmapBuilder } from '../record/heatmap.ts'
import type { LoadHeader, LoadSample } from '../record/load-record.ts'
import { LoadTotals } from '../record/load-totals.ts'
import type { LoadRun } from '../record/read-record.ts'
import { chooseStep } from '../record/choose-step.ts'
import type { RunSeries } from '../record/series.ts'
import { SeriesBuilder } from '../record/series.ts'
import type { EndpointSeries } from '../record/series-track.ts'

/** Everything that a report says of a run. */
export interface LoadAnalysis {
  readonly run: LoadRun
  readonly totals: LoadTotals
  readonly verdict: LoadVerdict
  /** Those of the charts and the live page; tables have Locust's. */
  readonly percentiles: readonly number[]
  readonly series: RunSeries
  /** By endpoint. */
  readonly endpointSeries: readonly EndpointSeries[]
  readonly heatmap: Heatmap
  /** By endpoint; empty where there are too many of them. */
  readonly endpointHeatmaps: readonly Heatmap[]
  readonly marks: readonly Mark[]
  readonly generator: GeneratorFigures
}

/** What a person did while the run lasted. */
export interface Mark {
  readonly at: number
  readonly text: string
}

export interface GeneratorFigures {
  readonly cpuAverage: number
  readonly cpuPeak: number
  readonly rssPeakBytes: number
  /** Microseconds, the worst second. */
  readonly latenessPeak: number
  readonly loopDelayPeak: number
  readonly queuedPeak: number
  readonly workers: number
}

export const defaultPercentiles: readonly number[] = [50, 95, 99]

/** More of them would make the report large without making it better. */
const mostHeatmaps = 40

/** Reads a run once, a second at a time; memory does not grow with its length. */
export function analyseLoad(
  run: LoadRun,
  { percentiles = defaultPercentiles }: { readonly percentiles?: readonly number[] } = {},
): LoadAnalysis {
  const { header } = run
  const seconds = run.lastAt + 1
  const totals = new LoadTotals(header)
  const series = new SeriesBuilder({ step: chooseStep(seconds, pointsFor(header)), percentiles })
  const heatmap = new HeatmapBuilder(chooseStep(seconds, 240))
  const heatmaps: HeatmapBuilder[] = []
  const marks: Mark[] = []
  const generator = new GeneratorWatch()
  for (const sample of run.samples()) {
    totals.add(sample)
    series.add(sample)
    generator.add(sample)
    marks.push(...marksOf(sample))
    for (const part of sample.endpoints) {
      heatmap.add(part, sample.at)
      if (part.endpoint < mostHeatmaps) (heatmaps[part.endpoint] ??= new HeatmapBuilder(chooseStep(seconds, 90))).add(part, sample.at)
    }
  }
  const { endpoints } = totals
  return {
    run,
    totals,
    verdict: judgeLoad(header, totals),
    percentiles,
    series: series.run(),
    endpointSeries: endpoints.map((_, endpoint) => series.endpoint(endpoint)),
    heatmap: heatmap.build(),
    endpointHeatmaps:
      endpoints.length > mostHeatmaps ? [] : endpoints.map((_, index) => (heatmaps[index] ?? new HeatmapBuilder(1)).build()),
    marks,
    generator: generator.figures(),
  }
}

/** So that an hour of twenty endpoints stays well below a megabyte. */
function pointsFor({ endpoints }: LoadHeader): number {
  return Math.max(60, Math.min(600, Math.floor(9000 / Math.max(1, endpoints.length))))
}

export function marksOf({ at, events = [] }: LoadSample): Mark[] {
  return events.map(({ kind, value }) => ({
    at,
    text: kind === 'marker' ? String(value ?? 'mark') : kind === 'users' ? `${value} users` : kind === 'rate' ? `${value}/s` : kind,
  }))
}

class GeneratorWatch {
  #seconds = 0
  #cpu = 0
  #cpuPeak = 0
  #rss = 0
  #lateness = 0
  #loopDelay = 0
  #queued = 0
  #workers = 0

  add({ generator, queued }: LoadSample): void {
    this.#seconds++
    this.#cpu += generator.cpu
    this.#cpuPeak = Math.max(this.#cpuPeak, generator.cpu)
    this.#rss = Math.max(this.#rss, generator.rssBytes)
    this.#lateness = Math.max(this.#lateness, generator.latenessP99)
    this.#loopDelay = Math.max(this.#loopDelay, generator.loopDelayP99)
    this.#queued = Math.max(this.#queued, queued)
    this.#workers = Math.max(this.#workers, generator.workers.length)
  }

  figures(): GeneratorFigures {
    return {
      cpuAverage: this.#seconds === 0 ? 0 : this.#cpu / this.#seconds,
      cpuPeak: this.#cpuPeak,
      rssPeakBytes: this.#rss,
      latenessPeak: this.#lateness,
      loopDelayPeak: this.#loopDelay,
      queuedPeak: this.#queued,
      workers: this.#workers,
    }
  }
}
