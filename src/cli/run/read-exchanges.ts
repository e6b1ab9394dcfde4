import { closeSync, openSync, readSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange, Failure } from '../../runtime/report/run-result.ts'
import type { RunLine } from '../../runtime/report/write-exchanges.ts'

type TestLine = Extract<RunLine, { readonly test: string }>

/** Reads what the workers append to `exchanges-*.ndjson` while they still write. */
export function exchangeReader(folder: string) {
  const offsets = new Map<string, number>()
  const rests = new Map<string, Buffer>()
  const byTest = new Map<string, TestLine>()
  const failures: Failure[] = []
  const readNew = () => {
    for (const file of readdirSync(folder)) {
      if (!file.startsWith('exchanges-') || !file.endsWith('.ndjson')) continue
      const added = readFrom(join(folder, file), offsets.get(file) ?? 0)
      offsets.set(file, (offsets.get(file) ?? 0) + added.length)
      const text = Buffer.concat([rests.get(file) ?? Buffer.alloc(0), added])
      const end = text.lastIndexOf(10) + 1
      rests.set(file, text.subarray(end))
      for (const line of text.toString('utf8', 0, end).split('\n')) if (line !== '') keep(JSON.parse(line) as RunLine)
    }
  }
  const keep = (line: RunLine) => {
    if (!isTestLine(line)) {
      failures.push(...line.failures)
      return
    }
    const known = byTest.get(line.test)
    if (known === undefined || known.attempt <= line.attempt) byTest.set(line.test, line)
  }
  return {
    readNew,
    /** The exchanges of the last attempt of a test, as far as they have been read. */
    of: (testId: string): readonly Exchange[] => byTest.get(testId)?.exchanges ?? [],
    /** What went wrong after the last test. */
    failures: (): readonly Failure[] => failures,
  }
}

function isTestLine(line: RunLine): line is TestLine {
  return line.test !== undefined
}

function readFrom(path: string, offset: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const chunks: Buffer[] = []
    for (let position = offset; ;) {
      const chunk = Buffer.allocUnsafe(256 * 1024)
      const read = readSync(file, chunk, 0, chunk.length, position)
      if (read === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, read))
      position += read
    }
  } finally {
    closeSync(file)
  }
}
