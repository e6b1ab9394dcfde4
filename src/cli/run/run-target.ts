import { basename, join, resolve } from 'node:path'
import type { Input } from '../command-table.ts'
import { exitCodes, worstExitCode } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { DiagnosticGroup, Host } from '../host.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { prepareProject } from '../project/prepare-project.ts'
import type { PreparedProject, ReadyProject } from '../project/prepare-project.ts'
import type { runOptions } from '../tables/run.ts'
import { detectCI } from './detect-ci.ts'
import { hasMeasurements, notRunOf, refuseNothing } from './run-kinds.ts'
import type { RunKinds } from './run-kinds.ts'
import type { readShard } from './run-options.ts'
import { runTests } from './run-tests.ts'
import { startWarmWorker } from './worker-pool.ts'

/** The command line of `apitest run`, read. */
export interface RunRequest {
  readonly options: Input<typeof runOptions>['options']
  /** The arguments, for the line that says how to run again. */
  readonly words: readonly string[]
  readonly kinds: RunKinds
  /** Values of `--var`. */
  readonly variables: Readonly<Record<string, string>>
  /** Values of `--env-file`. */
  readonly fromFiles: Readonly<Record<string, string>>
  readonly shard: ReturnType<typeof readShard>
  readonly timeoutMs: number
  readonly seed: number
  /** Smallest share of the OpenAPI document's operations that passes. */
  readonly openapiFailUnder: number | undefined
}

export interface TargetRequest {
  readonly request: RunRequest
  readonly target: ProjectTarget
  /** No other project runs in this call, so the report folder is its own. */
  readonly alone: boolean
}

export interface TargetRun {
  readonly exitCode: ExitCode
  readonly diagnostics: readonly DiagnosticGroup[]
  /** Absolute paths of the files that the specification reads. */
  readonly inputs: readonly string[]
}

/** Brings one project up to date and runs what is asked for: its tests, then its leak windows and load profiles. */
export async function runTarget(host: Host, { request, target, alone }: TargetRequest): Promise<TargetRun> {
  const startedAt = host.now()
  const worker = startWarmWorker()
  try {
    const prepared = await prepareProject(host, target, { force: request.options.force })
    if (prepared.state === 'stopped') return await stoppedRun(host, prepared, { request, target, alone })
    const { index, warnings, inputs } = prepared
    const { kinds } = request
    refuseNothing(index, kinds)
    const reportFolder = reportFolderOf(host, { request, target, alone, name: index.name })
    const exits: ExitCode[] = []
    const diagnostics = [...warnings]
    if (kinds.tests) {
      const tests = await runTests(host, { request, target, prepared, reportFolder, worker, startedAt })
      exits.push(tests.exitCode)
      diagnostics.push(...tests.missing)
    }
    if (hasMeasurements(index, kinds) && !exits.includes(exitCodes.interrupted))
      exits.push(...(await runLeaksAndLoads(host, { request, target, prepared, reportFolder, startedAt })))
    await reportDiagnostics(host, reportFolder, diagnostics)
    return { exitCode: worstExitCode(exits), diagnostics, inputs }
  } finally {
    await worker.stop()
  }
}

interface Measurements extends Omit<TargetRequest, 'alone'> {
  readonly prepared: ReadyProject
  readonly reportFolder: string
  readonly startedAt: number
}

async function runLeaksAndLoads(
  host: Host,
  { request, target, prepared: { index }, reportFolder, startedAt }: Measurements,
): Promise<readonly ExitCode[]> {
  const { options, kinds, seed } = request
  const [{ runMeasurements }, { reportMeasurements }] = await Promise.all([
    import('./run-measurements.ts'),
    import('./report-measurements.ts'),
  ])
  // standard output is for the results alone
  const printer = options.reporter.includes('json') ? { ...host, stdout: host.stderr } : host
  const words = wordsForMeasurements(request)
  const measured = await runMeasurements(printer, { index, entry: target.entry, output: target.output, reportFolder, kinds, words })
  await reportMeasurements(host, {
    measured,
    name: index.name,
    reportFolder,
    projectFolder: target.folder,
    reporters: options.reporter,
    seed,
    startedAt,
    withTests: kinds.tests,
    notRun: notRunOf(index, kinds),
  })
  return measured.exitCodes
}

function wordsForMeasurements({ options, seed }: RunRequest): string[] {
  const words = options.var.flatMap((word) => ['--var', word])
  for (const file of options['env-file']) words.push('--env-file', file)
  return [...words, '--seed', String(seed), ...(options.force ? ['--force'] : [])]
}

async function stoppedRun(
  host: Host,
  { result, inputs }: Extract<PreparedProject, { state: 'stopped' }>,
  site: TargetRequest,
): Promise<TargetRun> {
  const diagnostics = result.diagnostics ?? []
  await reportDiagnostics(host, reportFolderOf(host, { ...site, name: basename(site.target.folder) }), diagnostics)
  return { exitCode: result.exitCode, diagnostics, inputs }
}

/** In GitLab what is wrong with the specification becomes a code quality report. */
async function reportDiagnostics(host: Host, folder: string, groups: readonly DiagnosticGroup[]): Promise<void> {
  if (detectCI(host.env) !== 'GitLab CI') return
  const { writeCodeQuality } = await import('./write-code-quality.ts')
  writeCodeQuality(host, folder, groups)
}

/** Several projects in one call share the folder of `--report`: each gets a folder of its own below it. */
function reportFolderOf(host: Host, { request, target, alone, name }: TargetRequest & { readonly name: string }): string {
  const { report } = request.options
  if (report === undefined) return join(target.folder, 'apitest-report')
  return alone ? resolve(host.cwd, report) : resolve(host.cwd, report, name)
}
