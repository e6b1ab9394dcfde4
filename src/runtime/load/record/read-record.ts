import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadEnd, LoadHeader, LoadRecord, LoadSample } from './load-record.ts'

/** A run that can be read from its beginning as often as needed, one second at a time, however long it was. */
export interface LoadRun {
  readonly header: LoadHeader
  samples(): Iterable<LoadSample>
  /** Absent: the run was cut off (killed, power lost) or is still going on. */
  readonly end: LoadEnd | undefined
  /** Seconds since the start of the last sample. */
  readonly lastAt: number
}

/** The file holds no load run; the message says what it holds instead. */
export class NoRecordError extends Error {
  override readonly name = 'NoRecordError'
}

/** A run that is in memory already. */
export function runOf(run: { readonly header: LoadHeader; readonly samples: readonly LoadSample[]; readonly end?: LoadEnd }): LoadRun {
  return { header: run.header, samples: () => run.samples, end: run.end, lastAt: run.samples.at(-1)?.at ?? 0 }
}

/** Opens `record.ndjson`, given as the file or as its folder. A last line that was cut off is left out. */
export function readRecord(fileOrFolder: string): LoadRun {
  const file = statSync(fileOrFolder).isDirectory() ? join(fileOrFolder, 'record.ndjson') : fileOrFolder
  let header: LoadHeader | undefined
  let end: LoadEnd | undefined
  let lastAt = 0
  for (const record of readLines(file)) {
    if ('header' in record) header = record.header
    else if ('end' in record) end = record.end
    else lastAt = record.sample.at
    if (header === undefined) break
  }
  if (header === undefined) throw new NoRecordError(`\`${file}\` does not begin with the header of a load run`)
  if (header.format !== 1)
    throw new NoRecordError(`\`${file}\` was written by another version of apitest (format ${header.format}, this one reads 1)`)
  return { header, samples: () => readSamples(file), end, lastAt }
}

function* readSamples(file: string): Generator<LoadSample> {
  for (const record of readLines(file)) if ('sample' in record) yield record.sample
}

function* readLines(file: string): Generator<LoadRecord> {
  const descriptor = openSync(file, 'r')
  try {
    const chunk = Buffer.allocUnsafe(1 << 18)
    let rest = Buffer.alloc(0)
    let line = 0
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      let from = 0
      const text = Buffer.concat([rest, chunk.subarray(0, length)])
      for (let to = text.indexOf(10); to >= 0; to = text.indexOf(10, from)) {
        yield parseLine(text.toString('utf8', from, to), { file, line: ++line })
        from = to + 1
      }
      rest = text.subarray(from)
    }
    // What stands behind the last line break was being written when the run died.
  } finally {
    closeSync(descriptor)
  }
}

function parseLine(text: string, { file, line }: { readonly file: string; readonly line: number }): LoadRecord {
  try {
    const record: unknown = JSON.parse(text)
    if (typeof record === 'object' && record !== null && ('header' in record || 'sample' in record || 'end' in record))
      return record as LoadRecord
  } catch {
    // said below
  }
  throw new NoRecordError(`Line ${line} of \`${file}\` is not a line of a load run: ${JSON.stringify(text.slice(0, 60))}`)
}
