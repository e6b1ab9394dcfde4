import { basename, join, resolve } from 'node:path'
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
  refuseLater(options)
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
      const result = await runTarget(host, { target, input, shared, alone: targets.length === 1 })
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
  readonly alone: boolean
}

async function runTarget(host: Host, { target, input, shared, alone }: TargetRun): Promise<RunOnce> {
  const startedAt = host.now()
  const worker = startWarmWorker()
  try {
    const prepared = await prepareProject(host, target, { force: input.options.force })
    if (prepared.state === 'stopped') return stoppedRun(host, prepared, { target, input, alone })
    const { exitCode, missing = [] } = await runPrepared(host, prepared, { target, input, shared, alone, worker, startedAt })
    const diagnostics = [...prepared.warnings, ...missing]
    const reportFolder = reportFolderOf(host, { target, name: prepared.index.name, report: input.options.report, alone })
    await reportDiagnostics(host, reportFolder, diagnostics)
    return { exitCode, diagnostics, inputs: prepared.inputs }
  } finally {
    await worker.stop()
  }
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
  { target, input: { options, arguments: words }, shared, alone, worker, startedAt }: TargetRun & { worker: WarmWorker; startedAt: number },
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
  const missing = env.filter((name) => host.env[name] === undefined && shared.fromFiles[name] === undefined)
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
    bail: options.bail ?? 0,
    keep: options.keep,
    update: options.update,
    record: options.record,
    startedAt,
    command: ['apitest run', ...words].join(' '),
    progress,
    worker,
  })
}

/** Leaks and loads are part of the language and not of this version; to ask for them must not look like success. */
function refuseLater({ only, all }: RunInput['options']): void {
  const later = only.filter((what) => what !== 'tests')
  if (later.length > 0) throw new UsageError(`\`--only ${later.join(',')}\` is not in this version of apitest yet`, 'Tests run without it')
  if (all) throw new UsageError('`--all` is not in this version of apitest yet, because leaks and loads are not', 'Tests run without it')
}

function reportFolderOf(
  host: Host,
  { target, name, report, alone }: { target: ProjectTarget; name: string; report: string | undefined; alone: boolean },
): string {
  if (report === undefined) return join(target.folder, 'apitest-report')
  return alone ? resolve(host.cwd, report) : resolve(host.cwd, report, name)
}

/** What should be looked at first: our bug, then what kept the tests from running, then failures. */
function worst(results: readonly RunOnce[]): ExitCode {
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
