import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRecordWriter } from './create-record-writer.ts'
import { NoRecordError, readRecord } from './read-record.ts'
import { sampleRecord } from './sample-record.testing.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'apitest-record-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = sampleRecord({ seconds: 20 })

function write(name: string, { ended = true } = {}): string {
  const file = join(folder, name, 'record.ndjson')
  const writer = createRecordWriter(file)
  writer.write({ header: run.header })
  for (const sample of run.samples) writer.write({ sample })
  if (ended) writer.write({ end: run.end })
  writer.close()
  expect(writer.failure).toBeUndefined()
  return file
}

describe('a record', () => {
  it('comes back as it was written, as often as it is read', () => {
    const read = readRecord(join(write('whole'), '..'))
    expect(read.header).toEqual(run.header)
    expect([...read.samples()]).toEqual(run.samples)
    expect([...read.samples()]).toEqual(run.samples)
    expect(read.end).toEqual(run.end)
    expect(read.lastAt).toBe(19)
  })

  it('that was cut off in the middle of a line is readable up to the line before', () => {
    const file = write('cut', { ended: false })
    truncateSync(file, readFileSync(file).length - 50)
    const read = readRecord(file)
    expect([...read.samples()]).toEqual(run.samples.slice(0, -1))
    expect(read.end).toBeUndefined()
    expect(read.lastAt).toBe(18)
  })

  it('survives characters of more than one byte at the border of what is read at once', () => {
    const file = join(folder, 'wide.ndjson')
    const header = { ...run.header, name: 'ü€😀'.repeat(40_000) }
    writeFileSync(file, `${JSON.stringify({ header })}\n${JSON.stringify({ sample: run.samples[0] })}\n`)
    expect(readRecord(file).header.name).toBe(header.name)
  })

  it.each([
    ['of something else', 'hello\n', /Line 1 of `.*` is not a line of a load run: "hello"/],
    ['without a header', `${JSON.stringify({ sample: run.samples[0] })}\n`, /does not begin with the header/],
    ['that is empty', '', /does not begin with the header/],
    ['of a later version', `${JSON.stringify({ header: { ...run.header, format: 2 } })}\n`, /another version of apitest \(format 2/],
  ])('%s is refused with a reason', (_, text, reason) => {
    const file = join(folder, 'other.ndjson')
    writeFileSync(file, text)
    expect(() => readRecord(file)).toThrow(NoRecordError)
    expect(() => readRecord(file)).toThrow(reason)
  })

  it('with a damaged line in its middle is refused when that line is reached', () => {
    const file = write('damaged', { ended: false })
    appendFileSync(file, '{"sample":\n{"end":{}}\n')
    expect(() => readRecord(file)).toThrow(/Line 22 of/)
  })

  it('keeps everything that was written before kill -9', async () => {
    const program = join(folder, 'writer.mjs')
    const file = join(folder, 'killed', 'record.ndjson')
    await build({
      stdin: {
        contents: `import { createRecordWriter } from './create-record-writer.ts'
          import { sampleRecord } from './sample-record.testing.ts'
          const run = sampleRecord({ seconds: 20 })
          const writer = createRecordWriter(${JSON.stringify(file)})
          writer.write({ header: run.header })
          for (const sample of run.samples) writer.write({ sample })
          console.log('written')
          setInterval(() => {}, 1000)`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: program,
      logLevel: 'silent',
    })
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect([...readRecord(file).samples()]).toEqual(run.samples)
  })

  it('that the disk refuses is given up, with the reason', async () => {
    const writer = createRecordWriter('/dev/full')
    writer.write({ header: run.header })
    expect(writer.failure?.message).toMatch(/ENOSPC/)
    writer.write({ end: run.end })
    writer.close()
    await sleep(0)
  })
})
