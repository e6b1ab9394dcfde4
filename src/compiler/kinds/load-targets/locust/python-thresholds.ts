import { bracketed, hard, indent, joined } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript, ScriptThreshold } from '../script/load-script.ts'
import type { PythonModule } from './python-module.ts'
import { LocalNames, snakeCase } from '../script/local-names.ts'
import { quote } from './python-literal.ts'

/** The function that compares statistics with thresholds when Locust ends, and chooses its exit code. */
export function emitThresholds({ thresholds }: LoadScript, module: PythonModule): Doc[] {
  for (const name of ['events']) module.use('locust', name)
  module.use('locust.runners', 'WorkerRunner')
  module.use('logging')
  const locals = new LocalNames(['total', 'thresholds', 'broken', 'title', 'held', 'environment', 'logging', 'events'])
  const entries = new Map<string, { local: string; name: string; method: string }>()
  for (const { endpoint } of thresholds) {
    const key = endpoint === undefined ? '' : `${endpoint.method} ${endpoint.name}`
    if (endpoint !== undefined && !entries.has(key))
      entries.set(key, { ...endpoint, local: locals.take(snakeCase(endpoint.name, 'endpoint')) })
  }
  const entryOf = ({ endpoint }: ScriptThreshold): string =>
    endpoint === undefined ? 'total' : (entries.get(`${endpoint.method} ${endpoint.name}`)?.local ?? 'total')
  const tests = thresholds.map((threshold): Doc => [
    `${quote(threshold.title)}: `,
    `${statistic(threshold, entryOf(threshold))} ${threshold.operator} ${threshold.limit}`,
  ])
  const lines: Doc[] = [
    '"""Names the thresholds that are broken; the exit code is then 1."""',
    ['if isinstance(environment.runner, WorkerRunner):', indent([hard, 'return'])],
    'total = environment.stats.total',
    ...[...entries].map(([, { local, name, method }]) => `${local} = environment.stats.get(${quote(name)}, ${quote(method)})`),
    ['thresholds = ', bracketed('{', tests, { close: '}', expanded: true })],
    'broken = [title for title, held in thresholds.items() if not held]',
    ['if total.num_requests == total.num_failures:', indent([hard, 'broken.append("at least one request succeeds")'])],
    ['for title in broken:', indent([hard, 'logging.error("Threshold broken: %s", title)'])],
    'environment.process_exit_code = 1 if broken else 0',
  ]
  return [['@events.quitting.add_listener', hard, 'def judge_thresholds(environment, **_):', indent([hard, joined(lines, hard)])]]
}

function statistic({ measure }: ScriptThreshold, entry: string): string {
  switch (measure.kind) {
    case 'percentile':
      return `${entry}.get_response_time_percentile(${Number((measure.percentile / 100).toPrecision(12))})`
    case 'mean':
      return `${entry}.avg_response_time`
    case 'min':
      return `(${entry}.min_response_time or 0)`
    case 'max':
      return `${entry}.max_response_time`
    case 'errors':
      return `${entry}.fail_ratio`
    case 'rate':
      return `${entry}.total_rps`
  }
}
