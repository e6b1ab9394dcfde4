import type { LeakTrace, RuntimeName } from '../leak-trace.ts'
import { judgeGenerations } from './judge-generations.ts'
import type { Generations } from './judge-generations.ts'
import { judgeTrend } from './judge-trend.ts'
import type { Trend } from './judge-trend.ts'
import type { Points, SlopeEstimate } from './statistics.ts'
import type { Verdict } from './verdict.ts'

export interface JudgeRules {
  /** Bytes per request that are accepted. */
  readonly allow: number
  /** Which memory decides. */
  readonly memory: 'auto' | 'anon' | 'cgroup' | 'gpu'
}

export type MetricName =
  | 'live heap'
  | 'memory outside the heap'
  | 'anonymous memory'
  | 'resident memory'
  | 'container memory'
  | 'files in memory'
  | 'GPU memory'
  | 'open files'
  | 'threads'

/** What one series says. */
export interface SeriesJudgement {
  readonly metric: MetricName
  /** Bytes, or things to count. */
  readonly unit: 'bytes' | 'count'
  readonly trend: Trend
  /** The verdict with everything that is known beside the series. */
  readonly verdict: Verdict
  readonly series: Points
}

export interface Judgement {
  readonly verdict: Verdict
  /** The series that decided. */
  readonly decisive: SeriesJudgement
  readonly all: readonly SeriesJudgement[]
  readonly generations: Generations | undefined
  /** Grows only as far as workers live. */
  readonly masked: boolean
  /** The runtime that collects when it likes, where that is why nothing is said for sure. */
  readonly suspected: RuntimeName | undefined
}

const KIB = 1024
/** What a runtime keeps of its own while it settles (compiled code, inline caches) is so much in all, however short the window is. */
const SETTLING = 96 * KIB
/** What can be told from the settling of allocators and runtimes, in bytes a request; long windows tell more. */
const THRESHOLD = 100
const LONG_THRESHOLD = 80
const LONG_THRESHOLD_AT_REST = 32
const EXACT_FROM = 18_000

/** From what was seen to what it means. */
export function judgeTrace(trace: LeakTrace, rules: JudgeRules): Judgement {
  const all = seriesOf(trace, rules)
  const memory = all.filter(({ unit }) => unit === 'bytes')
  const generations = judgeGenerations(trace, Math.max(THRESHOLD, rules.allow))
  const main = decisive(memory)
  const counted = all.find(({ unit, verdict }) => unit === 'count' && verdict === 'leak')
  const base = { all, generations, masked: false, suspected: undefined }
  if (generations !== undefined) {
    const threshold = Math.max(THRESHOLD, rules.allow)
    if (generations.slope > threshold && generations.growing >= 0.75) return { ...base, verdict: 'leak', decisive: main, masked: true }
    if (main.verdict !== 'leak') return { ...base, verdict: counted === undefined ? 'no leak' : 'leak', decisive: counted ?? main }
  }
  const suspected = main.verdict === 'leak' ? lazyRuntime(trace, main.metric) : undefined
  if (suspected !== undefined && counted === undefined) return { ...base, verdict: 'inconclusive', decisive: main, suspected }
  if (main.verdict !== 'leak' && counted !== undefined) return { ...base, verdict: 'leak', decisive: counted }
  return { ...base, verdict: suspected === undefined ? main.verdict : 'leak', decisive: suspected === undefined ? main : counted! }
}

/** A leak in any series is one, the largest tells; otherwise the first series has the word, and doubt in another is doubt. */
function decisive(memory: readonly SeriesJudgement[]): SeriesJudgement {
  const [largest] = memory.filter(({ verdict }) => verdict === 'leak').toSorted((a, b) => b.trend.slope - a.trend.slope)
  return largest ?? memory.find(({ verdict }) => verdict === 'inconclusive') ?? memory[0]!
}

/** Heap and what is outside of it add up where both leak; every other series stands for all of the memory. */
export function totalGrowth({ all, decisive: one }: Pick<Judgement, 'all' | 'decisive'>): SlopeEstimate {
  const memory = one.unit === 'bytes' ? one : all[0]!
  const parts: ReadonlySet<MetricName> = new Set(['live heap', 'memory outside the heap', 'files in memory'])
  const leaks = all.filter(({ metric, verdict }) => verdict === 'leak' && parts.has(metric))
  const counted = leaks.length > 1 && parts.has(memory.metric) ? leaks : [memory]
  return counted.reduce((sum, { trend }) => ({ slope: sum.slope + trend.slope, low: sum.low + trend.low, high: sum.high + trend.high }), {
    slope: 0,
    low: 0,
    high: 0,
  })
}

function seriesOf(trace: LeakTrace, rules: JudgeRules): SeriesJudgement[] {
  const window = trace.samples.filter(({ requests }) => requests >= 0)
  const end = window.at(-1)?.requests ?? 0
  const found: SeriesJudgement[] = []
  const pick = (value: (sample: LeakTrace['samples'][number]) => number | undefined): Points => {
    const points = window.flatMap((sample) => {
      const y = value(sample)
      return y === undefined ? [] : [{ x: sample.requests, y }]
    })
    return { x: points.map(({ x }) => x), y: points.map(({ y }) => y) }
  }
  const sampled = { threshold: Math.max(end >= EXACT_FROM ? LONG_THRESHOLD : THRESHOLD, rules.allow), minGrowth: 512 * KIB, atRest: false }
  const rest = trace.checkpoints.length >= 12
  if (rules.memory === 'gpu') {
    const tensors = rest ? checkpointSeries(trace, ({ gpu }) => gpu) : undefined
    // nvidia-smi tells whole MiB, and frameworks take many at once
    const coarse = { ...sampled, threshold: Math.max(1024, rules.allow), minGrowth: 4 * KIB * KIB }
    found.push(
      tensors === undefined ? judged('GPU memory', pick(gpuTotal), coarse) : judged('GPU memory', tensors, { ...sampled, atRest: true }),
    )
  } else if (rest && rules.memory !== 'cgroup') {
    const threshold = Math.max(end >= EXACT_FROM ? LONG_THRESHOLD_AT_REST : THRESHOLD, rules.allow)
    const live = checkpointSeries(trace, (process) => process.live)
    if (live !== undefined) {
      found.push(judged('live heap', live, { threshold, minGrowth: SETTLING, atRest: true }))
      const outside = outsideHeap(trace)
      if (outside !== undefined)
        found.push(lenient(judged('memory outside the heap', outside, { ...sampled, minGrowth: 1024 * KIB, atRest: true })))
    } else {
      const points = { x: trace.checkpoints.map(({ requests }) => requests), y: trace.checkpoints.map(({ memory }) => memory) }
      found.push(judged('anonymous memory', points, { ...sampled, atRest: true }))
    }
  } else {
    const metric = rules.memory === 'cgroup' ? 'container memory' : metricOf(trace)
    found.push(
      judged(
        metric,
        pick(({ memory }) => memory),
        sampled,
      ),
    )
  }
  const files = pick(({ sharedFiles }) => sharedFiles)
  if (files.x.length >= window.length / 2 && files.x.length > 0) found.push(lenient(judged('files in memory', files, sampled)))
  const counts = { threshold: 0.001, minGrowth: 16, atRest: false }
  for (const [metric, points] of [
    ['open files', pick((sample) => sample.files)],
    ['threads', pick((sample) => sample.threads)],
  ] as const)
    if (points.x.length > 0) found.push(judged(metric, points, counts, 'count'))
  return found
}

function metricOf({ source }: LeakTrace): MetricName {
  if (source === 'anon') return 'anonymous memory'
  return source === 'rss' ? 'resident memory' : 'container memory'
}

function judged(
  metric: MetricName,
  series: Points,
  rule: Parameters<typeof judgeTrend>[1],
  unit: 'bytes' | 'count' = 'bytes',
): SeriesJudgement {
  const trend = judgeTrend(series, rule)
  return { metric, unit, trend, verdict: trend.verdict, series }
}

/** A second look beside a better one: what is unclear in it does not spoil the verdict. */
function lenient(judgement: SeriesJudgement): SeriesJudgement {
  return judgement.verdict === 'inconclusive' ? { ...judgement, verdict: 'no leak' } : judgement
}

function gpuTotal({ gpu }: LeakTrace['samples'][number]): number | undefined {
  return gpu === undefined || gpu.length === 0 ? undefined : gpu.reduce((sum, { memory }) => sum + memory, 0)
}

/** The sum over all processes that answered; undefined where none tells. */
function checkpointSeries(
  trace: LeakTrace,
  value: (process: LeakTrace['checkpoints'][number]['processes'][number]) => number | undefined,
): Points | undefined {
  const told = trace.checkpoints.filter(({ processes }) => processes.some((process) => value(process) !== undefined))
  if (told.length < trace.checkpoints.length * 0.9) return undefined
  return {
    x: told.map(({ requests }) => requests),
    y: told.map(({ processes }) => processes.reduce((sum, process) => sum + (value(process) ?? 0), 0)),
  }
}

/** What the processes hold beside what their heaps have taken: native libraries, mapped memory, thread stacks, processes without a probe. Undefined where a heap does not tell what it has taken. */
function outsideHeap({ checkpoints }: LeakTrace): Points | undefined {
  if (checkpoints.some(({ processes }) => processes.some(({ live, committed }) => live !== undefined && committed === undefined)))
    return undefined
  return {
    x: checkpoints.map(({ requests }) => requests),
    y: checkpoints.map(({ memory, processes }) => memory - processes.reduce((sum, { committed = 0 }) => sum + committed, 0)),
  }
}

const LAZY: ReadonlySet<RuntimeName> = new Set(['node', 'java', 'dotnet', 'go'])

/** Garbage that was not collected yet looks like a leak: where most of the growth is in such a process and nothing forced it, only suspicion is left. */
function lazyRuntime(trace: LeakTrace, metric: MetricName): RuntimeName | undefined {
  if (metric === 'live heap' || metric === 'GPU memory' || metric === 'files in memory') return undefined
  const probed = new Set(
    trace.checkpoints.flatMap(({ processes }) => processes.filter(({ live }) => live !== undefined).map(({ pid }) => pid)),
  )
  const window = trace.samples.filter(({ requests }) => requests >= 0)
  const [first, last] = [window[Math.floor(window.length / 2)], window.at(-1)]
  const growth = (last?.processes ?? []).map(({ pid, memory }) => {
    const before = first?.processes.find((process) => process.pid === pid)?.memory ?? 0
    return { pid, growth: Math.max(0, memory - before) }
  })
  const total = growth.reduce((sum, process) => sum + process.growth, 0)
  const lazy = growth.filter(({ pid }) => !probed.has(pid) && !forced(trace) && LAZY.has(trace.processes.get(pid)?.runtime ?? 'other'))
  const worst = lazy.toSorted((a, b) => b.growth - a.growth)[0]
  if (worst === undefined) return trace.processes.size === 0 ? undefined : undefined
  return lazy.reduce((sum, process) => sum + process.growth, 0) > 0.2 * total ? trace.processes.get(worst.pid)?.runtime : undefined
}

/** A request of the service itself collected before each look. */
function forced({ checkpoints }: LeakTrace): boolean {
  return checkpoints.length > 0 && checkpoints.every(({ processes }) => processes.every(({ live }) => live === undefined))
}
