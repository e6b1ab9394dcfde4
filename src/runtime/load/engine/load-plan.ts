import { parseDuration } from '../../assertions/values/units.ts'
import type { LoadProfile } from '../program/define-load.ts'
import { Ramp } from './ramp.ts'

/** What a profile asks for, in numbers: users or arrivals a second over time. */
export interface LoadPlan {
  readonly model: 'closed' | 'open'
  /** Users, or arrivals a second, at each moment since the start, warm-up included. */
  readonly level: Ramp
  readonly warmupSeconds: number
  /** Behind the warm-up. */
  readonly seconds: number
  readonly wait: Wait
  readonly maxConnections: number
  /** Users who start in a second, for changes while it runs; `Infinity`: all at once. */
  readonly spawnRate: number
  readonly stages: readonly { readonly until: number; readonly level: number }[]
}

export type Wait =
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'pacing'; readonly everyMs: number }
  | { readonly kind: 'none' }

/** From the command line; each replaces what the profile says. */
export interface LoadOverrides {
  readonly users?: number
  readonly spawnRate?: number
  readonly rate?: number
  readonly seconds?: number
}

/** A profile that says something that cannot be done. */
export class LoadPlanError extends Error {
  override readonly name = 'LoadPlanError'
}

export function planLoad(profile: LoadProfile, overrides: LoadOverrides = {}): LoadPlan {
  // A record has a line a second, so a warm-up ends with one.
  const warmupSeconds = Math.ceil(profile.warmup === undefined ? 0 : secondsOf(profile.warmup, 'warmup'))
  const stages = profile.stages ?? []
  const common = {
    warmupSeconds,
    wait: waitOf(profile.wait),
    maxConnections: countOf(profile.maxConnections ?? 1000, 'maxConnections'),
    spawnRate:
      overrides.spawnRate ?? (profile.spawnRate === undefined ? Number.POSITIVE_INFINITY : perSecond(profile.spawnRate, 'spawnRate')),
  }
  const staged = overrides.users === undefined && overrides.rate === undefined && stages.length > 0
  if (staged) return planStages(stages, common, overrides)
  const seconds = overrides.seconds ?? (profile.duration === undefined ? stageSeconds(stages) : secondsOf(profile.duration, 'duration'))
  const open = overrides.rate !== undefined || (overrides.users === undefined && profile.rate !== undefined)
  const level = open ? (overrides.rate ?? perSecond(profile.rate, 'rate')) : (overrides.users ?? countOf(profile.users, 'users'))
  const spawnSeconds = open || common.spawnRate === Number.POSITIVE_INFINITY ? 0 : level / common.spawnRate
  const ramp =
    spawnSeconds === 0
      ? new Ramp([[0, level]])
      : new Ramp([
          [0, 0],
          [spawnSeconds, level],
        ])
  return { ...common, model: open ? 'open' : 'closed', level: ramp, seconds, stages: [{ until: warmupSeconds + seconds, level }] }
}

type Common = Pick<LoadPlan, 'warmupSeconds' | 'wait' | 'maxConnections' | 'spawnRate'>

/** The warm-up runs at the level of the first stage, which then begins there; otherwise it begins at nothing. */
function planStages(stages: NonNullable<LoadProfile['stages']>, common: Common, overrides: LoadOverrides): LoadPlan {
  const open = stages.some((stage) => 'rate' in stage)
  const levels = stages.map((stage) => ('rate' in stage ? perSecond(stage.rate, 'rate') : countOf(stage.users, 'users')))
  const { warmupSeconds } = common
  const first = warmupSeconds > 0 ? (levels[0] ?? 0) : 0
  const points: [number, number][] = [
    [0, first],
    [warmupSeconds, first],
  ]
  let at = warmupSeconds
  const planned = stages.map((stage, index) => {
    at += secondsOf(stage.duration, 'duration')
    points.push([at, levels[index] ?? 0])
    return { until: at, level: levels[index] ?? 0 }
  })
  return {
    ...common,
    model: open ? 'open' : 'closed',
    level: new Ramp(points),
    seconds: overrides.seconds ?? at - warmupSeconds,
    stages: planned,
  }
}

function stageSeconds(stages: NonNullable<LoadProfile['stages']>): number {
  return stages.reduce((sum, stage) => sum + secondsOf(stage.duration, 'duration'), 0)
}

function waitOf(wait: LoadProfile['wait']): Wait {
  if (wait === undefined) return { kind: 'none' }
  if (typeof wait !== 'string') return { kind: 'pacing', everyMs: secondsOf(wait.pacing, 'wait: pacing') * 1000 }
  const [from = '', to = from] = wait.split('..')
  const [fromMs, toMs] = [secondsOf(from, 'wait') * 1000, secondsOf(to, 'wait') * 1000]
  if (toMs < fromMs) throw new LoadPlanError(`\`wait: ${wait}\` ends before it begins`)
  return { kind: 'between', fromMs, toMs }
}

export function secondsOf(value: unknown, key: string): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined
  if (ms === undefined) throw new LoadPlanError(`\`${key}\` is ${JSON.stringify(value)}; it takes a duration such as 30s or 5m`)
  return ms / 1000
}

/** Also a number in text, as environment variables are. */
export function countOf(value: unknown, key: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
    throw new LoadPlanError(`\`${key}\` is ${JSON.stringify(value)}; it takes a whole number`)
  return number
}

export function perSecond(value: unknown, key: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\/([smh])$/.exec(String(value)) ?? []
  if (number === undefined) throw new LoadPlanError(`\`${key}\` is ${JSON.stringify(value)}; it takes a rate such as 100/s or 600/m`)
  return Number(number) / (unit === 's' ? 1 : unit === 'm' ? 60 : 3600)
}
