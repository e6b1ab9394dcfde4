import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineFixtures } from '../fixtures/define-fixtures.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { perform } from './prepared.testing.ts'
import { startServer } from '../../../test/support/http-server.ts'
import type { Seen } from '../../../test/support/http-server.ts'

const path = mkdtempSync(join(tmpdir(), 'apitest-body-'))
const folder = pathToFileURL(`${path}/`)
const bytes = Buffer.from([0x89, 0x50, 0x00, 0xff])

beforeAll(() => {
  mkdirSync(join(path, 'data'))
  writeFileSync(join(path, 'data/a#1 100%.png'), bytes)
  writeFileSync(join(path, 'big.bin'), Buffer.alloc(3_000_000, 7))
})
afterAll(() => rmSync(path, { recursive: true }))

async function seenOf(request: RequestDefinition): Promise<Seen> {
  const server = await startServer()
  await perform({ post: '/', ...request }, { base: server.url, folder })
  return server.seen[0]!
}

describe('the body of a request', () => {
  it.each([
    [{ json: { a: [1, null, 'é'] } }, 'application/json', '{"a":[1,null,"é"]}'],
    [{ json: null }, 'application/json', 'null'],
    [{ json: 'text' }, 'application/json', '"text"'],
    [{ json: 12345678901234567890n }, 'application/json', '12345678901234567890'],
    [{ json: 1, headers: { 'Content-Type': 'application/problem+json' } }, 'application/problem+json', '1'],
    [{ form: { a: 'x y&z', b: [1, 2], c: true, é: 'ü' } }, 'application/x-www-form-urlencoded', 'a=x+y%26z&b=1&b=2&c=true&%C3%A9=%C3%BC'],
    [{ text: 'hällo\n' }, 'text/plain; charset=utf-8', 'hällo\n'],
    [{ text: '' }, 'text/plain; charset=utf-8', ''],
    [{ graphql: { query: '{ a }', variables: { id: 1 } } }, 'application/json', '{"query":"{ a }","variables":{"id":1}}'],
    [{}, undefined, ''],
  ])('is sent for %o', async (request, type, body) => {
    const seen = await seenOf(request as RequestDefinition)
    expect(seen.body.toString()).toBe(body)
    expect(seen.headers['content-type']).toBe(type)
    expect(seen.headers['content-length']).toBe(String(Buffer.byteLength(body)))
  })

  it('goes with GET too, where it is given', async () => {
    expect((await seenOf({ post: undefined, get: '/', json: 1 } as RequestDefinition)).body.toString()).toBe('1')
  })

  it('is a file, streamed with its size', async () => {
    const seen = await seenOf({ file: 'big.bin' })
    expect(seen.body).toHaveLength(3_000_000)
    expect(seen.headers).toMatchObject({ 'content-length': '3000000', 'content-type': 'application/octet-stream' })
    const image = await seenOf({ file: 'data/a#1 100%.png' })
    expect(image.body).toEqual(bytes)
    expect(image.headers['content-type']).toBe('image/png')
  })

  it('is a fixture of bytes', async () => {
    const fixtures = defineFixtures(folder, { raw: { file: 'data/a#1 100%.png' } })
    const seen = await seenOf({ file: fixtures.raw })
    expect(seen.body).toEqual(bytes)
    expect(seen.headers['content-type']).toBe('image/png')
  })

  it('is a form with files', async () => {
    const fixtures = defineFixtures(folder, { raw: { file: 'data/a#1 100%.png' } })
    const seen = await seenOf({
      multipart: {
        name: 'cat "x"',
        tags: ['a', 1],
        image: { file: 'data/a#1 100%.png' },
        'wei"rd': { file: fixtures.raw, filename: 'b"\n.jpg', contentType: 'image/x-own' },
        bytes: fixtures.raw,
        meta: { json: { top: 3 } },
        note: { text: 'hi', contentType: 'text/markdown' },
      },
    })
    const form = await new Response(new Uint8Array(seen.body), {
      headers: { 'content-type': seen.headers['content-type'] ?? '' },
    }).formData()
    const shown = await Promise.all(
      [...form].map(async ([name, value]) => [
        name,
        typeof value === 'string' ? value : [value.name, value.type, Buffer.from(await value.arrayBuffer()).toString('hex')],
      ]),
    )
    const hex = bytes.toString('hex')
    expect(shown).toEqual([
      ['name', 'cat "x"'],
      ['tags', 'a'],
      ['tags', '1'],
      ['image', ['a#1 100%.png', 'image/png', hex]],
      ['wei"rd', ['b"\n.jpg', 'image/x-own', hex]],
      ['bytes', ['a#1 100%.png', 'image/png', hex]],
      ['meta', '{"top":3}'],
      ['note', 'hi'],
    ])
    expect(seen.body.toString('latin1')).toContain('content-type: application/json\r\n\r\n{"top":3}')
    expect(seen.headers['content-length']).toBe(String(seen.body.length))
  })

  it('is changed by patch and unset', async () => {
    const server = await startServer()
    await perform({ post: '/', json: { a: 1, b: 2 } }, { base: server.url, changes: [{ unset: ['$.a'], patch: { '$.c': 3 } }] })
    expect(server.seen[0]?.body.toString()).toBe('{"b":2,"c":3}')
  })

  it.each([
    [{ json: 1, text: 'a' }, 'A request has one body, this one has `json` and `text`'],
    [{ json: { a: { b: undefined } } }, '`json.a.b` has no value (undefined)'],
    [{ json: { a: [bytes] } }, '`json.a[0]` is 4 bytes, which JSON cannot hold; use base64(…)'],
    [{ json: { a: Number.NaN } }, '`json.a` is NaN, which JSON cannot hold'],
    [{ form: { a: { b: 1 } } }, '`form: a` is a map'],
    [{ form: { a: null } }, '`form: a` is null'],
    [{ file: 'missing.bin' }, 'The file `missing.bin` cannot be read: ENOENT'],
    [{ file: 'data' }, '`data` is not a file'],
    [{ multipart: { a: { file: 'big.bin', text: 'x' } } }, '`multipart: a` takes exactly one of `file`, `text` and `json`'],
    [{ multipart: { a: { path: 'big.bin' } } }, '`multipart: a` has the key `path`; it takes file, text, json, filename, contentType'],
    [{ json: 1, headers: { 'content-length': 7 } }, '`headers: content-length` is 7, but the body has 1 bytes'],
    [{ headers: { 'x-a': 'a\r\nx-b: 1' } }, '`headers: x-a` holds a line break that a header cannot carry'],
    [{ headers: { 'x-a': '日本' } }, '`headers: x-a` holds the character `日` that a header cannot carry'],
    [{ headers: { 'x-a': undefined } }, 'of `headers: x-a` is not there'],
    [{ get: '/' }, 'A request has one method, this one has get and post'],
    [{ timeout: '10' }, '`timeout` is "10"; it takes a duration such as 500ms or 10s'],
  ])('is refused: %o', async (request, message) => {
    const server = await startServer()
    await expect(perform({ post: '/', ...(request as RequestDefinition) }, { base: server.url, folder })).rejects.toThrow(message)
    expect(server.seen).toEqual([])
  })
})
