import type { IndexedMeasurement, ProjectIndex } from '../../compiler/write/manifest.ts'
import type { LeakOutcome, LoadOutcome } from '../../runtime/report/run-result.ts'
import type { CommandTable } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { parseArguments } from '../parse-arguments.ts'
import { printThrown } from '../print-result.ts'
import { leakTable } from '../tables/leak.ts'
import { loadTable } from '../tables/load.ts'
import { leakOutcome, loadOutcome } from './measurement-outcomes.ts'

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

export interface Measured {
  readonly exitCodes: readonly ExitCode[]
  /** What each came to, as it left it in the report folder. */
  readonly leaks: readonly LeakOutcome[]
  readonly loads: readonly LoadOutcome[]
}

/** Runs all leak windows, then all load profiles, each as its own command would; one that fails does not keep the next from running. */
export async function runMeasurements(host: Host, { index, entry, output, reportFolder, kinds, words }: MeasurementRun): Promise<Measured> {
  const common = [entry, '--output', output, '--report', reportFolder, ...words]
  const jobs = [
    ...(kinds.leaks ? (index.leakFiles ?? []) : []).map((one) => ({ one, kind: 'leak' as const, table: leakTable, own: [] })),
    ...(kinds.loads ? (index.loadFiles ?? []) : []).map((one) => ({ one, kind: 'load' as const, table: loadTable, own: ['--headless'] })),
  ]
  const codes: ExitCode[] = []
  const leaks: LeakOutcome[] = []
  const loads: LoadOutcome[] = []
  for (const { one, kind, table, own } of jobs) {
    host.stderr.write('\n')
    const startedAt = host.now()
    const exitCode = await runOne(host, table as CommandTable, [one.name, ...common, ...own])
    codes.push(exitCode)
    if (exitCode === exitCodes.interrupted) break
    const found = { name: one.name, folder: `${kind}s/${fileNameOf(one)}`, reportFolder, startedAt, durationMs: host.now() - startedAt }
    if (kind === 'leak') leaks.push(await leakOutcome(found))
    else loads.push(await loadOutcome(found))
  }
  return { exitCodes: codes, leaks, loads }
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

/** What compiled files and folders of the report are called. */
function fileNameOf({ file }: IndexedMeasurement): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.(?:leak|load)\.ts$/, '')
}
