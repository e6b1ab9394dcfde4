import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRecordWriter } from '../../runtime/load/record/create-record-writer.ts'
import type { SampleRunOptions } from '../../runtime/load/record/sample-record.testing.ts'
import { sampleRecord } from '../../runtime/load/record/sample-record.testing.ts'
import { runInProcess } from '../test-host.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'apitest-compare-'))
  write('before/loads/peak', { seed: 1 })
  write('same/loads/peak', { seed: 2 })
  write('slower/loads/peak', { seed: 2, slowness: 1.3 })
  write('several/loads/peak', {})
  write('several/loads/calm', {})
  writeFileSync(join(folder, 'other.txt'), 'hello\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, options: SampleRunOptions): void {
  const { header, samples, end } = sampleRecord({ seconds: 60, stall: false, failureShare: 0, ...options })
  const writer = createRecordWriter(join(folder, path, 'record.ndjson'))
  writer.write({ header })
  for (const sample of samples) writer.write({ sample })
  writer.write({ end })
  writer.close()
}

async function compare(...words: string[]) {
  const { exitCode, stdout, stderr } = await runInProcess(folder, ['compare', ...words])
  return { exitCode, output: stdout, message: stderr }
}

describe('apitest compare', () => {
  it('is content when nothing changed', async () => {
    const { exitCode, output } = await compare('before', 'same/loads/peak')
    expect(exitCode).toBe(0)
    expect(output).toContain('✓ no change (changes above 5.0%, 99% intervals)')
    expect(output).toContain('6 more endpoints without a change (--all shows them)')
  })

  it('fails for a regression, and shows where', async () => {
    const { exitCode, output } = await compare('before/loads/peak/record.ndjson', 'slower')
    expect(exitCode).toBe(1)
    expect(output).toMatch(/POST predict\n {2}p50 +\d+\.\d ms → \d+\.\d ms +\+\d+% +\+\d+% to \+\d+% +✗ slower/)
    expect(output).toContain('✗ regression: Aggregated p50')
    expect((await compare('slower', 'before')).output).toContain('✓ faster')
    expect((await compare('before', 'slower', '--threshold', '80%')).exitCode).toBe(0)
  })

  it('gives programs JSON, with the percentiles they ask for', async () => {
    const { exitCode, output } = await compare('before', 'slower', '--format', 'json', '--percentiles', '75,90')
    expect(exitCode).toBe(1)
    const comparison = JSON.parse(output)
    expect(comparison.verdict).toBe('regression')
    expect(comparison.rows[0].measures.map(({ name }: { name: string }) => name)).toEqual(['p75', 'p90', 'average', 'errors', 'rate'])
  })

  it.each([
    [['before', 'nowhere'], 'There is no `nowhere`'],
    [['before', 'several'], 'Name one of them: `several/loads/calm`, `several/loads/peak`'],
    [['before', '.'], '`.` holds no record.ndjson'],
    [['before', 'other.txt'], 'is not a line of a load run: "hello"'],
    [['before', 'same', '--threshold', 'lots'], '`--threshold` takes a percentage'],
    [['before', 'same', '--percentiles', '101'], '`--percentiles` takes numbers between 0 and 100, got `101`'],
    [['before'], 'AFTER'],
  ])('says what is wrong with %j', async (words, reason) => {
    const { exitCode, message } = await compare(...words)
    expect(exitCode).toBe(2)
    expect(message).toContain(reason)
  })
})
