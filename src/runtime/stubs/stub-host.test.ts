import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StubDefinition, StubEntry } from './stub-definition.ts'
import { defineStubs } from './stub-definition.ts'
import { StubHost } from './stub-host.ts'

interface TestStub {
  readonly host: StubHost
  readonly url: string
  /** What went wrong in the test so far. */
  trouble(): readonly string[]
  get(path: string, options?: RequestInit): Promise<{ status: number; body: unknown; headers: Headers }>
}

async function open(entry: StubEntry, { folder = tmpdir(), said = [] as string[] } = {}): Promise<TestStub> {
  const host = new StubHost({ stubs: defineStubs({ prices: entry }), folder, say: (line) => void said.push(line) })
  onTestFinished(() => host.stop())
  const { url } = await host.start('prices')
  await host.begin('t')
  const get: TestStub['get'] = async (path, options) => {
    const response = await fetch(url + path, options)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
  }
  return { host, url, trouble: () => host.takeTrouble('t').map(({ message }) => message), get }
}

const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }): RequestInit => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers,
})

describe('routes', () => {
  const routes: StubDefinition['routes'] = [
    { get: '/price/special', respond: { text: 'special' } },
    { get: '/price/{sku}', respond: ({ path }) => ({ json: { sku: path['sku'] } }) },
    { get: '/files/{name}.{kind}', respond: ({ path }) => ({ text: `${path['name']} ${path['kind']}` }) },
    { method: 'PROPFIND', path: '/dav', respond: { status: 207 } },
    { delete: '/price/{sku}', respond: { status: 204 } },
  ]

  it.each([
    ['/price/chair', { sku: 'chair' }],
    ['/price/special', 'special'],
    ['/price/a%20b%2Fc', { sku: 'a b/c' }],
    ['/price/ä?x=1', { sku: 'ä' }],
    ['/files/a.b.txt', 'a.b txt'],
  ])('%s is found', async (path, body) => {
    const stub = await open({ routes })
    expect(await stub.get(path)).toMatchObject({ status: 200, body })
    expect(stub.trouble()).toEqual([])
  })

  it('are found by method too', async () => {
    const stub = await open({ routes })
    expect((await stub.get('/dav', { method: 'PROPFIND' })).status).toBe(207)
    expect((await stub.get('/price/x', { method: 'DELETE' })).status).toBe(204)
  })

  it.each([
    ['/price', 'GET /price, which no route fits; nearest is `GET /price/special`: the path is /price'],
    ['/price/', 'GET /price/, which no route fits; nearest is `GET /price/special`: the path is /price/'],
    ['/dav', 'GET /dav, which no route fits; nearest is `PROPFIND /dav`: the method is GET'],
  ])('an unexpected call of %s is told with the nearest', async (path, told) => {
    const stub = await open({ routes })
    const { status, body } = await stub.get(path)
    expect(status).toBe(501)
    expect(stub.trouble()).toEqual([`The stub \`prices\` got ${told}`])
    expect(body).toEqual({ apitest: `The stub \`prices\` got ${told}` })
    expect(stub.trouble()).toEqual([])
  })
})

describe('when', () => {
  it.each<[title: string, when: NonNullable<StubDefinition['routes']>[number]['when'], fits: RequestInit & { path?: string }, not: RequestInit & { path?: string }, why: string]>([
    ['query', { query: { top: '3', tag: { contains: 'b' } } }, { path: '/?top=3&tag=a&tag=b' }, { path: '/?top=4&tag=b' }, 'query top: expected "3", got "4"'],
    ['absent query', { query: { q: { exists: false } } }, {}, { path: '/?q=1' }, 'query q: expected nothing, got "1"'],
    ['headers', { headers: { 'X-Key': { startsWith: 'k' } } }, { headers: { 'x-key': 'k1' } }, {}, 'header X-Key: expected to start with "k", got nothing'],
    ['cookies', { cookies: { sid: 'a' } }, { headers: { cookie: 'x=1; sid=a' } }, { headers: { cookie: 'sid=b' } }, 'cookie sid: expected "a", got "b"'],
    ['json', { json: { a: 1 } }, post({ a: 1 }), post({ a: 1, b: 2 }), '$.b: unexpected 2'],
    ['json of another type', { json: { a: 1 } }, post({ a: 1 }), post('no'), 'json: expected JSON, got another body'],
    ['jsonLike', { jsonLike: { a: { b: 1 } } }, post({ a: { b: 1, c: 2 } }), post({ a: { b: 2 } }), '$.a.b: expected 1, got 2'],
    ['jsonPath', { jsonPath: { '$.qty': { gt: 100 } } }, post({ qty: 101 }), post({ qty: 100 }), '$.qty: expected > 100, got 100'],
    ['text', { text: { contains: 'red' } }, post('a red chair', {}), post('a blue one', {}), 'text: expected to contain "red", got "a blue one"'],
  ])('%s', async (_, when, fits, not, why) => {
    const method = fits.method === 'POST' || not.method === 'POST' ? 'post' : 'get'
    const stub = await open({ routes: [{ [method]: '/', when, respond: { text: 'fits' } }] })
    expect((await stub.get(fits.path ?? '/', fits)).body).toBe('fits')
    expect(stub.trouble()).toEqual([])
    expect((await stub.get(not.path ?? '/', not)).status).toBe(501)
    expect(stub.trouble().join()).toContain(why)
  })

  it('the place of a mismatch is its line', async () => {
    const stub = await open({ routes: [{ get: '/x', respond: {} }, { post: '/orders', when: { jsonPath: { '$.qty': { gt: 1 } } }, respond: {} }] })
    await stub.get('/orders', post({ qty: 1 }))
    expect(stub.host.takeTrouble('t')).toMatchObject([{ place: { file: '', path: ['stubs', 'prices', 'routes', 1, 'when', 'jsonPath', '$.qty', 'gt'] } }])
  })
})

describe('answers', () => {
  it('come as written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apitest-stub-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'a.csv'), 'a,b\n')
    const stub = await open(
      { routes: [{ get: '/json', respond: { status: 201, headers: { 'x-a': ['1', '2'], etag: 5 }, json: { n: 2n ** 60n } } }, { get: '/file', respond: { file: 'a.csv' } }] },
      { folder },
    )
    const json = await fetch(`${stub.url}/json`)
    expect([json.status, json.headers.get('content-type'), json.headers.get('x-a'), json.headers.get('etag'), await json.text()]).toEqual([201, 'application/json', '1, 2', '5', '{"n":1152921504606846976}'])
    expect(await stub.get('/file')).toMatchObject({ status: 200, body: 'a,b\n' })
    expect((await stub.get('/file')).headers.get('content-type')).toBe('text/csv')
  })

  it('know the request', async () => {
    const stub = await open({
      routes: [{ post: '/{x}', respond: ({ path, request }) => ({ json: { ...request, x: path['x'], headers: request.headers['x-a'] } }) }],
    })
    expect((await stub.get('/p?a=1&b=2&b=3', post({ n: [1] }, { 'x-a': 'y', cookie: 'c=d' }))).body).toEqual({
      method: 'POST', path: '/p', query: { a: '1', b: ['2', '3'] }, headers: 'y', cookies: { c: 'd' }, body: { n: [1] }, x: 'p',
    })
    expect((await stub.get('/p', post('a=1', { 'content-type': 'application/x-www-form-urlencoded', 'x-a': 'y' }))).body).toMatchObject({ body: { a: '1' } })
  })

  it('that need a missing part of the request fail the test', async () => {
    const stub = await open({ routes: [{ post: '/', respond: ({ request }) => ({ json: { q: request.body.qty } }) }, { post: '/deep', respond: ({ request }) => ({ json: request.body.a.b }) }] })
    expect((await stub.get('/', post({}))).status).toBe(500)
    expect(stub.trouble()).toEqual(['The stub `prices` cannot answer POST /: `json.q` has no value: the request has no such part'])
    expect((await stub.get('/deep', post({}))).status).toBe(500)
    expect(stub.trouble().join()).toContain('cannot answer POST /deep')
  })

  it('of a list come one after another, from the beginning in each test', async () => {
    const stub = await open({ routes: [{ get: '/', respond: [{ text: '1' }, { text: '2' }] }] })
    const three = async () => [(await stub.get('/')).body, (await stub.get('/')).body, (await stub.get('/')).body]
    expect(await three()).toEqual(['1', '2', '2'])
    stub.host.end('t')
    await stub.host.begin('t')
    expect(await three()).toEqual(['1', '2', '2'])
  })

  it('are late when asked', async () => {
    const stub = await open({ routes: [{ get: '/', respond: { delay: '80ms', text: 'x' } }] })
    const started = performance.now()
    await stub.get('/')
    expect(performance.now() - started).toBeGreaterThan(70)
  })

  it('break as a fault says', async () => {
    const stub = await open({ routes: [{ get: '/reset', respond: { fault: 'reset' } }, { get: '/timeout', respond: { fault: 'timeout' } }, { get: '/malformed', respond: { fault: 'malformed' } }] })
    await expect(stub.get('/reset')).rejects.toMatchObject({ cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) } })
    await expect(stub.get('/malformed')).rejects.toMatchObject({ cause: { name: 'HTTPParserError' } })
    await expect(stub.get('/timeout', { signal: AbortSignal.timeout(60) })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('to calls that no route fits may be wanted', async () => {
    const stub = await open({ routes: [], unmatched: { status: 404, json: { error: 'none' } } })
    expect(await stub.get('/x')).toMatchObject({ status: 404, body: { error: 'none' } })
    expect(stub.trouble()).toEqual([])
    expect(stub.host.counts('t').unmatched).toEqual({ prices: ['GET /x'] })
  })
})

describe('calls', () => {
  const entry = { routes: [{ get: '/{a}', respond: {} }] }

  it('are counted from the beginning of each test', async () => {
    const stub = await open(entry)
    await stub.get('/1')
    await stub.get('/2')
    expect(stub.host.counts('t')).toEqual({ calls: { prices: { 'GET /{a}': 2 } }, unmatched: {}, shared: false })
    stub.host.end('t')
    await stub.host.begin('u')
    expect(stub.host.counts('u').calls).toEqual({})
  })

  it('of tests at the same time are said to be nobody knows whose', async () => {
    const stub = await open(entry)
    await stub.host.begin('u')
    expect([stub.host.counts('t').shared, stub.host.counts('u').shared]).toEqual([true, true])
  })

  it('that are unexpected while no test runs are told to the next one', async () => {
    const stub = await open(entry)
    stub.host.end('t')
    await stub.get('/a/b')
    await stub.get('/a/b')
    await stub.host.begin('u')
    expect(stub.host.end('u').map(({ message }) => message)).toEqual([
      'The stub `prices` got GET /a/b, which no route fits; nearest is `GET /{a}`: the path is /a/b (before this test, while none ran) (2 times)',
    ])
  })

  it('that are unexpected behind the last test are said', async () => {
    const said: string[] = []
    const stub = await open(entry, { said })
    stub.host.end('t')
    await stub.get('/a/b')
    await stub.host.stop()
    expect(said).toEqual([expect.stringContaining('got GET /a/b') && expect.stringMatching(/while no test ran/)])
    expect(process.exitCode).toBe(1)
    process.exitCode = 0
  })
})

it('an unknown stub is named with those there are', async () => {
  const { host } = await open({ routes: [] })
  await expect(host.start('price')).rejects.toThrow(/No stub is named `price`[^]*prices/)
})

it('a stub listens where its callers reach it, and nowhere after the run', async () => {
  const { host, url } = await open({ routes: [{ get: '/', respond: { text: 'here' } }] })
  const [outside] = Object.values(networkInterfaces()).flat().filter((one) => one?.family === 'IPv4' && !one.internal)
  const everywhere = await host.start('prices', { bind: '0.0.0.0', host: outside?.address ?? '127.0.0.1' })
  expect(everywhere.url).not.toBe(url)
  expect(await (await fetch(everywhere.url)).text()).toBe('here')
  await host.stop()
  await expect(new Promise((resolve, reject) => connect(everywhere.port, '127.0.0.1', () => resolve(undefined)).on('error', reject))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
