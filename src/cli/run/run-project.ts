import { basename, join, relative } from 'node:path'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { Failure, RunResult, ServiceResult, TestResult } from '../../runtime/report/run-result.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { exchangeReader } from './read-exchanges.ts'
import { detectCI } from './detect-ci.ts'
import { locateTests } from './locate-tests.ts'
import { moduleCacheFolder } from './module-cache.ts'
import { listenForInterruption } from './run-interruption.ts'
import type { Interruption } from './run-interruption.ts'
import { reportFolderError } from './report-folder-error.ts'
import type { EngineResult } from './run-engine.ts'
import { enterRunEnvironment } from './run-environment.ts'
import { addCoverage } from './openapi-coverage.ts'
import { openRunFolder } from './run-folder.ts'
import type { RunProgress } from './run-progress.ts'
import { missingSandbox } from '../../runtime/postman/missing-sandbox.ts'
import { readServices, setupFailures } from './service-results.ts'
import { watchServices } from './watch-services.ts'
import type { WarmWorker } from './worker-pool.ts'
import type { SelectedTests } from './select-tests.ts'
import { writeReports } from './write-reports.ts'

export interface ProjectRun {
  readonly target: ProjectTarget
  readonly index: ProjectIndex
  readonly selected: SelectedTests
  /** Leaks and loads that are left out, by name. */
  readonly notRun: RunResult['notRun']
  /** Environment variables that the tests cannot do without; they are set. */
  readonly env: readonly string[]
  readonly reportFolder: string
  readonly reporters: readonly string[]
  /** Leaks and loads follow. */
  readonly more: boolean
  readonly variables: Readonly<Record<string, string>>
  readonly fromFiles: Readonly<Record<string, string>>
  readonly seed: number
  readonly shard: RunResult['shard']
  readonly bail: number
  readonly timeoutMs: number
  readonly keep: boolean
  readonly update: boolean
  readonly record: boolean
  /** Smallest share of the OpenAPI document's operations that passes. */
  readonly openapiFailUnder: number | undefined
  readonly startedAt: number
  /** For the summary: what to call to run it again. */
  readonly command: string
  readonly progress: RunProgress
  readonly worker: WarmWorker
}

/** Runs the selected tests of one compiled project and leaves its report; returns what the run means for the exit code. */
export async function runProject(host: Host, run: ProjectRun): Promise<{ readonly exitCode: ExitCode; readonly result: RunResult }> {
  const { progress } = run
  const folder = openRunFolder(run.reportFolder)
  const interruption = listenForInterruption(host, { first: () => progress.interrupted(), second: () => progress.close() })
  interruption.guard(() => run.worker.kill())
  const unwatch = watchServices(progress, interruption)
  const leave = enterRunEnvironment({ ...run, runFolder: folder.path, services: run.selected.services })
  const deadline = setTimeout(() => interruption.end(), run.timeoutMs)
  try {
    const engine = await startEngine(host, { run, runFolder: folder.path, interruption })
    const services = readServices(folder.path)
    folder.close()
    const found = withoutRunFolder(resultOfRun(host, { run, engine, services, interruption }), folder.path)
    const result = await addCoverage(found, { index: run.index, folder: run.target.folder, failUnder: run.openapiFailUnder })
    for (const failure of result.errors) progress.failed(failure)
    let unwritten: Error | void = undefined
    // what an earlier run found out is worth more than nothing
    if (engine.tests.length > 0 || result.status !== 'interrupted')
      unwritten = await writeReports(host, {
        folder: run.reportFolder,
        projectFolder: run.target.folder,
        result,
        reporters: run.reporters,
        more: run.more,
      }).catch((error: unknown) => reportFolderError(run.reportFolder, error))
    const reportPath = unwritten === undefined ? relative(host.cwd, join(run.reportFolder, 'report.html')) : undefined
    progress.ended({ result, reportPath, command: run.command })
    // the tests have been told; what they are told in is not there
    if (unwritten !== undefined) throw unwritten
    return { exitCode: exitCodeOf(result, { setupFailed: engine.setupError !== undefined, services }), result }
  } finally {
    clearTimeout(deadline)
    leave()
    unwatch()
    interruption.stopListening()
    folder.close()
    progress.close()
  }
}

interface EngineStart {
  readonly run: ProjectRun
  readonly runFolder: string
  readonly interruption: Interruption
}

async function startEngine(host: Host, { run, runFolder, interruption }: EngineStart): Promise<EngineResult> {
  const { progress, index, target, selected } = run
  progress.busy('starting vitest')
  const { runEngine } = await import('./run-engine.ts')
  const places = placesOf(index)
  const located = await locateTests(target.folder, [...places.values()])
  return runEngine({
    output: target.output,
    files: selected.files,
    pattern: selected.pattern,
    tags: index.tags,
    bail: run.bail,
    update: run.update,
    allowOnly: detectCI(host.env) === undefined,
    worker: run.worker,
    cacheFolder: moduleCacheFolder(host.env),
    progress,
    exchanges: exchangeReader(runFolder),
    placeOf: (suite, test) => places.get(`${suite}\0${test}`),
    locate: (place) => located.get(place),
    signal: interruption.signal,
    interrupted: interruption.interrupted,
  })
}

interface RunParts {
  readonly run: ProjectRun
  readonly engine: EngineResult
  readonly services: readonly ServiceResult[]
  readonly interruption: Interruption
}

function resultOfRun(host: Host, { run, engine, services, interruption }: RunParts): RunResult {
  const { index } = run
  const interrupted = interruption.interrupted()
  const late = !interrupted && interruption.signal.aborted ? [timeoutFailure(run.timeoutMs)] : []
  // a service that was told to stop while it started has not failed
  const setup = interrupted ? [] : setupFailures(engine.setupError)
  const errors = [...setup, ...engine.errors, ...late]
  if (errors.length === 0 && !interrupted) errors.push(...nothingRan(engine.tests, run.selected))
  const failed = errors.length > 0 || engine.tests.some(({ state }) => state === 'failed')
  return {
    version: 1,
    name: index.name,
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: host.now() - run.startedAt,
    seed: run.seed,
    ...(run.shard !== undefined && { shard: run.shard }),
    status: interrupted ? 'interrupted' : failed ? 'failed' : 'passed',
    environment: {
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      apitest: packageVersion(),
      ci: detectCI(host.env),
    },
    suites: bySuite(engine.tests),
    services,
    notRun: run.notRun,
    errors,
  }
}

/** Failures name log files where they lay during the run; they have moved into the report folder since. */
function withoutRunFolder(result: RunResult, runFolder: string): RunResult {
  if (result.status === 'passed') return result
  return JSON.parse(JSON.stringify(result).replaceAll(`/${basename(runFolder)}/`, '/')) as RunResult
}

/** Where the tests stand in the YAML, also those that never began. */
function placesOf(index: ProjectIndex): ReadonlyMap<string, string> {
  return new Map(index.suites.flatMap((suite) => suite.tests.map((test) => [`${suite.name}\0${test.name}`, test.place] as const)))
}

function bySuite(tests: readonly TestResult[]): RunResult['suites'] {
  const suites = new Map<string, TestResult[]>()
  for (const test of tests) {
    const known = suites.get(test.suite)
    if (known) known.push(test)
    else suites.set(test.suite, [test])
  }
  return [...suites].map(([name, ofSuite]) => ({ name, tests: ofSuite }))
}

function exitCodeOf(result: RunResult, { setupFailed, services }: { setupFailed: boolean; services: readonly ServiceResult[] }): ExitCode {
  if (result.status === 'interrupted') return exitCodes.interrupted
  const withoutSandbox = result.suites.some(({ tests }) =>
    tests.some(({ failures }) => failures.some(({ message }) => message === missingSandbox)),
  )
  if (withoutSandbox || setupFailed || services.some(({ state, readyMs }) => state === 'failed' && readyMs === undefined))
    return exitCodes.missing
  return result.status === 'passed' ? exitCodes.ok : exitCodes.failed
}

/** Silence is no success. */
function nothingRan(tests: readonly TestResult[], selected: SelectedTests): readonly Failure[] {
  if (tests.some(({ state }) => state === 'passed' || state === 'failed' || state === 'flaky')) return []
  const skipped = tests.filter(({ state }) => state === 'skipped').length
  const unknown = tests.length === 0 ? selected.uncertain : undefined
  const message = unknown?.message ?? (skipped > 0 ? `No test ran: ${skipped} of ${tests.length} are skipped` : 'No test ran')
  return [
    { kind: 'run', message, place: undefined, frame: undefined, hint: unknown?.hint, diff: undefined, exchange: undefined, log: undefined },
  ]
}

function timeoutFailure(timeoutMs: number): Failure {
  return {
    kind: 'timeout',
    message: `the run did not end within ${timeoutMs / 1000} s and was ended`,
    place: undefined,
    frame: undefined,
    hint: 'Give it longer with `--timeout`, such as `--timeout 2h`',
    diff: undefined,
    exchange: undefined,
    log: undefined,
  }
}
