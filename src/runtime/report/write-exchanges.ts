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
  if (told.has(path)) return
  try {
    if (opened?.path !== path) {
      if (opened !== undefined) closeSync(opened.file)
      opened = undefined
      mkdirSync(folder, { recursive: true })
      opened = { path, file: openSync(path, 'a') }
    }
    writeWhole(opened.file, Buffer.from(`${JSON.stringify(line)}\n`))
  } catch (error) {
    // A full disk is no failure of the test; that the reports cannot be written is said at the end of the run.
    told.add(path)
    process.stderr.write(`apitest: requests and answers cannot be recorded: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

/** A disk that is nearly full takes a part of a line. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

const told = new Set<string>()

let opened: { readonly path: string; readonly file: number } | undefined
