import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { Exchange, Failure } from './run-result.ts'

/** A line of `exchanges-<pid>-<thread>.ndjson` in the run's folder, which the command line reads. */
export type RunLine =
  | { readonly test: string; readonly attempt: number; readonly exchanges: readonly Exchange[] }
  /** What went wrong after the last test: the end of fixtures that live as long as the run. */
  | { readonly test: undefined; readonly failures: readonly Failure[] }

/** Only `apitest run` asks for it; under plain vitest nothing is written. */
export function isRecording(): boolean {
  return Boolean(process.env['APITEST_RUN_DIR'])
}

/** One short write that is never torn, so that lines survive a crash. */
export function writeRunLine(line: RunLine): void {
  const folder = process.env['APITEST_RUN_DIR']
  if (!folder) return
  const path = join(folder, `exchanges-${process.pid}-${threadId}.ndjson`)
  if (opened?.path !== path) {
    if (opened !== undefined) closeSync(opened.file)
    mkdirSync(folder, { recursive: true })
    opened = { path, file: openSync(path, 'a') }
  }
  writeSync(opened.file, `${JSON.stringify(line)}\n`)
}

let opened: { readonly path: string; readonly file: number } | undefined
