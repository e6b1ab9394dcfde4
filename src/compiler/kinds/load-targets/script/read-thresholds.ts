import { durationMs } from '../../../checks/measure.ts'
import type { MapValue } from '../../../plan/plan.ts'
import type { ScriptThreshold } from './load-script.ts'
import { perSecond } from './read-pace.ts'
import { written } from './written.ts'

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

export interface Endpoint {
  readonly name: string
  readonly method: string
}

/** @param tasks by name, with the requests that they send: a threshold of a task with several requests holds for each of them */
export function readThresholds(
  thresholds: MapValue,
  {
    endpoints,
    tasks,
    impossible,
  }: { endpoints: readonly Endpoint[]; tasks: ReadonlyMap<string, readonly Endpoint[]>; impossible: string[] },
): readonly ScriptThreshold[] {
  return thresholds.entries.flatMap(([key, matcher]): ScriptThreshold[] => {
    const [endpointName, metric] = splitKey(key)
    const measure = measureOf(metric)
    const own = endpoints.find(({ name, method }) => name === endpointName || `${method} ${name}` === endpointName)
    const meant: readonly (Endpoint | undefined)[] =
      endpointName === undefined ? [undefined] : own === undefined ? (tasks.get(endpointName) ?? []) : [own]
    if (measure === undefined || matcher.kind !== 'map' || meant.length === 0) {
      impossible.push(`the threshold \`${key}\``)
      return []
    }
    const abort = matcher.entries.find(([name]) => name === 'abortAfter')?.[1]
    const abortAfter = abort?.kind === 'literal' ? durationMs(abort.value) : undefined
    if (abort !== undefined && abortAfter === undefined) impossible.push(`\`abortAfter\` of the threshold \`${key}\``)
    const bounds = matcher.entries.filter(([name]) => name !== 'abortAfter')
    return bounds.flatMap(([name, value]): ScriptThreshold[] => {
      const operator = Object.hasOwn(operators, name) ? operators[name as keyof typeof operators] : undefined
      const limit = value.kind === 'literal' ? limitOf(measure, value.value) : undefined
      if (operator === undefined || limit === undefined) {
        impossible.push(`the threshold \`${key}\``)
        return []
      }
      return meant.map((endpoint) => {
        const shown = meant.length === 1 || endpoint === undefined ? key : `${endpoint.name}.${metric}`
        const title = `${shown} ${operator} ${written(value)}`
        return { key: shown, endpoint, measure, operator, limit, title, ...(abortAfter !== undefined && { abortAfter: abortAfter / 1000 }) }
      })
    })
  })
}

function splitKey(key: string): [endpoint: string | undefined, metric: string] {
  const [, name, metric] = /^(?:(.+)\.)?(p\d{1,2}(?:\.\d+)?|min|mean|median|max|errors|rate)$/.exec(key) ?? []
  return [name, metric ?? key]
}

function measureOf(metric: string): ScriptThreshold['measure'] | undefined {
  if (metric === 'median') return { kind: 'percentile', percentile: 50 }
  if (/^p\d/.test(metric)) return { kind: 'percentile', percentile: Number(metric.slice(1)) }
  const kinds = ['mean', 'min', 'max', 'errors', 'rate'] as const
  const kind = kinds.find((name) => name === metric)
  return kind && { kind }
}

function limitOf(measure: ScriptThreshold['measure'], value: unknown): number | undefined {
  if (measure.kind === 'rate') return perSecond(value)
  if (measure.kind !== 'errors') return durationMs(value)
  const share = /^(\d+(?:\.\d+)?)%$/.exec(typeof value === 'string' ? value : '')?.[1]
  return share === undefined ? undefined : Number((Number(share) / 100).toPrecision(12))
}
