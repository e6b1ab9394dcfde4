import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { CommandTable } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { parseArguments } from '../parse-arguments.ts'
import { printThrown } from '../print-result.ts'
import { leakTable } from '../tables/leak.ts'
import { loadTable } from '../tables/load.ts'

export interface MeasurementRun {
  readonly index: ProjectIndex
  /** Absolute path of apitest.yaml. */
  readonly entry: string
  readonly output: string
  readonly reportFolder: string
  readonly kinds: { readonly leaks: boolean; readonly loads: boolean }
  /** Words of `apitest run` that leaks and loads understand too: `--var`, `--env-file`, `--seed`. */
  readonly words: readonly string[]
}

/** Runs all leak windows, then all load profiles, each as its own command would; one that fails does not keep the next from running. */
export async function runMeasurements(
  host: Host,
  { index, entry, output, reportFolder, kinds, words }: MeasurementRun,
): Promise<ExitCode[]> {
  const common = [entry, '--output', output, '--report', reportFolder, ...words]
  const jobs: readonly (readonly [table: CommandTable, words: readonly string[]])[] = [
    ...(kinds.leaks ? index.leaks : []).map((name) => [leakTable, [name, ...common]] as const),
    ...(kinds.loads ? index.loads : []).map((name) => [loadTable, [name, ...common, '--headless']] as const),
  ]
  const results: ExitCode[] = []
  for (const [table, given] of jobs) {
    host.stderr.write('\n')
    const exitCode = await runOne(host, table, given)
    results.push(exitCode)
    if (exitCode === exitCodes.interrupted) break
  }
  return results
}

async function runOne(host: Host, table: CommandTable, words: readonly string[]): Promise<ExitCode> {
  try {
    const { run } = await table.load()
    const { exitCode } = await run(host, parseArguments(table, words), [])
    return exitCode
  } catch (error) {
    return printThrown(host, error, [table.name, ...words])
  }
}
