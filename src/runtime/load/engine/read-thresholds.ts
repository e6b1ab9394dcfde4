import { parseDuration } from '../../assertions/values/units.ts'
import type { LoadProfile } from '../program/define-load.ts'
import type { LoadMeasure, LoadThreshold } from '../record/load-record.ts'
import { LoadPlanError, perSecond, secondsOf } from './load-plan.ts'
import type { ProgramFacts } from './worker-messages.ts'

const key = /^(?:(.+)\.)?(p\d{1,2}(?:\.\d+)?|min|mean|median|max|errors|rate)$/

/** The thresholds of a profile in the units of the record. One of a task with several requests holds for each of them. */
export function readThresholds(profile: LoadProfile, program: ProgramFacts, place: string): LoadThreshold[] {
  return Object.entries(profile.thresholds).flatMap(([name, { abortAfter, ...bounds }]): LoadThreshold[] => {
    const [, endpoint, measure] = key.exec(name) ?? []
    if (measure === undefined) throw new LoadPlanError(`\`thresholds: ${name}\` is no threshold`)
    const common = {
      measure: measureOf(measure),
      matcher: Object.fromEntries(Object.entries(bounds).map(([operator, limit]) => [operator, limitOf(measure, limit)])),
      written: Object.entries(bounds)
        .map(([operator, limit]) => `${operator}: ${limit}`)
        .join(', '),
      place: `${place}/thresholds/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      ...(abortAfter !== undefined && { abortAfter: secondsOf(abortAfter, `thresholds: ${name}: abortAfter`) }),
    }
    if (endpoint === undefined) return [{ key: name, of: 'total' as const, ...common }]
    const names = endpointsNamed(endpoint, program)
    return names.map((one) => ({ key: names.length === 1 ? name : `${one}.${measure}`, of: { endpoint: one }, ...common }))
  })
}

/** By its name, by method and name, or all those of a task. One that is nobody's is kept, and fails because nothing was measured. */
function endpointsNamed(name: string, { endpoints, tasks }: ProgramFacts): string[] {
  const found = endpoints.find((endpoint) => endpoint.name === name || `${endpoint.method} ${endpoint.name}` === name)
  if (found !== undefined) return [found.name]
  const task = tasks.find((one) => one.name === name)
  return task === undefined ? [name] : [...new Set(task.endpoints.flatMap((index) => endpoints[index]?.name ?? []))]
}

function measureOf(measure: string): LoadMeasure {
  if (measure === 'median') return { kind: 'percentile', percentile: 50 }
  if (measure === 'mean') return { kind: 'average' }
  if (measure.startsWith('p')) return { kind: 'percentile', percentile: Number(measure.slice(1)) }
  return { kind: measure as 'min' | 'max' | 'errors' | 'rate' }
}

function limitOf(measure: string, limit: string): number {
  if (measure === 'rate') return perSecond(limit, 'thresholds: rate')
  if (measure === 'errors') {
    const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(limit) ?? []
    if (percent === undefined) throw new LoadPlanError(`\`thresholds: errors\` is ${limit}; it takes a share such as 1%`)
    return Number(percent) / 100
  }
  const ms = parseDuration(limit)
  if (ms === undefined) throw new LoadPlanError(`\`thresholds: ${measure}\` is ${limit}; it takes a duration such as 200ms`)
  return ms * 1000
}
