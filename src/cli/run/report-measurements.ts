import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { RunResult } from '../../runtime/report/run-result.ts'
import type { Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import { styleOf } from '../terminal/style.ts'
import { detectCI } from './detect-ci.ts'
import { keepLastTests } from './last-results.ts'
import type { Measured } from './run-measurements.ts'
import { writeReports } from './write-reports.ts'

export interface MeasurementsReport {
  readonly measured: Measured
  readonly name: string
  readonly reportFolder: string
  readonly projectFolder: string
  readonly reporters: readonly string[]
  readonly seed: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Tests ran before, and have left their results. */
  readonly withTests: boolean
  readonly notRun: RunResult['notRun']
}

/** Puts leak windows and load profiles into the report of the run, beside its tests. */
export async function reportMeasurements(host: Host, report: MeasurementsReport): Promise<void> {
  const { measured, reportFolder, projectFolder, reporters, startedAt } = report
  if (!report.withTests) keepLastTests(reportFolder)
  const before = report.withTests ? readResult(reportFolder) : undefined
  const base = before ?? emptyResult(report, detectCI(host.env))
  const { leaks, loads } = measured
  const failed = base.status === 'failed' || [...leaks, ...loads].some(({ status }) => status === 'failed')
  const interrupted = measured.exitCodes.includes(130) || base.status === 'interrupted'
  const result: RunResult = {
    ...base,
    durationMs: host.now() - startedAt,
    status: interrupted ? 'interrupted' : failed ? 'failed' : 'passed',
    ...(leaks.length > 0 && { leaks }),
    ...(loads.length > 0 && { loads }),
  }
  await writeReports(host, { folder: reportFolder, projectFolder, result, reporters })
  const style = styleOf(host, host.stderr)
  host.stderr.write(`\n${style.dim('  Report')}  ${style.underline(relative(host.cwd, join(reportFolder, 'report.html')))}\n`)
}

function readResult(folder: string): RunResult | undefined {
  const path = join(folder, 'results.json')
  // safe: written a moment ago by the tests of this run
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunResult) : undefined
}

function emptyResult({ name, seed, startedAt, notRun }: MeasurementsReport, ci: string | undefined): RunResult {
  return {
    version: 1,
    name,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: 0,
    seed,
    status: 'passed',
    environment: { node: process.versions.node, platform: `${process.platform} ${process.arch}`, apitest: packageVersion(), ci },
    suites: [],
    services: [],
    notRun,
    errors: [],
  }
}
