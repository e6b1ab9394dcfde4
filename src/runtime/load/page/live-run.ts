import { HeatmapBuilder } from '../record/heatmap.ts'
import { judgeThresholds } from '../record/judge-thresholds.ts'
import type { LoadControl, LoadHeader, LoadSample, WorkerSample } from '../record/load-record.ts'
import type { EndpointTotals } from '../record/endpoint-totals.ts'
import { LoadTotals } from '../record/load-totals.ts'
import { chooseStep } from '../record/choose-step.ts'
import { millis, round } from '../record/round-figures.ts'
import { SeriesBuilder } from '../record/series.ts'
import { statusClasses } from '../record/status-classes.ts'
import { marksOf } from '../report/analyse-load.ts'
import { CurrentRates } from './current-rates.ts'
import { LiveFailures } from './live-failures.ts'
import type { LiveChange, LiveEndpoint, LivePicture, LiveRow, LiveThreshold } from './live-types.ts'

/** Beyond so many points a chart gets coarser, so that memory and the first picture stay small however long the run is. */
const mostPoints = 900

/** A run as the live page shows it: follows the samples and knows what changed with the last one. */
export class LiveRun {
  readonly #header: LoadHeader
  readonly #percentiles: readonly number[]
  #totals: LoadTotals
  #series: SeriesBuilder
  #heatmap: HeatmapBuilder
  #marks: { at: number; text: string }[] = []
  readonly #rates = new CurrentRates()
  readonly #failures: LiveFailures
  /** What was sent last, as text, to leave out what stayed the same. */
  readonly #sent = new Map<number | string, string>()

  constructor(
    { header, samples }: { readonly header: LoadHeader; readonly samples: readonly LoadSample[] },
    percentiles: readonly number[],
  ) {
    this.#header = header
    this.#percentiles = percentiles
    this.#failures = new LiveFailures(header.startedAt)
    this.#totals = new LoadTotals(header)
    const step = chooseStep((samples.at(-1)?.at ?? 0) + 1, mostPoints)
    this.#series = new SeriesBuilder({ step, percentiles })
    this.#heatmap = new HeatmapBuilder(step)
    for (const sample of samples) this.#take(sample)
  }

  /** A chart that has become too fine for its length: the page starts again with a coarser one. */
  get isTooFine(): boolean {
    return this.#series.length > mostPoints
  }

  add(sample: LoadSample): LiveChange {
    const failures = this.#take(sample)
    const marks = marksOf(sample)
    const { workers, ...generator } = sample.generator
    return {
      at: sample.at,
      phase: sample.phase,
      ...(isReset(sample) ? { reset: true } : {}),
      point: {
        at: Math.floor(sample.at / this.#series.step) * this.#series.step,
        users: sample.users,
        inFlight: sample.inFlight,
        queued: sample.queued,
        targetRate: sample.targetRate ?? null,
        statuses: statusesOf(sample),
      },
      total: this.#row(this.#totals.total),
      rows: this.#totals.rows
        .map((row, index) => [index, this.#row(row, index)] as const)
        .filter(([index, row]) => this.#isNews(index, row)),
      column: this.#heatmap.columnAt(sample.at),
      generator: {
        ...generator,
        cpu: round(generator.cpu),
        latenessP99: millis(generator.latenessP99),
        loopDelayP99: millis(generator.loopDelayP99),
      },
      ...(sample.newEndpoints === undefined ? {} : { endpoints: sample.newEndpoints }),
      ...this.#ifNews('thresholds', this.#judge()),
      ...failures,
      ...this.#ifNews('workers', workers.map(roundWorker)),
      ...(marks.length === 0 ? {} : { marks }),
    }
  }

  picture({ state, header, startsAgain = false }: LoadControl): Omit<LivePicture, 'settings' | 'logs' | 'end'> {
    const { last, endpoints, rows, total } = this.#totals
    const { workers = [], ...generator } = last?.generator ?? {}
    return {
      name: header.name,
      engine: header.engine,
      model: header.model,
      startedAt: header.startedAt,
      targets: header.targets,
      phases: header.phases,
      percentiles: this.#percentiles,
      state,
      startsAgain,
      at: last?.at ?? 0,
      phase: last?.phase ?? 0,
      endpoints,
      total: this.#row(total),
      rows: rows.map((row, index) => this.#row(row, index)),
      series: this.#series.run(),
      heatmap: this.#heatmap.build(),
      thresholds: this.#judge(),
      failures: this.#failures.list,
      workers: workers.map(roundWorker),
      generator: last === undefined ? undefined : (generator as LivePicture['generator']),
      marks: this.#marks,
    }
  }

  endpoint(endpoint: number, samples: readonly LoadSample[]): LiveEndpoint {
    const { rate, failures, percentiles } = this.#series.endpoint(endpoint)
    const { step, at } = this.#series.run()
    const heatmap = new HeatmapBuilder(step)
    for (const sample of samples) for (const part of sample.endpoints) if (part.endpoint === endpoint) heatmap.add(part, sample.at)
    return { step, at, rate, failures, percentiles, heatmap: heatmap.build() }
  }

  get endpointCount(): number {
    return this.#totals.endpoints.length
  }

  /** Returns what is to be said about failures. */
  #take(sample: LoadSample): ReturnType<LiveFailures['add']> {
    if (isReset(sample)) {
      this.#failures.clear()
      this.#rates.clear()
    }
    this.#totals.add(sample)
    this.#series.add(sample)
    for (const part of sample.endpoints) this.#heatmap.add(part, sample.at)
    this.#marks.push(...marksOf(sample))
    this.#rates.add(sample, this.#totals.endpoints.length)
    return this.#failures.add(sample)
  }

  #row(row: EndpointTotals | undefined, endpoint?: number): LiveRow {
    if (row === undefined) return []
    const { response } = row
    const point = this.#series.pointOf(endpoint)
    const [rate, failureRate] = this.#rates.of(endpoint)
    return [
      row.requests,
      row.failureCount,
      millis(response.average),
      millis(response.min),
      millis(response.max),
      Math.round(row.averageBytes),
      rate,
      failureRate,
      point.rate,
      point.failures,
      ...this.#percentiles.map((percentile) => millis(response.percentile(percentile))),
      ...this.#percentiles.map((_, index) => point.percentiles[index] ?? null),
    ]
  }

  #judge(): LiveThreshold[] {
    return judgeThresholds(this.#header, this.#totals).map(({ threshold, actual, actualText, held }) => ({
      key: threshold.key,
      expected: threshold.written,
      actual: actual === undefined ? '' : actualText,
      held,
    }))
  }

  #ifNews<Key extends string, Value>(key: Key, value: Value): { [K in Key]?: Value } {
    return this.#isNews(key, value) ? ({ [key]: value } as { [K in Key]?: Value }) : {}
  }

  #isNews(key: number | string, value: unknown): boolean {
    const text = JSON.stringify(value)
    if (this.#sent.get(key) === text) return false
    this.#sent.set(key, text)
    return true
  }
}

function isReset({ events }: LoadSample): boolean {
  return events?.some(({ kind }) => kind === 'reset') === true
}

function roundWorker({ id, state, users, cpu }: WorkerSample): WorkerSample {
  return { id, state, users, cpu: Math.round(cpu * 100) / 100 }
}

function statusesOf({ endpoints }: LoadSample): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const part of endpoints) for (const [name, count] of statusClasses(part)) counts[name] = (counts[name] ?? 0) + count
  return counts
}
