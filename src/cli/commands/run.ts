import { basename, join, resolve } from 'node:path'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { CommandResult, DiagnosticGroup, Host } from '../host.ts'
import { printResult, printThrown } from '../print-result.ts'
import { findProjects } from '../project/find-projects.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { prepareProject } from '../project/prepare-project.ts'
import type { PreparedProject, ReadyProject } from '../project/prepare-project.ts'
import { detectCI } from '../run/detect-ci.ts'
import { failedTests } from '../run/last-results.ts'
import { printProgress } from '../run/print-progress.ts'
import { readShare } from '../run/openapi-coverage.ts'
import { newSeed, readDuration, readEnvFiles, readShard, readVariables } from '../run/run-options.ts'
import { runProject } from '../run/run-project.ts'
import { refuseFolder } from '../run/refuse-folder.ts'
import { placesOf } from '../run/select-places.ts'
import { selectTests } from '../run/select-tests.ts'
import { startWarmWorker } from '../run/worker-pool.ts'
import type { WarmWorker } from '../run/worker-pool.ts'
import type { runOptions } from '../tables/run.ts'
import { count } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'

type RunInput = Input<typeof runOptions>

/** Compiles where needed, then runs each project in turn; the worst exit code counts. */
export async function run(host: Host, input: RunInput): Promise<CommandResult> {
  const { options } = input
  const kinds = kindsOf(options)
  const targets = findProjects(host.cwd, input.arguments, { output: options.output })
  for (const { output } of targets) refuseFolder(output)
  const shared = {
    variables: readVariables(options.var),
    fromFiles: readEnvFiles(host.cwd, options['env-file']),
    shard: readShard(options.shard),
    timeoutMs: options.timeout === undefined ? 3_600_000 : readDuration('timeout', options.timeout),
    seed: options.seed ?? newSeed(),
    openapiFailUnder: readShare(options['openapi-fail-under']),
  }
  const runAll = async () => {
    const results: RunOnce[] = []
    for (const target of targets) {
      const result = await runTarget(host, { target, input, shared, kinds, alone: targets.length === 1 })
      results.push(result)
      if (result.exitCode === exitCodes.interrupted) break
    }
    return {
      exitCode: worst(results),
      diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
      inputs: results.flatMap(({ inputs }) => inputs),
    }
  }
  return options.watch ? watchRuns(host, runAll) : runAll()
}

interface RunOnce {
  readonly exitCode: ExitCode
  readonly diagnostics: readonly DiagnosticGroup[]
  /** Absolute paths of the files that the specification reads. */
  readonly inputs: readonly string[]
}

/** Runs again at every change until Ctrl-C; failures and mistakes are shown, and do not end the watching. */
async function watchRuns(host: Host, runAll: () => Promise<RunOnce>): Promise<CommandResult> {
  const { watchSpec } = await import('../../compiler/write/watch-spec.ts')
  const controller = new AbortController()
  const stopListening = host.onInterrupt(() => controller.abort())
  const style = styleOf(host, host.stderr)
  const compile = async () => {
    const { inputs, ...result } = await runAll()
    await printResult(host, result)
    if (result.exitCode === exitCodes.interrupted) controller.abort()
    else host.stderr.write(`${style.dim(`watching ${count(inputs.length, 'file')}; Ctrl-C ends`)}\n`)
    return inputs
  }
  await watchSpec({ compile, signal: controller.signal, onError: (error) => void printThrown(host, error, ['run', '--watch']) })
  stopListening()
  return { exitCode: exitCodes.ok }
}

interface TargetRun {
  readonly target: ProjectTarget
  readonly input: RunInput
  readonly shared: {
    readonly variables: Readonly<Record<string, string>>
    readonly fromFiles: Readonly<Record<string, string>>
    readonly shard: ReturnType<typeof readShard>
    readonly timeoutMs: number
    readonly seed: number
    readonly openapiFailUnder: number | undefined
  }
  readonly kinds: Kinds
  readonly alone: boolean
}

async function runTarget(host: Host, { target, input, shared, kinds, alone }: TargetRun): Promise<RunOnce> {
  const startedAt = host.now()
  const worker = startWarmWorker()
  try {
    const prepared = await prepareProject(host, target, { force: input.options.force })
    if (prepared.state === 'stopped') return stoppedRun(host, prepared, { target, input, alone })
    const { index, warnings, inputs } = prepared
    refuseNothing(index, kinds)
    const reportFolder = reportFolderOf(host, { target, name: index.name, report: input.options.report, alone })
    const exits: ExitCode[] = []
    const diagnostics = [...warnings]
    if (kinds.tests) {
      const tests = await runPrepared(host, prepared, { target, input, shared, kinds, alone, worker, startedAt })
      exits.push(tests.exitCode)
      diagnostics.push(...(tests.missing ?? []))
    }
    if (hasMeasurements(index, kinds) && !exits.includes(exitCodes.interrupted)) {
      const { runMeasurements } = await import('../run/run-measurements.ts')
      const words = wordsForMeasurements(input.options, shared.seed)
      // standard output is for the results alone
      const printer = input.options.reporter.includes('json') ? { ...host, stdout: host.stderr } : host
      const measured = await runMeasurements(printer, { index, entry: target.entry, output: target.output, reportFolder, kinds, words })
      exits.push(...measured.exitCodes)
      const { reportMeasurements } = await import('../run/report-measurements.ts')
      await reportMeasurements(host, {
        measured,
        name: index.name,
        reportFolder,
        projectFolder: target.folder,
        reporters: input.options.reporter,
        seed: shared.seed,
        startedAt,
        withTests: kinds.tests,
        notRun: notRunOf(index, kinds),
      })
    }
    await reportDiagnostics(host, reportFolder, diagnostics)
    return { exitCode: worst(exits.map((exitCode) => ({ exitCode }))), diagnostics, inputs }
  } finally {
    await worker.stop()
  }
}

function wordsForMeasurements(options: RunInput['options'], seed: number): string[] {
  const words = options.var.flatMap((word) => ['--var', word])
  for (const file of options['env-file']) words.push('--env-file', file)
  return [...words, '--seed', String(seed), ...(options.force ? ['--force'] : [])]
}

async function stoppedRun(
  host: Host,
  { result, inputs }: Extract<PreparedProject, { state: 'stopped' }>,
  { target, input, alone }: Pick<TargetRun, 'target' | 'input' | 'alone'>,
): Promise<RunOnce> {
  const diagnostics = result.diagnostics ?? []
  await reportDiagnostics(
    host,
    reportFolderOf(host, { target, name: basename(target.folder), report: input.options.report, alone }),
    diagnostics,
  )
  return { exitCode: result.exitCode, diagnostics, inputs }
}

/** In GitLab what is wrong with the specification becomes a code quality report. */
async function reportDiagnostics(host: Host, folder: string, groups: readonly DiagnosticGroup[]): Promise<void> {
  if (detectCI(host.env) !== 'GitLab CI') return
  const { writeCodeQuality } = await import('../run/write-code-quality.ts')
  writeCodeQuality(host, folder, groups)
}

async function runPrepared(
  host: Host,
  { index, note }: ReadyProject,
  {
    target,
    input: { options, arguments: words },
    shared,
    kinds,
    alone,
    worker,
    startedAt,
  }: TargetRun & { worker: WarmWorker; startedAt: number },
): Promise<{ readonly exitCode: ExitCode; readonly missing?: readonly DiagnosticGroup[] }> {
  const reportFolder = reportFolderOf(host, { target, name: index.name, report: options.report, alone })
  if (shared.openapiFailUnder !== undefined && index.openapi === undefined)
    throw new UsageError('`--openapi-fail-under` needs an OpenAPI document', 'Add `openapi: openapi.yaml` at the top of the specification')
  if (Object.keys(shared.variables).length > 0) {
    const { checkVariables } = await import('../run/check-variables.ts')
    checkVariables(shared.variables, index.variables ?? [])
  }
  const selected = selectTests(index, {
    names: options.test,
    tags: options.tag,
    notTags: options.not,
    places: await placesOf(target, index),
    failed: options.failed ? failedTests(reportFolder) : undefined,
    shard: shared.shard,
  })
  const env = selected.whole ? (index.env ?? []) : [...new Set(selected.tests.flatMap((test) => test.env ?? []))]
  const missing = env
    .map((name) => ({ name, value: host.env[name] ?? shared.fromFiles[name] }))
    .filter(({ value }) => value === undefined || value === '')
    .map(({ name, value }) => ({ name, empty: value === '' }))
  if (missing.length > 0) {
    const { explainMissingEnv } = await import('../run/missing-env.ts')
    return { exitCode: exitCodes.missing, missing: [explainMissingEnv({ index, folder: target.folder, tests: selected.tests, missing })] }
  }
  const progress = printProgress(host, options.reporter.includes('json') ? host.stderr : host.stdout)
  if (note !== undefined) progress.note(note)
  return runProject(host, {
    target,
    index,
    selected,
    env,
    reportFolder,
    reporters: options.reporter,
    ...shared,
    notRun: notRunOf(index, kinds),
    more: hasMeasurements(index, kinds),
    bail: options.bail ?? 0,
    keep: options.keep,
    update: options.update,
    record: options.record,
    startedAt,
    command: ['npx apitest run', ...words].join(' '),
    progress,
    worker,
  })
}

interface Kinds {
  readonly tests: boolean
  readonly leaks: boolean
  readonly loads: boolean
}

function hasMeasurements({ leaks, loads }: ProjectIndex, kinds: Kinds): boolean {
  return (kinds.leaks && leaks.length > 0) || (kinds.loads && loads.length > 0)
}

/** What this run leaves out, by name. */
function notRunOf({ leaks, loads }: ProjectIndex, kinds: Kinds): { readonly leaks: readonly string[]; readonly loads: readonly string[] } {
  return { leaks: kinds.leaks ? [] : leaks, loads: kinds.loads ? [] : loads }
}

/** Tests alone, unless something else is asked for. */
function kindsOf({ only, all }: RunInput['options']): Kinds {
  if (all && only.length > 0) throw new UsageError('`--all` and `--only` contradict each other', 'Give one of them')
  const has = (kind: string) => all || only.includes(kind)
  return { tests: only.length === 0 || has('tests'), leaks: has('leaks'), loads: has('loads') }
}

/** What was asked for and is not there must not look like success. */
function refuseNothing(index: ProjectIndex, { tests, leaks, loads }: Kinds): void {
  if (tests) return
  const there = (leaks ? index.leaks.length : 0) + (loads ? index.loads.length : 0)
  const asked = [leaks ? 'leak windows' : '', loads ? 'load profiles' : ''].filter(Boolean).join(' or ')
  if (there === 0) throw new UsageError(`${index.name} has no ${asked}`, 'They stand under `leaks:` and `loads:`')
}

function reportFolderOf(
  host: Host,
  { target, name, report, alone }: { target: ProjectTarget; name: string; report: string | undefined; alone: boolean },
): string {
  if (report === undefined) return join(target.folder, 'apitest-report')
  return alone ? resolve(host.cwd, report) : resolve(host.cwd, report, name)
}

/** What should be looked at first: our bug, then what kept the tests from running, then failures. */
function worst(results: readonly Pick<RunOnce, 'exitCode'>[]): ExitCode {
  const order: readonly ExitCode[] = [
    exitCodes.bug,
    exitCodes.interrupted,
    exitCodes.invalid,
    exitCodes.outOfDate,
    exitCodes.missing,
    exitCodes.failed,
  ]
  return order.find((code) => results.some(({ exitCode }) => exitCode === code)) ?? exitCodes.ok
}
