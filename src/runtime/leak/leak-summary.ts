import type { LeakOutcome } from '../report/run-result.ts'
import type { LeakResult } from './leak-result.ts'

/** The part of a leak window that the report of a whole run shows; `report` is relative to that report's folder. */
export function leakSummary(result: LeakResult, report: string | undefined): LeakOutcome {
  const { name, service, passed, verdict, reason, hint, notes, durationMs, requests, bytesPerRequest, low, high, metric } = result
  return {
    name,
    service,
    status: passed ? 'passed' : 'failed',
    verdict,
    reason,
    hint,
    notes,
    durationMs,
    requests,
    bytesPerRequest,
    low,
    high,
    metric,
    report,
  }
}
