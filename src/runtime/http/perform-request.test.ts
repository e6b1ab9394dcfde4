import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CookieJar } from './cookie-jar.ts'
import { perform } from './prepared.testing.ts'
import { startServer } from '../../../test/support/http-server.ts'
import type { Handler } from '../../../test/support/http-server.ts'

const redirectTo =
  (status: number, location: string): Handler =>
  (seen, response) => {
    if (seen.url === '/start') response.writeHead(status, { location, 'set-cookie': 'hop=1; Path=/' }).end('moved')
    else response.end('arrived')
  }

describe('redirects', () => {
  it.each([
    [301, 'POST', 'GET', false],
    [302, 'POST', 'GET', false],
    [303, 'POST', 'GET', false],
    [303, 'PUT', 'GET', false],
    [303, 'HEAD', 'HEAD', false],
    [301, 'PUT', 'PUT', true],
    [307, 'POST', 'POST', true],
    [308, 'POST', 'POST', true],
    [302, 'GET', 'GET', false],
  ])('%i after %s goes on with %s', async (status, method, next, keepsBody) => {
    const server = await startServer(redirectTo(status, '/end?x=1'))
    const body = method === 'GET' || method === 'HEAD' ? {} : { json: { a: 1 } }
    const response = await perform({ method, path: '/start', ...body }, { base: server.url })
    expect(server.seen[1]).toMatchObject({ method: next, url: '/end?x=1' })
    expect(server.seen[1]?.body.toString()).toBe(keepsBody ? '{"a":1}' : '')
    expect(server.seen[1]?.headers['content-type']).toBe(keepsBody ? 'application/json' : undefined)
    expect(server.seen[1]?.headers.cookie).toBe('hop=1')
    expect(response).toMatchObject({ status: 200, url: `${server.url}/end?x=1`, redirects: [{ status, location: '/end?x=1' }] })
  })

  it('shows the redirect itself with 0', async () => {
    const server = await startServer(redirectTo(302, '/end'))
    const response = await perform({ get: '/start', redirects: 0 }, { base: server.url })
    expect(response).toMatchObject({ status: 302, redirects: [] })
    expect(response.text()).toBe('moved')
    expect(server.seen).toHaveLength(1)
  })

  it('gives up after the number that is allowed', async () => {
    const server = await startServer((_, response, count) => void response.writeHead(302, { location: `/${count}` }).end())
    await expect(perform({ get: '/', redirects: 3 }, { base: server.url })).rejects.toThrow(
      'Stopped after 3 redirects; the last one went to /4',
    )
    expect(server.seen).toHaveLength(4)
    await expect(perform({ get: '/' }, { base: server.url })).rejects.toThrow('Stopped after 10 redirects')
  })

  it('never shows credentials to another origin', async () => {
    const other = await startServer()
    const server = await startServer((_, response) => void response.writeHead(307, { location: `${other.url}/end` }).end())
    const request = { post: '/start', json: {}, headers: { 'x-kept': 'yes', cookie: 'a=1' }, cookies: { b: '2' } }
    await perform({ ...request, auth: { apiKey: { header: 'x-key', value: 'k' } } }, { base: server.url })
    await perform({ ...request, auth: { bearer: 't' } }, { base: server.url })
    await perform({ ...request, headers: { ...request.headers, authorization: 'own', host: 'app.example' } }, { base: server.url })
    expect(server.seen.map(({ headers }) => [headers['x-key'], headers.authorization, headers.cookie])).toEqual([
      ['k', undefined, 'a=1; b=2'],
      [undefined, 'Bearer t', 'a=1; b=2'],
      [undefined, 'own', 'a=1; b=2'],
    ])
    for (const { headers } of other.seen) {
      expect(headers).toMatchObject({ 'x-kept': 'yes', host: new URL(other.url).host })
      expect([headers['x-key'], headers.authorization]).toEqual([undefined, undefined])
      expect(headers.cookie ?? '').not.toContain('a=1')
    }
    expect(other.seen).toHaveLength(3)
  })

  it('tells of a place where no HTTP is', async () => {
    const server = await startServer(redirectTo(302, 'mailto:a@b.example'))
    await expect(perform({ get: '/start' }, { base: server.url })).rejects.toThrow(
      'The redirect goes to `mailto:a@b.example`, which is no http or https address',
    )
  })

  it('takes a 3xx without a location as the answer', async () => {
    const server = await startServer((_, response) => void response.writeHead(304).end())
    expect(await perform({ get: '/' }, { base: server.url })).toMatchObject({ status: 304 })
  })
})

describe('cookies', () => {
  it('come back in the next request of the same test only', async () => {
    const server = await startServer((_, response) => void response.setHeader('set-cookie', ['sid=1; Path=/', 'gone=; Max-Age=0']).end())
    const jar = new CookieJar()
    await perform({ get: '/login' }, { base: server.url, jar })
    await perform({ get: '/a' }, { base: server.url, jar })
    await perform({ get: '/a', cookies: { theme: 'dark', sid: 'mine' }, headers: { Cookie: 'raw=1' } }, { base: server.url, jar })
    await perform({ get: '/a', cookies: { sid: null } }, { base: server.url, jar })
    await perform({ get: '/a' }, { base: server.url })
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'sid=1',
      'raw=1; theme=dark; sid=mine',
      undefined,
      undefined,
    ])
  })
})

describe('compressed answers', () => {
  const text = 'hello '.repeat(200)
  const zstd = (zlib as { zstdCompressSync?: (text: string) => Buffer }).zstdCompressSync
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['GZIP, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
    ['aws-chunked', Buffer.from(text)],
    ...(zstd === undefined ? [] : [['zstd', zstd(text)] satisfies [string, Buffer]]),
  ])('are read: %s', async (encoding, bytes) => {
    const server = await startServer((_, response) => void response.setHeader('content-encoding', encoding).end(bytes))
    const response = await perform({ get: '/' }, { base: server.url })
    expect(response.text()).toBe(text)
    expect(response.sizeBytes).toBe(text.length)
    expect(server.seen[0]?.headers['accept-encoding']).toMatch(/^gzip, deflate, br/)
  })

  it('may be empty', async () => {
    const server = await startServer((_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end())
    expect((await perform({ head: '/' }, { base: server.url })).sizeBytes).toBe(0)
  })

  it('that are not what they say are an error', async () => {
    const server = await startServer((_, response) => void response.setHeader('content-encoding', 'gzip').end('plain'))
    await expect(perform({ get: '/' }, { base: server.url })).rejects.toThrow('The answer says that it is gzip, but cannot be decompressed')
  })
})

describe('texts and JSON of an answer', () => {
  it.each([
    ['text/plain', Buffer.from('käse'), 'käse'],
    ['text/plain; charset=iso-8859-1', Buffer.from('käse', 'latin1'), 'käse'],
    ['text/plain; charset="UTF-16LE"', Buffer.from('käse', 'utf16le'), 'käse'],
    ['text/plain; charset=klingon', Buffer.from('käse'), 'käse'],
    [undefined, Buffer.from('\uFEFFkäse'), 'käse'],
  ])('read %s', async (type, bytes, text) => {
    const server = await startServer(
      (_, response) => void (type === undefined ? response : response.setHeader('content-type', type)).end(bytes),
    )
    const response = await perform({ get: '/' }, { base: server.url })
    expect(response.text()).toBe(text)
    expect(response.contentType).toBe(type)
    expect(() => response.json()).toThrow('line 1')
  })
})
