import type { Doc } from '../print/doc.ts'
import { bracketed } from '../print/doc.ts'
import type { LoadScript, ScriptThreshold } from '../script/load-script.ts'
import { propertyKey, quote } from './js-literal.ts'
import { scenarioName } from './k6-pace.ts'
import { emitObject } from './k6-value.ts'

export function emitThresholds(script: LoadScript): Doc {
  const found = new Map<string, Doc[]>()
  const add = (metric: string, tags: readonly string[], rule: Doc): void => {
    const key = tags.length === 0 ? metric : `${metric}{${tags.join(',')}}`
    found.set(key, [...(found.get(key) ?? []), rule])
  }
  const only = script.pace.warmup > 0 ? [`scenario:${scenarioName(script)}`] : []
  for (const threshold of script.thresholds) {
    const tags = [...only, ...(threshold.endpoint === undefined ? [] : [`name:${threshold.endpoint.name}`])]
    add(metricOf(threshold), tags, emitRule(threshold, script.pace.warmup))
  }
  // A load in which no request succeeded has failed, whatever else is asked for.
  if (!script.thresholds.some(({ measure, endpoint, operator }) => measure.kind === 'errors' && endpoint === undefined && operator === '<'))
    add('errors', only, quote('rate<1'))
  const entries = [...found].map(([metric, rules]) => [propertyKey(metric), bracketed('[', rules, { close: ']' })] as const)
  return emitObject(entries, { expanded: true })
}

function emitRule(threshold: ScriptThreshold, warmup: number): Doc {
  const rule = quote(ruleOf(threshold))
  if (threshold.abortAfter === undefined) return rule
  return emitObject(
    [
      ['threshold', rule],
      ['abortOnFail', 'true'],
      ['delayAbortEval', quote(`${warmup + threshold.abortAfter}s`)],
    ],
    { expanded: false },
  )
}

function metricOf({ measure }: ScriptThreshold): string {
  if (measure.kind === 'errors') return 'errors'
  return measure.kind === 'rate' ? 'http_reqs' : 'http_req_duration'
}

function ruleOf({ measure, operator, limit }: ScriptThreshold): string {
  const names = { mean: 'avg', min: 'min', max: 'max', errors: 'rate', rate: 'rate' } as const
  const name = measure.kind === 'percentile' ? (measure.percentile === 50 ? 'med' : `p(${measure.percentile})`) : names[measure.kind]
  return `${name}${operator}${limit}`
}

/** What the summary at the end shows: the usual, and what thresholds speak of. */
export function trendStats({ thresholds }: LoadScript): string[] {
  const percentiles = thresholds.flatMap(({ measure }) =>
    measure.kind === 'percentile' && measure.percentile !== 50 ? [measure.percentile] : [],
  )
  const sorted = [...new Set([95, 99, ...percentiles])].sort((a, b) => a - b)
  return ['min', 'avg', 'med', ...sorted.map((percentile) => `p(${percentile})`), 'max']
}
