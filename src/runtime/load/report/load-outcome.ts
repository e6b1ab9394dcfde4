import type { LoadOutcome } from '../../report/run-result.ts'
import type { LoadSummary } from './load-summary.ts'

/** The part of a load run that the report of a whole run shows; `report` is relative to that report's folder. */
export function loadOutcome({ name, status, reasons, durationSeconds, total, thresholds }: LoadSummary, report: string): LoadOutcome {
  return {
    name,
    status,
    reasons,
    durationSeconds,
    requests: total.requests,
    requestsPerSecond: total.requestsPerSecond,
    failureShare: total.failureShare,
    p95: total.responseTime.p95 ?? 0,
    thresholds: thresholds.map(({ key, expected, held, text }) => ({ key, expected, held, text })),
    report,
  }
}
