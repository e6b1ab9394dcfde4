import type { Doc } from '../print/doc.ts'
import { bracketed } from '../print/doc.ts'
import type { LoadScript, Pace, Stage, Wait } from '../script/load-script.ts'
import { snakeCase } from '../script/local-names.ts'
import { quote } from './js-literal.ts'
import { emitObject } from './k6-value.ts'

/** The name under which k6 counts what is measured, apart from the warm-up. */
export function scenarioName({ name }: LoadScript): string {
  return snakeCase(name, 'measured')
}

export function emitScenarios(script: LoadScript): Doc {
  const { pace } = script
  const [warmUp, measured] = executors(pace)
  const entries =
    warmUp === undefined
      ? []
      : [[`${scenarioName(script)}_warm_up`, emitObject([...warmUp, ['gracefulStop', "'0s'"]], { expanded: true })] as const]
  const start = warmUp === undefined ? [] : [['startTime', duration(pace.warmup)] as const]
  return emitObject([...entries, [scenarioName(script), emitObject([...start, ...measured], { expanded: true })]], { expanded: true })
}

type Entries = readonly (readonly [string, Doc])[]

function executors(pace: Pace): [warmUp: Entries | undefined, measured: Entries] {
  const hasWarmUp = pace.warmup > 0
  switch (pace.kind) {
    case 'users': {
      const { users, spawnRate, warmup } = pace
      const ramp = spawnRate === undefined || spawnRate <= 0 ? 0 : users / spawnRate
      const at = (seconds: number): number => (ramp === 0 ? users : Math.min(users, Math.floor((users * seconds) / ramp)))
      return [
        hasWarmUp ? growing(at, { from: 0, to: warmup, ramp }) : undefined,
        growing(at, { from: warmup, to: warmup + pace.duration, ramp }),
      ]
    }
    case 'user-stages': {
      const first = pace.stages[0]?.target ?? 0
      const warmUp = growingTo(first, [{ duration: pace.warmup, target: first }])
      return [hasWarmUp ? warmUp : undefined, growingTo(hasWarmUp ? first : 0, pace.stages)]
    }
    case 'rate': {
      const [rate, timeUnit] = wholeRate([pace.rate])
      const steady = (seconds: number): Entries => [
        ['executor', "'constant-arrival-rate'"],
        ['rate', String(rate[0])],
        ['timeUnit', quote(timeUnit)],
        ['duration', duration(seconds)],
        ...virtualUsers(pace.rate, pace.maxConnections),
      ]
      return [hasWarmUp ? steady(pace.warmup) : undefined, steady(pace.duration)]
    }
    case 'rate-stages': {
      const first = pace.stages[0]?.target ?? 0
      const peak = Math.max(...pace.stages.map(({ target }) => target))
      const ramping = (start: number, stages: readonly Stage[]): Entries => {
        const [rates, timeUnit] = wholeRate([start, ...stages.map(({ target }) => target)])
        const list = stages.map((stage, index) => stageCode({ duration: stage.duration, target: rates[index + 1] ?? 0 }))
        return [
          ['executor', "'ramping-arrival-rate'"],
          ['startRate', String(rates[0])],
          ['timeUnit', quote(timeUnit)],
          ['stages', bracketed('[', list, { close: ']', expanded: list.length > 1 })],
          ...virtualUsers(peak, pace.maxConnections),
        ]
      }
      return [
        hasWarmUp ? ramping(first, [{ duration: pace.warmup, target: first }]) : undefined,
        ramping(hasWarmUp ? first : 0, pace.stages),
      ]
    }
  }
}

/** Users of a span of time; they grow until `ramp` seconds after the start. */
function growing(at: (seconds: number) => number, { from, to, ramp }: { from: number; to: number; ramp: number }): Entries {
  if (from >= ramp)
    return [
      ['executor', "'constant-vus'"],
      ['vus', String(at(from))],
      ['duration', duration(to - from)],
    ]
  const stages = [
    { duration: Math.min(ramp, to) - from, target: at(Math.min(ramp, to)) },
    ...(to > ramp ? [{ duration: to - ramp, target: at(to) }] : []),
  ]
  return growingTo(at(from), stages)
}

function growingTo(start: number, stages: readonly Stage[]): Entries {
  const list = stages.map(stageCode)
  return [
    ['executor', "'ramping-vus'"],
    ['startVUs', String(start)],
    ['stages', bracketed('[', list, { close: ']', expanded: list.length > 1 })],
  ]
}

function stageCode({ duration: seconds, target }: Stage): Doc {
  return `{ duration: ${duration(seconds)}, target: ${target} }`
}

function virtualUsers(rate: number, most: number): Entries {
  return [
    ['preAllocatedVUs', String(Math.max(1, Math.min(most, Math.ceil(rate))))],
    ['maxVUs', String(most)],
  ]
}

/** k6 takes whole numbers: 2.5 a second are 150 a minute. */
function wholeRate(rates: readonly number[]): [rates: readonly number[], timeUnit: string] {
  for (const [seconds, unit] of [
    [1, '1s'],
    [60, '1m'],
    [3600, '1h'],
  ] as const) {
    const whole = rates.map((rate) => Number((rate * seconds).toPrecision(12)))
    if (whole.every(Number.isInteger)) return [whole, unit]
  }
  return [rates.map((rate) => Math.round(rate * 86_400)), '24h']
}

function duration(seconds: number): string {
  return quote(`${Number(seconds.toPrecision(12))}s`)
}

/** The last line of a task's run; undefined where nothing is waited for. */
export function emitWait(pace: Pace): { before: Doc[]; after: Doc[] } {
  const wait: Wait = pace.kind === 'users' || pace.kind === 'user-stages' ? pace.wait : { kind: 'none' }
  switch (wait.kind) {
    case 'none':
      return { before: [], after: [] }
    case 'constant':
      return { before: [], after: [`sleep(${wait.seconds})`] }
    case 'between':
      return { before: [], after: [`sleep(${wait.from} + Math.random() * ${Number((wait.to - wait.from).toPrecision(12))})`] }
    case 'pacing':
      return { before: ['const start = Date.now()'], after: [`sleep(Math.max(0, ${wait.seconds} - (Date.now() - start) / 1000))`] }
  }
}
