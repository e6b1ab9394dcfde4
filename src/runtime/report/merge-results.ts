import type { Failure, RunResult, ServiceResult } from './run-result.ts'
import { groupBy } from './group-by.ts'

export interface ShardResult {
  readonly result: RunResult
  /** Where the shard's report lies, from the merged one on, for the logs in it; with a slash at its end. */
  readonly folder: string
}

/** One result of those that the parts of a run (`--shard`) left; a part that left none is an error of the run. */
export function mergeResults(shards: readonly ShardResult[]): RunResult {
  const ordered = shards.toSorted((a, b) => (a.result.shard?.index ?? 0) - (b.result.shard?.index ?? 0))
  const results = ordered.map(({ result }) => result)
  const [first] = results
  if (first === undefined) throw new Error('nothing to merge')
  const { shard: _shard, ...common } = first
  const starts = results.map(({ startedAt }) => Date.parse(startedAt))
  const ends = results.map(({ durationMs }, at) => starts[at]! + durationMs)
  const errors = [...distinct(results.flatMap((result) => result.errors)), ...missingShards(results)]
  const failed = errors.length > 0 || results.some(({ status }) => status === 'failed')
  return {
    ...common,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    durationMs: Math.max(...ends) - Math.min(...starts),
    status: results.some(({ status }) => status === 'interrupted') ? 'interrupted' : failed ? 'failed' : 'passed',
    suites: mergeSuites(results),
    services: ordered.flatMap(({ result, folder }) => result.services.map((service) => serviceOf(service, { result, folder }))),
    notRun: {
      leaks: [...new Set(results.flatMap(({ notRun }) => notRun.leaks))],
      loads: [...new Set(results.flatMap(({ notRun }) => notRun.loads))],
    },
    ...together('leaks', results),
    ...together('loads', results),
    errors,
  }
}

/** Absent where no part has any. */
function together<Key extends 'leaks' | 'loads'>(key: Key, results: readonly RunResult[]): Pick<RunResult, Key> | object {
  const found = results.flatMap((result) => [...(result[key] ?? [])])
  return found.length === 0 ? {} : { [key]: found }
}

/** Of a shard that ran again, because its job was started once more, the later result alone. */
export function lastOfEach(shards: readonly ShardResult[]): ShardResult[] {
  const startedAt = ({ result }: ShardResult) => Date.parse(result.startedAt)
  const groups = groupBy(shards, ({ result: { shard } }) => shard?.index)
  return [...groups.values()].map((same) => same.reduce((last, one) => (startedAt(one) > startedAt(last) ? one : last)))
}

/** What keeps results from being parts of one run; undefined: nothing. */
export function whyNotOneRun(results: readonly RunResult[]): string | undefined {
  const names = new Set(results.map(({ name }) => name))
  if (names.size > 1) return `they are of different projects: ${[...names].join(', ')}`
  if (results.length < 2) return undefined
  const whole = results.filter(({ shard }) => shard === undefined).length
  if (whole > 0)
    return `${whole === results.length ? 'they are' : `${whole} of them ${whole === 1 ? 'is' : 'are'}`} not of a run with \`--shard\``
  const counts = new Set(results.map(({ shard }) => shard!.count))
  return counts.size > 1 ? `they are of runs with different numbers of shards: ${[...counts].join(', ')}` : undefined
}

/** Suites in the order of the first shard that has them, each with the tests of all shards. */
function mergeSuites(results: readonly RunResult[]): RunResult['suites'] {
  const suites = groupBy(
    results.flatMap((result) => result.suites),
    ({ name }) => name,
  )
  return [...suites].map(([name, parts]) => ({ name, tests: parts.flatMap(({ tests }) => tests) }))
}

function serviceOf(service: ServiceResult, { result: { shard }, folder }: ShardResult): ServiceResult {
  return {
    ...service,
    name: shard === undefined ? service.name : `${service.name} (shard ${shard.index})`,
    log: service.log === undefined ? undefined : `${folder}${service.log}`,
  }
}

/** The same service fails to start in every shard; once is enough to read. */
function distinct(errors: readonly Failure[]): Failure[] {
  return [...groupBy(errors, ({ kind, message, place }) => JSON.stringify([kind, message, place])).values()].map(([error]) => error!)
}

function missingShards(results: readonly RunResult[]): Failure[] {
  const count = results[0]?.shard?.count ?? 0
  const there = new Set(results.map(({ shard }) => shard?.index))
  return Array.from({ length: count }, (_, at) => at + 1)
    .filter((index) => !there.has(index))
    .map((index) => ({
      kind: 'run',
      message: `shard ${index} of ${count} left no results`,
      place: undefined,
      frame: undefined,
      hint: 'Look at the output of its job',
      diff: undefined,
      exchange: undefined,
      log: undefined,
    }))
}
