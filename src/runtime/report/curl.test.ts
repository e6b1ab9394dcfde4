import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../../../test/support/http-server.ts'
import type { TestServer } from '../../../test/support/http-server.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { createTestApi } from '../project/test-session.testing.ts'
import { addSecret } from '../values/secrets.ts'
import { essence, importedRequest } from '../../../test/support/imported-curl.ts'
import { recordExchange } from './record-exchange.ts'

const path = mkdtempSync(join(tmpdir(), 'apitest-curl-'))
const folder = pathToFileURL(`${path}/`)

beforeAll(() => {
  writeFileSync(join(path, 'a "b" \'c\'.png'), Buffer.from([1, 0, 255]))
  writeFileSync(join(path, 'big.txt'), 'x'.repeat(100_000))
})
afterAll(() => rmSync(path, { recursive: true }))

async function curlOf(server: TestServer, request: RequestDefinition): Promise<string> {
  const { api } = createTestApi({ url: server.url, project: { folder } })
  await api.send({ ...request, expect: { status: 'any' } })
  return recordExchange(api.run.exchanges[0]!).curl
}

/** Runs the line in a shell, in the project's folder. */
async function execute(curl: string, env: Record<string, string> = {}): Promise<void> {
  await promisify(execFile)('sh', ['-c', `${curl.replace(/^curl /, 'curl --silent --show-error --fail-with-body --output /dev/null ')}`], {
    cwd: path,
    env: { ...process.env, ...env },
  })
}

const requests: readonly [string, RequestDefinition][] = [
    ['GET', { get: '/items?a=1&b=x%20y' }],
    ['HEAD', { head: '/' }],
    ['DELETE with headers', { delete: '/x', headers: { 'X-One': "it's", 'x-list': ['a', 'b'], 'x-empty': '', accept: 'text/html' } }],
    ['a header that is left out', { get: '/', headers: { accept: null } }],
    ['JSON', { post: '/', json: { a: 'it\'s $HOME `x` \\ "q" é\n' } }],
    ['JSON with PUT', { put: '/', json: 1, headers: { 'content-type': 'application/problem+json' } }],
    ['an empty text', { post: '/', text: '' }],
    ['a text that begins with @', { post: '/', text: '@big.txt' }],
    ['a text without content type', { post: '/', text: 'hi', headers: { 'content-type': null } }],
    ['a form', { post: '/', form: { a: 'x y', b: [1, 2] } }],
    ['a file', { post: '/', file: 'a "b" \'c\'.png' }],
    ['PATCH of a file', { method: 'PATCH', path: '/', file: 'big.txt' }],
    ['GraphQL', { post: '/', graphql: { query: '{ a(id: "1") }' } }],
    ['cookies', { get: '/', cookies: { a: '1', b: '2' } }],
    ['dots and brackets in the path', { get: '/a/../b/[1]?x={y}' }],
    ['basic auth', { get: '/', auth: { basic: { username: 'bob', password: 'p:w"d' } } }],
    ['bearer', { get: '/', auth: { bearer: 'tok' } }],
    ['a key in the query', { get: '/', auth: { apiKey: { query: 'k', value: 'a b' } } }],
    [
      'multipart',
      {
        post: '/',
        multipart: {
          text: '@x;y',
          quoted: { text: 'a "b" \\ c', contentType: 'text/markdown' },
          image: { file: 'a "b" \'c\'.png' },
          meta: { json: { a: 1 } },
          named: { text: 'v', filename: 'v.txt' },
        },
      },
    ],
  ]

describe('the curl line of a request', () => {
  it.each(requests)('sends the same: %s', async (_, request) => {
    const server = await startServer()
    await execute(await curlOf(server, request))
    const [ours, theirs] = server.seen
    expect(theirs).toBeDefined()
    expect(essence(theirs!)).toEqual(essence(ours!))
  })

  it.each(requests)('imports back as the same request: %s', async (_, request) => {
    const server = await startServer()
    const again = importedRequest(await curlOf(server, request))
    const { api } = createTestApi({ url: again.url, project: { folder } })
    await api.send(again.request, { expect: { status: 'any' } })
    const [ours, theirs] = server.seen
    expect(essence(theirs!)).toEqual(essence(ours!))
  })

  it('follows redirects and answers digests', async () => {
    const server = await startServer((seen, response) => {
      if (seen.url === '/start') response.writeHead(302, { location: '/end' }).end()
      else if (seen.url === '/digest' && seen.headers.authorization === undefined)
        response.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' }).end()
      else response.end()
    })
    await execute(await curlOf(server, { post: '/start', json: {} }))
    await execute(await curlOf(server, { get: '/digest', auth: { digest: { username: 'u', password: 'p' } } }))
    const twice = ['POST /start', 'GET /end']
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      ...twice,
      ...twice,
      'GET /digest',
      'GET /digest',
      'GET /digest',
      'GET /digest',
    ])
    expect(server.seen.at(-1)?.headers.authorization).toMatch(/^Digest username="u"/)
  })

  it('names secrets by their environment variable, others not at all', async () => {
    addSecret('key-$x"y-1', 'API_KEY')
    addSecret('captured-2')
    const server = await startServer()
    const request = {
      post: '/',
      text: 'k=key-$x"y-1;',
      headers: { 'x-key': 'key-$x"y-1', 'x-other': 'captured-2' },
      auth: { basic: { username: 'bob', password: 'key-$x"y-1' } },
    }
    const curl = await curlOf(server, request)
    expect(curl).toContain(`-H 'x-key: '"$API_KEY"`)
    expect(curl).toContain(`-u bob:"$API_KEY"`)
    expect(curl).toContain(`-H 'x-other: ***'`)
    expect(curl).not.toMatch(/key-|captured/)
    await execute(curl, { API_KEY: 'key-$x"y-1' })
    expect(server.seen[1]?.headers).toMatchObject({ 'x-key': 'key-$x"y-1', authorization: server.seen[0]?.headers.authorization })
    expect(server.seen[1]?.body.toString()).toBe('k=key-$x"y-1;')
  })

  it('says what to save where the body is too long or no text', async () => {
    const server = await startServer()
    expect(await curlOf(server, { post: '/', text: 'x'.repeat(20_000) })).toMatch(
      /--data-binary @request-body # with the body of 19\.5KiB saved as request-body$/,
    )
    expect(await curlOf(server, { post: '/', file: Uint8Array.of(0, 255) })).toMatch(
      /--data-binary @request-body # with the body of 2B saved/,
    )
    expect(await curlOf(server, { post: '/', multipart: { x: Uint8Array.of(0, 255) } })).toMatch(
      /-F 'x=@"x\.bin";type=application\/octet-stream;filename="x"' # with the bytes of `x` \(2B\) saved as x\.bin$/,
    )
  })

  it('is short for a plain request', async () => {
    const server = await startServer()
    expect(await curlOf(server, { get: '/items' })).toBe(`curl ${server.url}/items`)
  })
})
