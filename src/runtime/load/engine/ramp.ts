/** A level that goes evenly from point to point, and stays where the last one left it. Times in seconds. */
export class Ramp {
  readonly #points: readonly (readonly [at: number, level: number])[]

  constructor(points: readonly (readonly [at: number, level: number])[]) {
    this.#points = points
  }

  at(seconds: number): number {
    const points = this.#points
    for (let index = points.length - 1; index >= 0; index--) {
      const [at, level] = points[index] as readonly [number, number]
      if (seconds < at) continue
      const next = points[index + 1]
      return next === undefined ? level : level + ((next[1] - level) * (seconds - at)) / (next[0] - at)
    }
    return points[0]?.[1] ?? 0
  }

  /** How much came together until then, where the level is a rate: the area below it. */
  areaUntil(seconds: number): number {
    const points = this.#points
    let area = 0
    for (const [index, [at, level]] of points.entries()) {
      if (seconds <= at) break
      const end = Math.min(seconds, points[index + 1]?.[0] ?? seconds)
      area += ((level + this.#before(end, index)) / 2) * (end - at)
    }
    return area
  }

  /** When so much has come together; `Infinity` where it never does. */
  whenArea(area: number): number {
    let left = area
    for (const [index, [at, level]] of this.#points.entries()) {
      const next = this.#points[index + 1]
      if (next === undefined) return level > 0 ? at + left / level : left <= 0 ? at : Number.POSITIVE_INFINITY
      const [end, nextLevel] = next
      const part = ((level + nextLevel) / 2) * (end - at)
      if (left <= part && part > 0) return at + solve(level, (nextLevel - level) / (end - at), left)
      left -= part
    }
    return Number.POSITIVE_INFINITY
  }

  /** The level at the end of a piece, not at the start of the next one, where the two differ. */
  #before(end: number, index: number): number {
    const [at, level] = this.#points[index] as readonly [number, number]
    const next = this.#points[index + 1]
    return next === undefined ? level : level + ((next[1] - level) * (end - at)) / (next[0] - at)
  }
}

/** The time at which `level * t + slope * t² / 2` is `area`; in the form that stays exact when the slope is small. */
function solve(level: number, slope: number, area: number): number {
  const root = Math.sqrt(Math.max(0, level * level + 2 * slope * area))
  return level + root === 0 ? 0 : (2 * area) / (level + root)
}
