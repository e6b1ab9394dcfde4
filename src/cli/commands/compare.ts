import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compareLoads } from '../../runtime/load/compare/compare-loads.ts'
import type { LoadRun } from '../../runtime/load/record/read-record.ts'
import { NoRecordError, readRecord } from '../../runtime/load/record/read-record.ts'
import type { Input } from '../command-table.ts'
import { renderComparison } from '../compare/render-comparison.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import type { compareOptions } from '../tables/compare.ts'
import { UsageError } from '../usage-error.ts'

/** Says what became of a service between two load runs; a change for the worse is a failure. */
export async function run(host: Host, { arguments: words, options }: Input<typeof compareOptions>): Promise<CommandResult> {
  const [before = '', after = ''] = words
  const comparison = compareLoads(openRun(host, before), openRun(host, after), {
    threshold: readShare(options.threshold, { option: '--threshold', fallback: 0.05, most: 10 }),
    confidence: readShare(options.confidence, { option: '--confidence', fallback: 0.99, most: 0.999 }),
    ...(options.percentiles.length === 0 ? {} : { percentiles: options.percentiles.map(readPercentile) }),
  })
  const exitCode = comparison.verdict === 'regression' ? exitCodes.failed : exitCodes.ok
  if (options.format === 'json') return { exitCode, output: JSON.stringify(comparison, null, 2) }
  return { exitCode, output: renderComparison(host, comparison, { all: options.all }) }
}

function openRun({ cwd }: Host, word: string): LoadRun {
  const given = resolve(cwd, word)
  const found = statSync(given, { throwIfNoEntry: false })
  if (found === undefined)
    throw new UsageError(`There is no \`${word}\``, '`apitest load NAME` writes apitest-report/loads/NAME/record.ndjson')
  const folder = found.isDirectory() ? findRunFolder(given, word) : given
  try {
    return readRecord(folder)
  } catch (error) {
    if (error instanceof NoRecordError) throw new UsageError(error.message, 'Name the record.ndjson of a load run, or its folder')
    throw error
  }
}

/** The folder of one load, or a whole report with a single load in it. */
function findRunFolder(folder: string, word: string): string {
  if (existsSync(join(folder, 'record.ndjson'))) return folder
  const loads = existsSync(join(folder, 'loads'))
    ? readdirSync(join(folder, 'loads')).filter((name) => existsSync(join(folder, 'loads', name, 'record.ndjson')))
    : []
  if (loads.length === 1) return join(folder, 'loads', loads[0] as string)
  const names = loads.map((name) => `\`${word.replace(/\/$/, '')}/loads/${name}\``).join(', ')
  throw new UsageError(
    loads.length === 0 ? `\`${word}\` holds no record.ndjson` : `\`${word}\` holds ${loads.length} load runs`,
    loads.length === 0 ? 'Name the folder of one load run, such as apitest-report/loads/peak' : `Name one of them: ${names}`,
  )
}

function readShare(
  text: string | undefined,
  { option, fallback, most }: { readonly option: string; readonly fallback: number; readonly most: number },
): number {
  if (text === undefined) return fallback
  const [, number] = /^(\d+(?:\.\d+)?)%?$/.exec(text) ?? []
  const share = Number(number) / 100
  if (!(share >= 0 && share <= most)) throw new UsageError(`\`${option}\` takes a percentage of 0% to ${most * 100}%, got \`${text}\``)
  return share
}

function readPercentile(text: string): number {
  const percentile = Number(text.replace(/^p/, ''))
  if (!(percentile > 0 && percentile < 100)) throw new UsageError(`\`--percentiles\` takes numbers between 0 and 100, got \`${text}\``)
  return percentile
}
