import type { LeakTrace } from '../leak-trace.ts'
import { median, theilSen } from './statistics.ts'
import type { SlopeEstimate } from './statistics.ts'

export interface Generations extends SlopeEstimate {
  /** Workers that began and ended within the window, or ran in only a part of it. */
  readonly count: number
  /** Share of them that grew by more than the threshold. */
  readonly growing: number
}

const MIN_GENERATIONS = 3
/** The first part of a worker's life is its warm-up. */
const SETTLED = 0.35
const Z = 2.58

interface Life {
  readonly x: number[]
  readonly y: number[]
}

/**
 * Servers replace their workers after a number of requests, often because these leak; the sum of all processes is then bounded whatever
 * the workers do. Each worker's own growth against its share of the requests tells. Undefined where workers are not replaced.
 */
export function judgeGenerations(trace: LeakTrace, threshold: number): Generations | undefined {
  const atRest = trace.checkpoints.some(({ processes }) => processes.some(({ live }) => live !== undefined))
  const lives = atRest ? livesOfCheckpoints(trace) : livesOfSamples(trace)
  const replaced = [...lives].filter(([pid]) => isReplaced(trace, pid)).map(([, life]) => life)
  const slopes = replaced.flatMap((life) => slopeOf(life, atRest ? 3 : 8) ?? [])
  if (slopes.length < MIN_GENERATIONS) return undefined
  const growing = slopes.filter(({ slope, low }) => (atRest ? slope : low) > threshold).length / slopes.length
  const middle = median(slopes.map(({ slope }) => slope))
  return {
    count: slopes.length,
    growing,
    slope: middle,
    low: Math.min(middle, median(slopes.map(({ low }) => Math.max(low, 0)))),
    high: Math.max(middle, median(slopes.map(({ slope, high }) => (Number.isFinite(high) ? high : slope)))),
  }
}

/** It came or went while the window lasted, and another process of the same parent took or had its place. */
function isReplaced({ samples, processes }: LeakTrace, pid: number): boolean {
  const window = samples.filter(({ requests }) => requests >= 0)
  const has = (index: number) => window.at(index)?.processes.some((process) => process.pid === pid) === true
  if (has(0) && has(-1)) return false
  const parent = processes.get(pid)?.parent
  return [...processes.values()].some((other) => other.pid !== pid && other.parent === parent)
}

function livesOfSamples({ samples, processes }: LeakTrace): Map<number, Life> {
  const lives = new Map<number, Life>()
  for (const { requests, processes: seen } of samples) {
    for (const { pid, memory } of seen) add(lives, pid, { x: requests / siblings(pid, seen, processes), y: memory })
  }
  return lives
}

function livesOfCheckpoints({ checkpoints, processes }: LeakTrace): Map<number, Life> {
  const lives = new Map<number, Life>()
  for (const { requests, processes: seen } of checkpoints) {
    for (const { pid, live } of seen) if (live !== undefined) add(lives, pid, { x: requests / siblings(pid, seen, processes), y: live })
  }
  return lives
}

/** How many share the requests. */
function siblings(pid: number, seen: readonly { readonly pid: number }[], processes: LeakTrace['processes']): number {
  const parent = processes.get(pid)?.parent
  return Math.max(1, seen.filter((other) => processes.get(other.pid)?.parent === parent).length)
}

function add(lives: Map<number, Life>, pid: number, point: { x: number; y: number }): void {
  const life = lives.get(pid) ?? { x: [], y: [] }
  life.x.push(point.x)
  life.y.push(point.y)
  lives.set(pid, life)
}

function slopeOf({ x, y }: Life, minPoints: number): SlopeEstimate | undefined {
  const from = minPoints > 3 ? Math.ceil(x.length * SETTLED) : Math.min(1, x.length - minPoints)
  const settled = { x: x.slice(Math.max(0, from)), y: y.slice(Math.max(0, from)) }
  if (settled.x.length < minPoints || settled.x.at(-1)! - settled.x[0]! < 50) return undefined
  return theilSen(settled, Z)
}
