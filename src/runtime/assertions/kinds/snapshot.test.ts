import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addSecret } from '../../values/secrets.ts'
import type { ResponseParts } from '../received-response.testing.ts'
import { check, outcomes } from '../received-response.testing.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apitest-snapshot-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Mode = 'write missing' | 'compare' | 'update'
const run = (expected: unknown, parts: ResponseParts, mode: Mode = 'write missing', test = 'a test') =>
  outcomes({ snapshot: expected }, parts, { folder, snapshot: { suite: 'suite', test, step: 1, mode } })

it('is written when it is missing, then compared', async () => {
  const [written] = await run(true, { json: { b: 1, a: [2] } })
  const [path] = await readdir(join(folder, '__snapshots__/suite'))
  expect(written).toBe(`✓ body is as in __snapshots__/suite/${path}, which was written`)
  expect(await readFile(join(folder, '__snapshots__/suite', String(path)), 'utf8')).toBe('{\n  "b": 1,\n  "a": [\n    2\n  ]\n}\n')
  expect(await run(true, { json: { a: [2], b: 1 } }, 'compare')).toEqual([`✓ body is as in __snapshots__/suite/${path}`])
  const [result] = await check(
    { snapshot: true },
    { json: { a: [3], b: 1 } },
    { folder, snapshot: { suite: 'suite', test: 'a test', step: 1, mode: 'write missing' } },
  )
  expect(result).toMatchObject({
    held: false,
    diff: ['$.a[0]: expected 2, got 3'],
    hint: 'If the answer is right, run again with `--update` and commit the file',
  })
})

it('fails in CI when it is missing, and writes nothing', async () => {
  expect((await run(true, { json: 1 }, 'compare'))[0]).toMatch(/^✗ snapshot: __snapshots__\/suite\/a-test-\w+\.1\.json does not exist$/)
  expect(await readdir(folder)).toEqual([])
})

async function withEnvironment(ci: string, update: string, value: number): Promise<string | undefined> {
  Object.assign(process.env, { CI: ci, APITEST_UPDATE: update })
  return (await outcomes({ snapshot: 'named' }, { json: value }, { folder }))[0]
}

it('takes the mode from CI and APITEST_UPDATE', async () => {
  const before = { CI: process.env['CI'], APITEST_UPDATE: process.env['APITEST_UPDATE'] }
  try {
    expect(await withEnvironment('true', '', 1)).toContain('does not exist')
    expect(await withEnvironment('', '', 1)).toContain('which was written')
    expect(await withEnvironment('', '', 2)).toContain('body differs')
    expect(await withEnvironment('true', '1', 2)).toContain('which was updated')
    expect(await withEnvironment('true', '', 2)).toMatch(/^✓/)
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
})

it('is rewritten on request only', async () => {
  await run('named', { json: 1 })
  expect((await run('named', { json: 2 }))[0]).toMatch(/^✗/)
  expect(await run('named', { json: 2 }, 'update')).toEqual(['✓ body is as in __snapshots__/named.json, which was updated'])
  expect(await readFile(join(folder, '__snapshots__/named.json'), 'utf8')).toBe('2\n')
})

it('ignores values that change, but not their type', async () => {
  const settings = { name: 'list', ignore: ['$.id', '$.items[*].at'] }
  await run(settings, { json: { id: 1, items: [{ at: 'x', n: 1 }] } })
  expect(await readFile(join(folder, '__snapshots__/list.json'), 'utf8')).toContain('"at": "<a string>"')
  expect((await run(settings, { json: { id: 2, items: [{ at: 'y', n: 1 }] } }, 'compare'))[0]).toMatch(/^✓/)
  expect((await run(settings, { json: { id: 2, items: [{ at: null, n: 1 }] } }, 'compare'))[0]).toMatch(/^✗/)
  expect((await run(settings, { json: { id: 2, items: [{ at: 'y', n: 2 }] } }, 'compare'))[0]).toMatch(/^✗/)
})

it('is not written from an answer that fails otherwise', async () => {
  const snapshot = { suite: 'suite', test: 'a test', step: 1, mode: 'write missing' as const }
  const results = await outcomes({ snapshot: 'named', status: 200 }, { json: 1, status: 500 }, { folder, snapshot })
  expect(results).toEqual([
    '✗ snapshot: __snapshots__/named.json was not written, because other expectations failed',
    '✗ status: expected 200, got 500',
  ])
  expect(await readdir(folder)).toEqual([])
})

it('never holds a secret', async () => {
  addSecret('snapshot-secret-value')
  await run('named', { json: { token: 'snapshot-secret-value' } })
  expect(await readFile(join(folder, '__snapshots__/named.json'), 'utf8')).toBe('{\n  "token": "***"\n}\n')
  expect((await run('named', { json: { token: 'snapshot-secret-value' } }, 'compare'))[0]).toMatch(/^✓/)
})

it('keeps texts as they are and other bytes as a hash', async () => {
  await run('text', { body: 'a\nb', headers: [['content-type', 'text/plain']] })
  expect(await readFile(join(folder, '__snapshots__/text.txt'), 'utf8')).toBe('a\nb')
  await run('bytes', { body: new Uint8Array([1, 2]), headers: [['content-type', 'image/png']] })
  expect(await readFile(join(folder, '__snapshots__/bytes.txt'), 'utf8')).toMatch(/^2 bytes, sha256 [0-9a-f]{64}\n$/)
})

it('stays below its folder, with one file for each name', async () => {
  await run('../../etc/passwd', { json: 1 })
  await run(true, { json: 1 }, 'write missing', '../a: "b"')
  await run(true, { json: 1 }, 'write missing', '../a; "b"')
  expect(await readdir(folder)).toEqual(['__snapshots__'])
  expect(await readdir(join(folder, '__snapshots__/suite'))).toHaveLength(2)
})

it('does not mind line endings and layout', async () => {
  await run('named', { json: { a: 1 } })
  await writeFile(join(folder, '__snapshots__/named.json'), '{"a":1}\r\n')
  expect((await run('named', { json: { a: 1 } }, 'compare'))[0]).toMatch(/^✓/)
})

it('false takes it back', async () => {
  expect(await run(false, { json: 1 })).toEqual([])
})

it.each([[{ nam: 'x' }], [5]])('%j is our mistake and throws', async (expected) => {
  await expect(run(expected, { json: 1 })).rejects.toThrow(/snapshot/)
})
