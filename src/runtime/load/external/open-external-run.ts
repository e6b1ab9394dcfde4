import type { LoadHeader } from '../record/load-record.ts'
import type { ProgramOptions } from './external-options.ts'
import { ExternalRun } from './external-run.ts'
import { runK6 } from './run-k6.ts'
import { runLocust } from './run-locust.ts'

export interface ExternalLoadOptions extends ProgramOptions {
  readonly engine: 'locust' | 'k6'
  /** All that is known before the start; its `startedAt` is set when the program begins. */
  readonly header: LoadHeader
  /** Seconds that the profile lasts, warm-up included. */
  readonly seconds: number
}

const programs = { locust: runLocust, k6: runK6 }

/**
 * A run by Locust or k6 with the generated script, told like one of the built-in engine: the same page, report and thresholds serve.
 * `start` throws `ProgramMissingError` where the program is not installed.
 */
export function openExternalRun(options: ExternalLoadOptions): ExternalRun {
  const { engine, header, seconds, graceMs } = options
  return new ExternalRun({ header: { ...header, engine }, seconds, graceMs, start: (report) => programs[engine](options, report) })
}
