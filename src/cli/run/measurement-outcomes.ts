import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LeakResult } from '../../runtime/leak/leak-result.ts'
import type { LoadSummary } from '../../runtime/load/report/load-summary.ts'
import type { LeakOutcome, LoadOutcome } from '../../runtime/report/run-result.ts'

/** One leak window or load profile that has been run. */
export interface Finished {
  readonly name: string
  /** Relative to the report folder, such as `leaks/memory`. */
  readonly folder: string
  readonly reportFolder: string
  /** Milliseconds since 1970; what lies there from an earlier run does not count. */
  readonly startedAt: number
  readonly durationMs: number
}

const NO_START = 'it could not be run; what was printed says why'

export async function leakOutcome({ name, folder, reportFolder, startedAt, durationMs }: Finished): Promise<LeakOutcome> {
  // safe: written by the command
  const result = read(join(reportFolder, folder, 'result.json'), startedAt) as LeakResult | undefined
  if (result === undefined) {
    const nothing = { hint: undefined, bytesPerRequest: undefined, low: undefined, high: undefined, metric: undefined, report: undefined }
    return { name, service: '', status: 'failed', verdict: 'not judged', reason: NO_START, notes: [], durationMs, requests: 0, ...nothing }
  }
  const { leakSummary } = await import('../../runtime/leak/leak-summary.ts')
  const page = `${folder}/leak.html`
  return leakSummary(result, isFresh(join(reportFolder, page), startedAt) ? page : undefined)
}

export async function loadOutcome({ name, folder, reportFolder, startedAt, durationMs }: Finished): Promise<LoadOutcome> {
  // safe: written by the command
  const summary = read(join(reportFolder, folder, 'summary.json'), startedAt) as LoadSummary | undefined
  if (summary === undefined) {
    const nothing = { requests: 0, requestsPerSecond: 0, failureShare: 0, p95: 0, thresholds: [] }
    return { name, status: 'failed', reasons: [NO_START], durationSeconds: durationMs / 1000, ...nothing, report: `${folder}/report.html` }
  }
  const outcome = await import('../../runtime/load/report/load-outcome.ts')
  return outcome.loadOutcome(summary, `${folder}/report.html`)
}

function read(path: string, since: number): unknown {
  return isFresh(path, since) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** Clocks of files may be coarse. */
function isFresh(path: string, since: number): boolean {
  return existsSync(path) && statSync(path).mtimeMs >= since - 2000
}
