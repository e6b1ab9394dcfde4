import { bracketed, group, hard, indent, joined, line } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript, ScriptThreshold } from '../script/load-script.ts'
import type { PythonModule } from './python-module.ts'
import { LocalNames, snakeCase } from '../script/local-names.ts'
import { quote } from './python-literal.ts'

/** The function that compares statistics with thresholds when Locust ends, and chooses its exit code. */
export function emitThresholds({ thresholds, pace }: LoadScript, module: PythonModule): Doc[] {
  for (const name of ['events']) module.use('locust', name)
  module.use('locust.runners', 'WorkerRunner')
  module.use('logging')
  const locals = new LocalNames(['total', 'thresholds', 'broken', 'title', 'held', 'seconds', 'watch', 'environment', 'logging', 'events'])
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
  const aborting = thresholds.filter(({ abortAfter }) => abortAfter !== undefined)
  return [
    ...(aborting.length === 0 ? [] : [watch(aborting, { warmup: pace.warmup, module, entries: [...entries.values()], entryOf })]),
    ['@events.quitting.add_listener', hard, 'def judge_thresholds(environment, **_):', indent([hard, joined(lines, hard)])],
  ]
}

interface Watched {
  readonly warmup: number
  readonly module: PythonModule
  readonly entries: readonly { readonly local: string; readonly name: string; readonly method: string }[]
  readonly entryOf: (threshold: ScriptThreshold) => string
}

/** Looks at some thresholds once a second, and ends the load when one is broken. */
function watch(thresholds: readonly ScriptThreshold[], { warmup, module, entries, entryOf }: Watched): Doc {
  const used = new Set(thresholds.map(entryOf))
  const broken = thresholds.map((threshold): Doc => {
    const entry = entryOf(threshold)
    const conditions = [
      `seconds >= ${Number((warmup + (threshold.abortAfter ?? 0)).toPrecision(12))}`,
      ...(threshold.measure.kind === 'rate' ? [] : [`and ${entry}.num_requests > 0`]),
      `and not ${statistic(threshold, entry)} ${threshold.operator} ${threshold.limit}`,
    ]
    return group(joined(conditions, line))
  })
  const look: Doc[] = [
    `${module.use('gevent')}.sleep(1)`,
    'seconds += 1',
    ...(used.has('total') ? ['total = environment.stats.total'] : []),
    ...entries
      .filter(({ local }) => used.has(local))
      .map(({ local, name, method }) => `${local} = environment.stats.get(${quote(name)}, ${quote(method)})`),
    ['broken = ', bracketed('[', broken, { close: ']', expanded: true })],
    ['if any(broken):', indent([hard, 'return environment.runner.quit()'])],
  ]
  return [
    '@events.test_start.add_listener',
    hard,
    'def watch_thresholds(environment, **_):',
    indent([
      hard,
      '"""Ends the load as soon as one of these is broken."""',
      hard,
      ['if isinstance(environment.runner, WorkerRunner):', indent([hard, 'return'])],
      '\n',
      hard,
      ['def watch():', indent([hard, joined(['seconds = 0', ['while True:', indent([hard, joined(look, hard)])]], hard)])],
      '\n',
      hard,
      'gevent.spawn(watch)',
    ]),
  ]
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
