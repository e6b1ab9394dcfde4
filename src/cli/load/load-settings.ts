import type { LoadOverrides } from '../../runtime/load/engine/load-plan.ts'
import type { Input } from '../command-table.ts'
import { readDuration } from '../run/run-options.ts'
import type { loadOptions } from '../tables/load.ts'
import { UsageError } from '../usage-error.ts'

export type LoadInput = Input<typeof loadOptions>['options']

/** What the command line says of the load itself. */
export function readOverrides(options: LoadInput): LoadOverrides {
  if (options.users !== undefined && options.rate !== undefined)
    throw new UsageError('`--users` and `--rate` are two kinds of load', 'Users wait for answers, arrivals do not: give one of them')
  return {
    ...(options.users !== undefined && { users: options.users }),
    ...(options['spawn-rate'] !== undefined && { spawnRate: readRate('spawn-rate', options['spawn-rate']) }),
    ...(options.rate !== undefined && { rate: readRate('rate', options.rate) }),
    ...(options['run-time'] !== undefined && { seconds: readRunTime(options['run-time']) }),
  }
}

/** Locust takes seconds without a unit too. */
function readRunTime(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : readDuration('run-time', text) / 1000
  if (seconds === 0) throw new UsageError('`--run-time` is 0, so nothing would be sent')
  return seconds
}

function readRate(option: string, text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(?:\/([smh]))?$/.exec(text) ?? []
  if (number === undefined || Number(number) === 0)
    throw new UsageError(`\`--${option}\` takes a rate such as 10 or 600/m, and \`${text}\` was given`)
  return Number(number) / (unit === 's' ? 1 : unit === 'm' ? 60 : 3600)
}

export function readPercentiles(words: readonly string[]): readonly number[] | undefined {
  if (words.length === 0) return undefined
  return words.map((word) => {
    const number = Number(word.replace(/^p/, ''))
    if (!(number > 0 && number <= 100)) throw new UsageError(`\`--percentiles\` takes numbers up to 100, and \`${word}\` was given`)
    return number
  })
}
