import { mkdirSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { lastOfEach, mergeResults, whyNotOneRun } from '../../runtime/report/merge-results.ts'
import { countTests, describeCounts } from '../../runtime/report/count-tests.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { shortPath } from '../project/short-path.ts'
import { UsageError } from '../usage-error.ts'
import { readLastResults } from './last-results.ts'
import { writeReports } from './write-reports.ts'

export interface MergeRequest {
  /** Report folders of the parts. */
  readonly folders: readonly string[]
  /** Where the merged report goes. */
  readonly into: string
}

/** `apitest report --merge`: one report of all parts of a run, whose verdict is the exit code. */
export async function mergeReports(host: Host, { folders, into }: MergeRequest): Promise<CommandResult> {
  if (folders.length === 0)
    throw new UsageError('`--merge` needs the report folders of the shards', 'For example `apitest report --merge apitest-report/shard-*`')
  const target = resolve(host.cwd, into)
  const shards = folders.map((word) => {
    const folder = resolve(host.cwd, word)
    const result = readLastResults(folder)
    if (result === undefined)
      throw new UsageError(
        `There are no results in \`${shortPath(host.cwd, folder)}\``,
        '`npx apitest run --shard 1/2 --report FOLDER` writes them',
      )
    const way = relative(target, folder).split(sep).join('/')
    return { result, folder: way === '' ? '' : `${way}/` }
  })
  const reason = whyNotOneRun(shards.map(({ result }) => result))
  if (reason !== undefined)
    throw new UsageError(`The reports cannot be merged: ${reason}`, 'Name the report folder of each shard of one run')
  const counting = lastOfEach(shards)
  const result = mergeResults(counting)
  mkdirSync(target, { recursive: true })
  await writeReports(host, { folder: target, projectFolder: host.cwd, result, reporters: ['junit'], merged: true })
  const again = shards.length - counting.length
  const errors = result.errors.map(({ message }) => `${message}\n`).join('')
  return {
    exitCode: result.status === 'passed' ? exitCodes.ok : result.status === 'interrupted' ? exitCodes.interrupted : exitCodes.failed,
    output: shortPath(host.cwd, resolve(target, 'report.html')),
    message: `${errors}${result.name}: ${describeCounts(countTests(result))}, of ${counting.length} ${counting.length === 1 ? 'report' : 'reports'}${again > 0 ? `; ${again} of shards that ran again ${again === 1 ? 'does' : 'do'} not count` : ''}`,
  }
}
