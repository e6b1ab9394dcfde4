import { durationMs } from '../../../checks/measure.ts'
import type { MapValue, Value } from '../../../plan/plan.ts'
import type { Pace, Stage, Wait } from './load-script.ts'

/** The settings of a profile in numbers; `impossible` takes those that are known only when it runs. */
export function readPace(settings: MapValue, impossible: string[]): Pace {
  const get = (name: string): Value | undefined => settings.entries.find(([key]) => key === name)?.[1]
  const number = (name: string, read: (text: unknown) => number | undefined): number | undefined => {
    const value = get(name)
    return value === undefined ? undefined : known(value, { name, read, impossible })
  }
  const warmup = number('warmup', seconds) ?? 0
  const maxConnections = number('maxConnections', count) ?? 1000
  const wait = (): Wait => readWait(get('wait'), impossible)
  const stages = get('stages')
  if (stages?.kind === 'list') {
    const open = stages.items.some((stage) => stage.kind === 'map' && stage.entries.some(([key]) => key === 'rate'))
    const list = stages.items.map((stage) => readStage(stage, impossible))
    return open
      ? { kind: 'rate-stages', stages: list, warmup, maxConnections }
      : { kind: 'user-stages', stages: list, warmup, wait: wait() }
  }
  const duration = number('duration', seconds) ?? 0
  const rate = number('rate', perSecond)
  if (rate !== undefined) return { kind: 'rate', rate, duration, warmup, maxConnections }
  return { kind: 'users', users: number('users', count) ?? 0, spawnRate: number('spawnRate', perSecond), duration, warmup, wait: wait() }
}

function known(
  value: Value,
  { name, read, impossible }: { name: string; read: (text: unknown) => number | undefined; impossible: string[] },
): number {
  const number = value.kind === 'literal' ? read(value.value) : undefined
  if (number === undefined) impossible.push(`\`${name}\`, whose value is only known when apitest runs it`)
  return number ?? 0
}

function readStage(stage: Value, impossible: string[]): Stage {
  const get = (name: string): Value | undefined => (stage.kind === 'map' ? stage.entries.find(([key]) => key === name)?.[1] : undefined)
  const [users, rate, duration] = [get('users'), get('rate'), get('duration')]
  return {
    duration: duration === undefined ? 0 : known(duration, { name: 'duration', read: seconds, impossible }),
    target:
      rate !== undefined
        ? known(rate, { name: 'rate', read: perSecond, impossible })
        : users === undefined
          ? 0
          : known(users, { name: 'users', read: count, impossible }),
  }
}

function readWait(wait: Value | undefined, impossible: string[]): Wait {
  if (wait === undefined) return { kind: 'none' }
  if (wait.kind === 'map') {
    const pacing = wait.entries.find(([key]) => key === 'pacing')?.[1]
    return { kind: 'pacing', seconds: pacing === undefined ? 0 : known(pacing, { name: 'wait', read: seconds, impossible }) }
  }
  const [from, to] = wait.kind === 'literal' ? String(wait.value).split('..').map(seconds) : []
  if (from === undefined) impossible.push('`wait`, whose value is only known when apitest runs it')
  if (to !== undefined && from !== undefined) return { kind: 'between', from, to }
  return from === undefined || from === 0 ? { kind: 'none' } : { kind: 'constant', seconds: from }
}

export function seconds(value: unknown): number | undefined {
  const ms = durationMs(value)
  return ms === undefined ? undefined : ms / 1000
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

export function perSecond(value: unknown): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(typeof value === 'string' ? value : '') ?? []
  return unit === undefined ? undefined : Number(amount) / { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h']
}
