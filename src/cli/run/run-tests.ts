import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { DiagnosticGroup, Host } from '../host.ts'
import type { ReadyProject } from '../project/prepare-project.ts'
import { UsageError } from '../usage-error.ts'
import { failedTests } from './last-results.ts'
import { printProgress } from './print-progress.ts'
import { hasMeasurements, notRunOf } from './run-kinds.ts'
import { runProject } from './run-project.ts'
import type { RunRequest, TargetRequest } from './run-target.ts'
import { placesOf } from './select-places.ts'
import { selectTests } from './select-tests.ts'
import type { SelectedTests } from './select-tests.ts'
import type { WarmWorker } from './worker-pool.ts'

export interface TestsRun extends Omit<TargetRequest, 'alone'> {
  readonly prepared: ReadyProject
  readonly reportFolder: string
  readonly worker: WarmWorker
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

export interface TestsEnd {
  readonly exitCode: ExitCode
  /** Environment variables that the tests need and nobody gave; then no test ran. */
  readonly missing: readonly DiagnosticGroup[]
}

/** Runs the tests of one compiled project that the command line asks for. */
export async function runTests(host: Host, run: TestsRun): Promise<TestsEnd> {
  const { request, target, prepared, reportFolder } = run
  const { options, kinds, fromFiles } = request
  const { index, note } = prepared
  await checkRequest(request, index)
  const selected = selectTests(index, {
    names: options.test,
    tags: options.tag,
    notTags: options.not,
    places: await placesOf(target, index),
    failed: options.failed ? failedTests(reportFolder) : undefined,
    shard: request.shard,
  })
  const env = neededEnv(index, selected)
  const missing = env
    .map((name) => ({ name, value: host.env[name] ?? fromFiles[name] }))
    .filter(({ value }) => value === undefined || value === '')
    .map(({ name, value }) => ({ name, empty: value === '' }))
  if (missing.length > 0) {
    const { explainMissingEnv } = await import('./missing-env.ts')
    return { exitCode: exitCodes.missing, missing: [explainMissingEnv({ index, folder: target.folder, tests: selected.tests, missing })] }
  }
  const progress = printProgress(host, options.reporter.includes('json') ? host.stderr : host.stdout)
  if (note !== undefined) progress.note(note)
  const { exitCode } = await runProject(host, {
    target,
    index,
    selected,
    env,
    reportFolder,
    reporters: options.reporter,
    variables: request.variables,
    fromFiles,
    shard: request.shard,
    timeoutMs: request.timeoutMs,
    seed: request.seed,
    openapiFailUnder: request.openapiFailUnder,
    notRun: notRunOf(index, kinds),
    more: hasMeasurements(index, kinds),
    bail: options.bail ?? 0,
    keep: options.keep,
    update: options.update,
    record: options.record,
    startedAt: run.startedAt,
    command: ['npx apitest run', ...request.words].join(' '),
    progress,
    worker: run.worker,
  })
  return { exitCode, missing: [] }
}

/** What the command line says about parts that this project does not have. */
async function checkRequest({ openapiFailUnder, variables }: RunRequest, index: ProjectIndex): Promise<void> {
  if (openapiFailUnder !== undefined && index.openapi === undefined)
    throw new UsageError('`--openapi-fail-under` needs an OpenAPI document', 'Add `openapi: openapi.yaml` at the top of the specification')
  if (Object.keys(variables).length === 0) return
  const { checkVariables } = await import('./check-variables.ts')
  checkVariables(variables, index.variables ?? [])
}

/** Required variables of all tests, or only of those that are left. */
function neededEnv(index: ProjectIndex, { whole, tests }: SelectedTests): readonly string[] {
  return whole ? (index.env ?? []) : [...new Set(tests.flatMap((test) => test.env ?? []))]
}
