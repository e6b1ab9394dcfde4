import { join, relative } from 'node:path'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { Failure, RunResult, ServiceResult, TestResult } from '../../runtime/report/run-result.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { exchangeReader } from './read-exchanges.ts'
import { detectCI } from './detect-ci.ts'
import { testLocator } from './locate-tests.ts'
import { enterRunEnvironment } from './run-environment.ts'
import { openRunFolder } from './run-folder.ts'
import type { RunProgress } from './run-progress.ts'
import { readServices, serviceFailures, watchServices } from './service-results.ts'
import type { SelectedTests } from './select-tests.ts'
import { writeReports } from './write-reports.ts'

export interface ProjectRun {
  readonly target: ProjectTarget
  readonly index: ProjectIndex
  readonly selected: SelectedTests
  readonly reportFolder: string
  readonly reporters: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly fromFiles: Readonly<Record<string, string>>
  readonly seed: number
  readonly bail: number
  readonly timeoutMs: number
  readonly keep: boolean
  readonly update: boolean
  readonly startedAt: number
  /** For the summary: what to call to run it again. */
  readonly command: string
  readonly progress: RunProgress
}

/** Runs the selected tests of one compiled project and leaves its report; returns what the run means for the exit code. */
export async function runProject(host: Host, run: ProjectRun): Promise<{ readonly exitCode: ExitCode; readonly result: RunResult }> {
  const { progress, index, target } = run
  const folder = openRunFolder(run.reportFolder)
  const leave = enterRunEnvironment({ runFolder: folder.path, seed: run.seed, variables: run.variables, services: run.selected.services, keep: run.keep, update: run.update, fromFiles: run.fromFiles })
  const interruption = listenForInterruption(host, progress)
  const deadline = setTimeout(() => interruption.end(), run.timeoutMs)
  const unwatch = watchServices(progress)
  try {
    progress.busy('starting vitest')
    const [{ runEngine }, locate] = await Promise.all([import('./run-engine.ts'), testLocator(target.folder, index.specs)])
    const engine = await runEngine({
      output: target.output,
      files: run.selected.files,
      pattern: run.selected.pattern,
      tags: index.tags,
      bail: run.bail,
      update: run.update,
      allowOnly: detectCI(host.env) === undefined,
      progress,
      exchanges: exchangeReader(folder.path),
      locate,
      signal: interruption.signal,
    })
    const interrupted = interruption.interrupted()
    const failures = serviceFailures(engine.setupError)
    const services = readServices(folder.path)
    const late = !interrupted && interruption.signal.aborted ? [timeoutFailure(run.timeoutMs)] : []
    const errors = [...failures, ...engine.errors, ...late, ...nothingRan(engine.tests, interrupted || failures.length > 0)]
    const result: RunResult = {
      version: 1,
      name: index.name,
      startedAt: new Date(run.startedAt).toISOString(),
      durationMs: host.now() - run.startedAt,
      seed: run.seed,
      status: interrupted ? 'interrupted' : errors.length > 0 || engine.tests.some(({ state }) => state === 'failed') ? 'failed' : 'passed',
      environment: { node: process.versions.node, platform: `${process.platform} ${process.arch}`, apitest: packageVersion(), ci: detectCI(host.env) },
      suites: bySuite(engine.tests),
      services,
      notRun: { leaks: index.leaks, loads: index.loads },
      errors,
    }
    for (const failure of errors) progress.failed(failure)
    folder.close()
    await writeReports(host, { folder: run.reportFolder, projectFolder: target.folder, result, reporters: run.reporters })
    progress.ended({ result, reportPath: relative(host.cwd, join(run.reportFolder, 'report.html')) || 'report.html', command: run.command })
    return { exitCode: exitCodeOf(result, failures, services), result }
  } finally {
    clearTimeout(deadline)
    unwatch()
    interruption.stopListening()
    leave()
    folder.close()
    progress.close()
  }
}

/** The first Ctrl-C ends the run in good order, the second at once. */
function listenForInterruption(host: Host, progress: RunProgress) {
  const controller = new AbortController()
  let interrupted = false
  const stopListening = host.onInterrupt(() => {
    if (interrupted) {
      progress.close()
      // services die with this process: their guard sees it end
      process.exit(exitCodes.interrupted)
    }
    interrupted = true
    progress.interrupted()
    controller.abort()
  })
  return { signal: controller.signal, interrupted: () => interrupted, end: () => controller.abort(), stopListening }
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

function exitCodeOf(result: RunResult, failures: readonly Failure[], services: readonly ServiceResult[]): ExitCode {
  if (result.status === 'interrupted') return exitCodes.interrupted
  if (failures.length > 0 || services.some(({ state }) => state === 'failed')) return exitCodes.missing
  return result.status === 'passed' ? exitCodes.ok : exitCodes.failed
}

/** Silence is no success. */
function nothingRan(tests: readonly TestResult[], explained: boolean): readonly Failure[] {
  if (explained || tests.some(({ state }) => state === 'passed' || state === 'failed' || state === 'flaky')) return []
  const skipped = tests.filter(({ state }) => state === 'skipped').length
  const message = tests.length === 0 ? 'no test ran' : `no test ran: ${skipped} of ${tests.length} are skipped`
  return [{ kind: 'run', message, place: undefined, frame: undefined, hint: undefined, diff: undefined, exchange: undefined, log: undefined }]
}

function timeoutFailure(timeoutMs: number): Failure {
  return { kind: 'timeout', message: `the run did not end within ${timeoutMs / 1000} s and was ended`, place: undefined, frame: undefined, hint: 'Give it longer with `--timeout`, such as `--timeout 2h`', diff: undefined, exchange: undefined, log: undefined }
}
