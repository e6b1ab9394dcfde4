import { totalmem } from 'node:os'
import type { ServiceWatch } from './drive/service-watch.ts'
import type { WindowWatch } from './drive/watch-window.ts'
import { explain } from './judge/explain.ts'
import { totalGrowth } from './judge/judge-trace.ts'
import type { Judgement } from './judge/judge-trace.ts'
import type { LeakOutcome } from './leak-outcome.ts'
import type { LeakResult, RequestShare } from './leak-result.ts'
import type { LeakSettings } from './leak-settings.ts'
import type { Refusal } from './refuse.ts'

export interface ResultFacts {
  readonly name: string
  readonly service: string
  readonly startedAt: Date
  readonly window: WindowWatch
  readonly watch: ServiceWatch
  /** What else is to be said about how it was watched. */
  readonly notes: readonly string[]
  readonly extended: boolean
  readonly failed: number
  readonly judgement: Judgement
  readonly settings: LeakSettings
  readonly byRequest: readonly RequestShare[] | undefined
}

/** What a window that was judged says about one service. */
export function resultOf(facts: ResultFacts): LeakResult {
  const { judgement, settings, window, watch } = facts
  const { decisive, verdict, all, generations, masked } = judgement
  const { slope, low, high } = masked && generations !== undefined ? generations : totalGrowth(judgement)
  const rate = window.rate
  const statedRate = settings.rate ?? 100
  const { reason, hint } = explain(judgement, { requests: window.requests, extended: facts.extended })
  const stopped = window.end?.service === facts.service ? window.end : undefined
  const limit = limitOf(facts)
  const now = watch.trace.samples.at(-1)?.memory ?? 0
  const left = Math.max(0, limit.bytes - now)
  const overLimit = stopped?.kind === 'limit'
  return {
    version: 1,
    name: facts.name,
    service: facts.service,
    verdict,
    passed: !overLimit && (verdict === 'no leak' || (verdict === 'inconclusive' && settings.inconclusive === 'pass')),
    bytesPerRequest: round(slope),
    low: round(low),
    high: round(high),
    requests: window.requests,
    failedRequests: facts.failed,
    metric: decisive.metric,
    probe: watch.probe.description,
    reason: overLimit ? `${stopped.message}; ${reason}` : reason,
    notes: notesOf(facts),
    hint,
    shape: decisive.trend.shape,
    rate,
    bytesPerHour: Math.round(slope * rate * 3600),
    bytesPerHourAt: { rate: statedRate, bytes: Math.round(slope * statedRate * 3600) },
    untilLimit:
      verdict === 'leak' && slope > 0 && decisive.metric !== 'GPU memory'
        ? { limit: limit.bytes, of: limit.of, requests: Math.round(left / slope), seconds: Math.round(left / slope / rate) }
        : undefined,
    series: all.map(({ metric, unit, verdict: own, trend }) => ({
      metric,
      unit,
      verdict: own,
      shape: trend.shape,
      perRequest: trend.slope,
      low: trend.low,
      high: trend.high,
    })),
    byRequest: facts.byRequest,
    extended: facts.extended,
    durationMs: Date.now() - facts.startedAt.getTime(),
    startedAt: facts.startedAt.toISOString(),
    baseline: undefined,
  }
}

function limitOf({ settings, watch }: ResultFacts): { bytes: number; of: string } {
  const { limit } = watch.sampler
  if (settings.limit !== undefined) return { bytes: settings.limit, of: 'limit' }
  return limit === undefined ? { bytes: totalmem(), of: "the machine's memory" } : { bytes: limit, of: "the container's limit" }
}

function notesOf({ window, watch, judgement, settings, notes: given }: ResultFacts): string[] {
  const notes = [...given]
  const { metric } = judgement.decisive
  const { probe, dropped, trace } = watch
  if (probe.trouble !== undefined) notes.push(`Watched from outside alone: ${probe.trouble}`)
  if (typeof settings.probe === 'object' && metric === 'anonymous memory')
    notes.push(`${probe.description} does not say how many bytes are in use, so the size is rough: let it answer \`{"live": bytes}\``)
  if (dropped > 0)
    notes.push(
      `${dropped} of ${dropped + trace.checkpoints.length} looks are left out: a living process did not answer the probe, asked three times`,
    )
  if (trace.source === 'rss') notes.push('This system tells resident memory only, in which pages of files count too: trust it less')
  if (trace.source === 'engine' || trace.source === 'cgroup')
    notes.push('Memory of the whole container: pages that processes share until they write count as growth when they do')
  if (watch.sampler.gpuSource === 'device')
    notes.push('GPU memory is that of the whole device: which of it belongs to the service cannot be seen from here')
  if (window.end?.kind === 'safety') notes.push(`The window ended early, for safety: ${window.end.message}`)
  for (const other of judgement.all)
    if (other.verdict === 'leak' && other.metric !== metric)
      notes.push(other.unit === 'count' ? `The number of ${other.metric} grows as well` : `${capital(other.metric)} grows as well`)
  return notes
}

export interface RefusedFacts {
  readonly name: string
  readonly service: string
  readonly startedAt: Date
  readonly failed?: number
  readonly extended?: boolean
  readonly notes?: readonly string[]
  readonly window?: WindowWatch
  readonly watch?: ServiceWatch
}

/** There was nothing to judge by. */
export function refused(facts: RefusedFacts, { reason, hint }: Refusal): LeakOutcome {
  const result: LeakResult = {
    version: 1,
    name: facts.name,
    service: facts.service,
    verdict: 'not judged',
    passed: false,
    bytesPerRequest: undefined,
    low: undefined,
    high: undefined,
    requests: facts.window?.requests ?? 0,
    failedRequests: facts.failed ?? 0,
    metric: undefined,
    probe: facts.watch?.probe.description ?? 'none',
    reason,
    notes: facts.notes ?? [],
    hint,
    shape: undefined,
    rate: facts.window?.rate ?? 0,
    bytesPerHour: undefined,
    bytesPerHourAt: undefined,
    untilLimit: undefined,
    series: [],
    byRequest: undefined,
    extended: facts.extended ?? false,
    durationMs: Date.now() - facts.startedAt.getTime(),
    startedAt: facts.startedAt.toISOString(),
    baseline: undefined,
  }
  return { result, trace: facts.watch?.trace, judgement: undefined, others: [] }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function round(value: number): number | undefined {
  return Number.isFinite(value) ? Math.round(value * 10) / 10 : undefined
}
