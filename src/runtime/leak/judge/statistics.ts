/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export interface Points {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export interface SlopeEstimate {
  readonly slope: number
  readonly low: number
  readonly high: number
}

/**
 * The median of all slopes between two points (Theil 1950, Sen 1968), with Sen's interval from the variance of Mann and Kendall's S,
 * corrected for ties (Gilbert 1987, 16.4–16.5). Up to 29 % of the points may be anything without moving it far.
 *
 * @param z the normal quantile of the interval; 2.58 for 99 %
 */
export function theilSen({ x, y }: Points, z: number): SlopeEstimate {
  const slopes: number[] = []
  const n = x.length
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (x[i] !== x[j]) slopes.push((y[j]! - y[i]!) / (x[j]! - x[i]!))
  if (slopes.length === 0) return { slope: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  slopes.sort((a, b) => a - b)
  const reach = z * Math.sqrt(kendallVariance(y))
  return { slope: median(slopes), low: atRank(slopes, (slopes.length - reach) / 2), high: atRank(slopes, (slopes.length + reach) / 2 + 1) }
}

/** Ranks count from 1; between two of them the value lies between as well. */
function atRank(sorted: readonly number[], rank: number): number {
  const place = Math.max(0, Math.min(sorted.length - 1, rank - 1))
  const below = Math.floor(place)
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!]
  return low + (place - below) * (high - low)
}

/** Of Kendall's S when there is no trend; equal values make it smaller. */
function kendallVariance(y: readonly number[]): number {
  const n = y.length
  const counts = new Map<number, number>()
  for (const value of y) counts.set(value, (counts.get(value) ?? 0) + 1)
  let ties = 0
  for (const count of counts.values()) ties += count * (count - 1) * (2 * count + 5)
  return Math.max(0, (n * (n - 1) * (2 * n + 5) - ties) / 18)
}

export interface Line {
  readonly intercept: number
  readonly slope: number
  /** Sum of the squared distances. */
  readonly error: number
}

/** The line of least squares. */
export function leastSquares({ x, y }: Points): Line {
  const [mx, my] = [mean(x), mean(y)]
  let sxx = 0
  let sxy = 0
  for (let i = 0; i < x.length; i++) {
    sxx += (x[i]! - mx) ** 2
    sxy += (x[i]! - mx) * (y[i]! - my)
  }
  const slope = sxx === 0 ? 0 : sxy / sxx
  const intercept = my - slope * mx
  let error = 0
  for (let i = 0; i < x.length; i++) error += (y[i]! - intercept - slope * x[i]!) ** 2
  return { intercept, slope, error }
}

/** Points in parts of equal width in x; of each part its lowest point, where it stands. */
export function lowestOfBins({ x, y }: Points, count: number): Points {
  const [first = 0, last = 0] = [x[0], x.at(-1)]
  const width = (last - first) / count || 1
  const lowest: (number | undefined)[] = Array.from({ length: count })
  for (let i = 0; i < x.length; i++) {
    const bin = Math.min(count - 1, Math.floor((x[i]! - first) / width))
    const best = lowest[bin]
    if (best === undefined || y[i]! < y[best]!) lowest[bin] = i
  }
  const kept = lowest.filter((index) => index !== undefined)
  return { x: kept.map((index) => x[index]!), y: kept.map((index) => y[index]!) }
}

/** Each value replaced by the lowest of itself and its neighbours. */
export function lowerEnvelope({ x, y }: Points, reach = 1): Points {
  return { x, y: y.map((_, index) => Math.min(...y.slice(Math.max(0, index - reach), index + reach + 1))) }
}

/** Points with x in a part of the whole range, as shares of its end. */
export function part({ x, y }: Points, from: number, until: number): Points {
  const end = x.at(-1) ?? 0
  const start = x[0] ?? 0
  const inside = x.map((value) => {
    const share = end === start ? 1 : (value - start) / (end - start)
    return share >= from - 1e-9 && (until >= 1 || share < until)
  })
  return { x: x.filter((_, index) => inside[index]), y: y.filter((_, index) => inside[index]) }
}
