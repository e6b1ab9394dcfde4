import type { RunResult } from './run-result.ts'

/** A leak window or a load profile as every report lists it. */
export interface Measurement {
  readonly kind: 'leak' | 'load'
  readonly name: string
  readonly failed: boolean
  readonly durationMs: number
  /** What came out, in a sentence or two. */
  readonly summary: string
  /** What broke it, one line each; empty where nothing did. */
  readonly reasons: readonly string[]
  readonly hint: string | undefined
}

/** All leak windows and load profiles of a run, in the order in which they ran. */
export function measurementsOf({ leaks = [], loads = [] }: Pick<RunResult, 'leaks' | 'loads'>): Measurement[] {
  return [
    ...leaks.map(({ name, status, verdict, reason, hint, durationMs }): Measurement => {
      const failed = status === 'failed'
      return {
        kind: 'leak',
        name,
        failed,
        durationMs,
        summary: `${verdict}: ${reason}`,
        reasons: failed ? [`${verdict}: ${reason}`] : [],
        hint,
      }
    }),
    ...loads.map(({ name, status, reasons, durationSeconds, requests, requestsPerSecond }): Measurement => {
      const summary = `${requests} requests, ${requestsPerSecond.toFixed(1)}/s`
      return { kind: 'load', name, failed: status === 'failed', durationMs: durationSeconds * 1000, summary, reasons, hint: undefined }
    }),
  ]
}

/** `1 failed, 2 passed`, of leak windows and load profiles together; empty where there were none. */
export function describeMeasurements(result: Pick<RunResult, 'leaks' | 'loads'>): string {
  const parts = (['leak', 'load'] as const).flatMap((kind) => {
    const found = measurementsOf(result).filter((one) => one.kind === kind)
    if (found.length === 0) return []
    const failed = found.filter((one) => one.failed).length
    const name = kind === 'leak' ? 'leak window' : 'load profile'
    const noun = `${found.length} ${name}${found.length === 1 ? '' : 's'}`
    return [failed === 0 ? `${noun} passed` : failed === found.length ? `${noun} failed` : `${failed} of ${noun} failed`]
  })
  return parts.join(', ')
}
