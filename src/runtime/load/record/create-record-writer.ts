import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LoadRecord } from './load-record.ts'

export interface RecordWriter {
  /** Hands the line to the operating system before it returns, so that `kill -9` loses at most the second that was not written yet. */
  write(record: LoadRecord): void
  /** Why the disk took no more, once it has refused a line; the run goes on without a record. */
  readonly failure: Error | undefined
  close(): void
}

/**
 * Writes `record.ndjson`: the header, a sample a second, the end. A line a second is written at once and without waiting for the disk's
 * platter; closing waits for it, so that a finished run outlives a power cut too.
 */
export function createRecordWriter(file: string): RecordWriter {
  mkdirSync(dirname(file), { recursive: true })
  const descriptor = openSync(file, 'w')
  let failure: Error | undefined
  let isOpen = true
  return {
    write: (record) => {
      if (failure !== undefined || !isOpen) return
      try {
        writeWhole(descriptor, Buffer.from(`${JSON.stringify(record)}\n`))
      } catch (error) {
        failure = error as Error
      }
    },
    get failure() {
      return failure
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      try {
        fdatasyncSync(descriptor)
      } catch (error) {
        failure ??= error as Error
      }
      closeSync(descriptor)
    },
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}
