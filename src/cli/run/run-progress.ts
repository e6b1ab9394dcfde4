import type { Failure, RunResult, TestResult } from '../../runtime/report/run-result.ts'

/** What happens in a run, in its order, for whoever shows it. */
export interface RunProgress {
  /** Something worth a line, such as `compiled 4 tests into generated/`. */
  note(text: string): void
  /** A step without a line of its own: `starting vitest`. */
  busy(text: string): void
  serviceStarting(name: string): void
  serviceReady(service: { readonly name: string; readonly url: string | undefined; readonly readyMs: number | undefined }): void
  serviceFailed(name: string): void
  /** How many tests there are, known once all files are collected. */
  planned(tests: number): void
  testStarted(name: string, suite: string): void
  testEnded(test: TestResult): void
  /** Something that went wrong outside any test. */
  failed(failure: Failure): void
  interrupted(): void
  ended(summary: RunSummary): void
  /** Leaves the terminal as it was; nothing is shown after it. */
  close(): void
}

export interface RunSummary {
  readonly result: RunResult
  /** The report's page, relative to where the user is. */
  /** Absent where it could not be written. */
  readonly reportPath: string | undefined
  /** What was called, without options: `apitest run specs/shop`. */
  readonly command: string
}
