import { leastSquares, lowerEnvelope, lowestOfBins, part, theilSen } from './statistics.ts'
import type { Points, SlopeEstimate } from './statistics.ts'
import { comesBack, mayComeBack, teethOf } from './teeth.ts'
import type { Shape, Verdict } from './verdict.ts'

export interface TrendRule {
  /** Growth per request that counts, in the unit of the series. */
  readonly threshold: number
  /** What the judged part must have grown by altogether. */
  readonly minGrowth: number
  /** Every point was taken at rest, behind a forced collection; otherwise the lowest of each bin counts. */
  readonly atRest: boolean
}

export interface Trend extends SlopeEstimate {
  readonly verdict: Verdict
  readonly shape: Shape
  /** Growth of the judged part, in the unit of the series. */
  readonly growth: number
  /** Requests at which the judged part begins and ends. */
  readonly from: number
  readonly until: number
  /** What the line passes through at `from`. */
  readonly start: number
  /** The points that were judged on: lowest of each bin, or the points themselves. */
  readonly points: Points
}

const BINS = 24
const MIN_POINTS = 12
/** The first half fills caches, loads code, and lets heaps find their size. */
const JUDGED = 0.5
/** 99 %. */
const Z = 2.58
const KEEP = 0.4
/** Share of the growth from which steps are looked at on their own. */
const STEP_COUNTS = 0.1

/**
 * Whether a series grows steadily with the requests. It says *leak* only for growth that goes on at the same pace: what comes in a few
 * steps, or becomes slower, may be a cache that fills, and is inconclusive.
 *
 * Robust slopes on the lowest point of each bin, because garbage that waits for its collection only ever adds. A trend test alone, such
 * as Mann and Kendall's, calls almost every warm-up a leak (Machida et al., ISSREW 2013), so the shape of the growth counts as well.
 */
export function judgeTrend(series: Points, { threshold, minGrowth, atRest }: TrendRule): Trend {
  const points = atRest ? series : lowestOfBins(series, BINS)
  if (points.x.length < MIN_POINTS) return undecidable(points)
  const judged = part(points, 1 - JUDGED, 1)
  const whole = theilSen(judged, Z)
  const envelope = lowerEnvelope(points)
  const low = theilSen(part(envelope, 1 - JUDGED, 1), Z)
  const middle = 1 - JUDGED / 2
  const late = theilSen(part(points, middle, 1), Z)
  const lateLow = theilSen(part(envelope, middle, 1), Z)
  const span = judged.x.at(-1)! - judged.x[0]!
  const growth = whole.slope * span
  const teeth = teethOf(points)
  const last = points.y.at(-1)!
  const interval = { low: Math.min(whole.low, low.low), high: Math.min(whole.high, low.high) }
  const say = (verdict: Verdict, shape: Shape, high = interval.high): Trend => ({
    low: Math.min(interval.low, high),
    high,
    slope: Math.max(Math.min(whole.slope, high), Math.min(interval.low, high)),
    verdict,
    shape,
    growth,
    from: judged.x[0]!,
    until: judged.x.at(-1)!,
    start: levelOf(judged, whole.slope),
    points,
  })
  const flat = interval.high < threshold
  const flatLate = Math.min(late.high, lateLow.high) < threshold
  const rising = whole.slope > threshold && low.slope > KEEP * threshold && interval.low > 0 && growth > minGrowth
  if (teeth !== undefined && !flat && comesBack(teeth, { threshold, last })) {
    const slope = Math.min(threshold, theilSen(teeth.floors, Z).slope)
    return { ...say('no leak', 'returns', threshold), slope, low: Math.min(0, slope) }
  }
  if (!rising) {
    if (flat) return say('no leak', interval.low > 0 ? 'below the threshold' : 'flat')
    if (flatLate) return say('no leak', 'rose, then flat', Math.max(0, Math.min(late.high, lateLow.high)))
    if (returns(judged, threshold)) return say('no leak', 'returns', threshold)
    // Too little altogether to tell from a step of the allocator.
    if (growth <= minGrowth && totalRise(judged) <= minGrowth) return say('no leak', 'below the threshold')
    return say('inconclusive', isStaircase(judged, { threshold, minGrowth }) ? 'steps' : 'noisy')
  }
  if (flat || flatLate) return say('no leak', 'rose, then flat', Math.max(0, Math.min(interval.high, late.high, lateLow.high)))
  if (teeth !== undefined && mayComeBack(teeth, { slope: whole.slope, growth, last })) return say('inconclusive', 'given back before')
  if (withoutLargestRises(judged) < KEEP * whole.slope) return say('inconclusive', 'steps')
  if (isSlowing(withoutSteps(judged), minGrowth / 512)) return say('inconclusive', 'slowing')
  if (interval.low < KEEP * whole.slope) return say('inconclusive', 'noisy')
  return { ...say('leak', 'steady'), ...spreadSteps(judged, interval) }
}

/**
 * A table that doubles makes room for all entries so far and for as many to come, so its step belongs to all requests since the beginning,
 * not to those of the judged half alone. What is left of the steps is a line, and its slope is robust.
 */
function spreadSteps(judged: Points, { low, high }: Pick<SlopeEstimate, 'low' | 'high'>): Partial<SlopeEstimate> {
  const level = withoutSteps(judged)
  const span = judged.x.at(-1)! - judged.x[0]!
  const line = theilSen(level, Z)
  if (level.removed < STEP_COUNTS * line.slope * span) return {}
  const slope = line.slope + level.removed / judged.x.at(-1)!
  return { slope, low: Math.min(low, line.low), high: Math.max(high, slope) }
}

function undecidable(points: Points): Trend {
  const end = points.x.at(-1) ?? 0
  const estimate = { slope: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  return {
    ...estimate,
    verdict: 'inconclusive',
    shape: 'too short',
    growth: 0,
    from: points.x[0] ?? 0,
    until: end,
    start: points.y[0] ?? 0,
    points,
  }
}

function totalRise({ y }: Points): number {
  return Math.max(...y) - y[0]!
}

/** The level of the line at its first point: the median distance, as robust as the slope. */
function levelOf({ x, y }: Points, slope: number): number {
  const levels = y.map((value, index) => value - slope * (x[index]! - x[0]!)).toSorted((a, b) => a - b)
  return levels[levels.length >> 1]!
}

/** Rises now and then, and falls hardly ever. */
function isStaircase(judged: Points, { threshold, minGrowth }: Pick<TrendRule, 'threshold' | 'minGrowth'>): boolean {
  const rises = judged.y.slice(1).map((value, index) => value - judged.y[index]!)
  const up = rises.reduce((sum, rise) => sum + Math.max(0, rise), 0)
  const down = rises.reduce((sum, rise) => sum - Math.min(0, rise), 0)
  return up > minGrowth && down < 0.3 * up && withoutLargestRises(judged) < threshold
}

/** The slope from first to last point when the two largest rises had not been: of a staircase nothing is left. */
function withoutLargestRises({ x, y }: Points): number {
  const rises = y.slice(1).map((value, index) => value - y[index]!)
  const largest = rises
    .toSorted((a, b) => b - a)
    .slice(0, 2)
    .reduce((sum, rise) => sum + Math.max(0, rise), 0)
  const kept = rises.length / Math.max(1, rises.length - 2)
  return ((y.at(-1)! - y[0]! - largest) / (x.at(-1)! - x[0]!)) * kept
}

/**
 * Memory that comes back, again and again, to where it was: the lowest levels of three parts agree to less than a leak at the threshold
 * would have added between them.
 */
function returns(judged: Points, threshold: number): boolean {
  const floors = [part(judged, 0, 1 / 3), part(judged, 1 / 3, 2 / 3), part(judged, 2 / 3, 1)].map(({ y }) => Math.min(...y))
  const distance = ((judged.x.at(-1)! - judged.x[0]!) * 2) / 3
  return Math.max(...floors) - Math.min(...floors) < threshold * distance
}

/** The two largest rises made as large as the usual one, where they stand out: a table that doubles says nothing about the pace. */
function withoutSteps(points: Points): Points & { /** What they were larger by. */ readonly removed: number } {
  const { x, y } = points
  const rises = y.slice(1).map((value, index) => value - y[index]!)
  const usual = rises.toSorted((a, b) => a - b)[rises.length >> 1]!
  const limit = rises.toSorted((a, b) => b - a)[1] ?? 0
  let removed = 0
  const level = y.map((value, index) => {
    const rise = index === 0 ? 0 : rises[index - 1]!
    if (rise >= limit && rise > 3 * Math.max(usual, 0)) removed += rise - usual
    return value - removed
  })
  return { x, y: level, removed }
}

/** Caches fill more slowly the fuller they are: the later part rises clearly less, or a logarithm fits clearly better than a line. */
function isSlowing(judged: Points, grain: number): boolean {
  const whole = theilSen(judged, Z)
  const early = theilSen(part(judged, 0, 0.5), Z)
  const late = theilSen(part(judged, 0.5, 1), Z)
  if (late.slope < KEEP * whole.slope || late.high < 0.8 * early.low) return true
  const { x, y } = judged
  const end = x.at(-1)!
  const logarithm = leastSquares({ x: x.map((value) => Math.log(value + 0.02 * end)), y })
  const bend = x.length * Math.log((leastSquares(judged).error + grain ** 2) / (logarithm.error + grain ** 2))
  return bend > 3 && late.slope < 0.85 * early.slope
}
