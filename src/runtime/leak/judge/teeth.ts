import { theilSen } from './statistics.ts'
import type { Points } from './statistics.ts'

/** Memory that grows for a while and is given back all at once: what a batch, a pool or a table that is emptied now and then looks like. */
export interface Teeth {
  /** The points behind each fall. */
  readonly floors: Points
  /** Growth per request of each tooth that was seen to its end. */
  readonly slopes: readonly number[]
  /** The highest that was given back. */
  readonly peak: number
  /** The largest fall. */
  readonly fall: number
}

/** A share of everything that was seen; smaller falls are garbage and noise. */
const LARGE = 0.4
const MIN_FLOORS = 3

export function teethOf({ x, y }: Points): Teeth | undefined {
  const range = Math.max(...y) - Math.min(...y)
  const falls = y.flatMap((value, index) => (index > 0 && y[index - 1]! - value > LARGE * range ? [index] : []))
  if (falls.length === 0 || range === 0) return undefined
  const from = [0, ...falls]
  return {
    floors: { x: falls.map((index) => x[index]!), y: falls.map((index) => y[index]!) },
    slopes: falls.map((end, order) => theilSen({ x: x.slice(from[order], end), y: y.slice(from[order], end) }, 0).slope),
    peak: Math.max(...falls.map((index) => y[index - 1]!)),
    fall: Math.max(...falls.map((index) => y[index - 1]! - y[index]!)),
  }
}

/** It falls back to the same level, again and again: to less than growth at the threshold would have added from first to last. */
export function comesBack({ floors, peak }: Teeth, { threshold, last }: { threshold: number; last: number }): boolean {
  if (floors.x.length < MIN_FLOORS || last > peak) return false
  const distance = floors.x.at(-1)! - floors.x[0]!
  return Math.max(...floors.y) - Math.min(...floors.y) < threshold * distance
}

/** It grows as it has grown before it was given back, and is not beyond that yet: perhaps the next tooth. */
export function mayComeBack(
  { slopes, peak, fall }: Teeth,
  { slope, growth, last }: { slope: number; growth: number; last: number },
): boolean {
  const alike = slopes.some((before) => before > slope / 2 && before < slope * 2)
  return alike && fall > growth / 2 && last < peak + fall / 10
}
