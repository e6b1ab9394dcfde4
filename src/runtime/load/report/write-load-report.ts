import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadRun } from '../record/read-record.ts'
import { readRecord } from '../record/read-record.ts'
import { analyseLoad } from './analyse-load.ts'
import type { LoadSummary } from './load-summary.ts'
import { summariseLoad } from './load-summary.ts'
import { renderExceptionsCsv, renderFailuresCsv, renderHistoryCsv, renderStatsCsv } from './render-load-csv.ts'
import { renderLoadJunit } from './render-load-junit.ts'
import { renderLoadReport } from './render-load-report.ts'

export interface LoadReportOptions {
  /** Those of the charts. Default: 50, 95, 99. */
  readonly percentiles?: readonly number[]
  /** Where the CSV files go and how their names begin, as with `locust --csv`. Default: the folder and the name of the profile. */
  readonly csvPrefix?: string
  /** A line a second for each endpoint in `_stats_history.csv`, not only for all together. */
  readonly csvFullHistory?: boolean
  /** Takes secrets out of everything that is written. */
  readonly redact?: (text: string) => string
}

/**
 * Makes the report of a run out of the `record.ndjson` in its folder: `report.html`, `summary.json`, `junit.xml` and Locust's four CSV
 * files. Works as well for a run that was cut off, and again at any time later.
 *
 * @example
 * const { status, reasons } = await writeLoadReport('apitest-report/loads/peak')
 */
export async function writeLoadReport(folder: string, options: LoadReportOptions = {}): Promise<LoadSummary> {
  const { redact = (text: string) => text } = options
  const run = readRecord(folder)
  const analysis = analyseLoad(run, options.percentiles === undefined ? {} : { percentiles: options.percentiles })
  const summary = summariseLoad(analysis)
  const prefix = options.csvPrefix ?? join(folder, fileName(run.header.name))
  writeFileSync(join(folder, 'report.html'), redact(renderLoadReport(analysis)))
  writeFileSync(join(folder, 'summary.json'), redact(`${JSON.stringify(summary, null, 2)}\n`))
  writeFileSync(join(folder, 'junit.xml'), redact(renderLoadJunit(summary)))
  writeFileSync(`${prefix}_stats.csv`, redact(renderStatsCsv(analysis)))
  writeFileSync(`${prefix}_failures.csv`, redact(renderFailuresCsv(analysis)))
  writeFileSync(`${prefix}_exceptions.csv`, redact(renderExceptionsCsv(analysis)))
  writeHistory(`${prefix}_stats_history.csv`, run, { full: options.csvFullHistory === true, redact })
  return summary
}

/** A line a second may be a large file: it is written as it is made. */
function writeHistory(
  file: string,
  run: LoadRun,
  { full, redact }: { readonly full: boolean; readonly redact: (text: string) => string },
): void {
  const descriptor = openSync(file, 'w')
  try {
    for (const text of renderHistoryCsv(run, { full })) writeSync(descriptor, redact(text))
  } finally {
    closeSync(descriptor)
  }
}

/** Profiles are named by people; files are not. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'load'
}
