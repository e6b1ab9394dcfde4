import { describe, expect, it } from 'vitest'
import { ExpectationError } from '../assertions/expectation-error.ts'
import { startServer } from '../../../test/support/http-server.ts'
import type { Handler } from '../../../test/support/http-server.ts'
import { request } from './request.ts'
import { createTestApi } from './test-session.testing.ts'

const json =
  (value: unknown, status = 200): Handler =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', etag: '"e1"', 'set-cookie': 'sid=s1; Path=/' })
      .end(JSON.stringify(value))

async function failures(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ExpectationError)
  return (error as ExpectationError).failures.map(({ kind, message }) => `${kind}: ${message}`)
}

describe('api.send', () => {
  it('gives the answer', async () => {
    const { url } = await startServer(json({ id: 7 }))
    const response = await createTestApi({ url }).api.send({ get: '/items', expect: { status: 200, json: { id: 7 } } })
    expect(response.json()).toEqual({ id: 7 })
  })

  it('shows every expectation that did not hold, and the captures that could not be taken', async () => {
    const { url } = await startServer(json({ id: 7 }, 201))
    const { api } = createTestApi({ url })
    const found = await failures(
      api.send({
        get: '/',
        expect: { status: 200, headers: { etag: { contains: 'x' } }, jsonPath: { '$.id': 8, '$.name': 'a' } },
        capture: {
          id: '$.id',
          name: '$.name',
          etag: { header: 'ETag' },
          sid: { cookie: 'sid' },
          digits: { text: '"id":(\\d+)' },
          none: { header: 'x-none' },
        },
      }),
    )
    expect(found).toEqual([
      'status: status: expected 200, got 201',
      expect.stringContaining('headers: header etag: expected to contain "x"'),
      'jsonPath: $.id: expected 8, got 7',
      expect.stringContaining('jsonPath: $.name: expected "a"'),
      'capture: capture `name`: `$.name` selects nothing: `$` is an object without `name`',
      'capture: capture `none`: the answer has no header `x-none`',
    ])
    expect({ ...api.captures }).toEqual({ id: 7, etag: '"e1"', sid: 's1', digits: '7' })
  })

  it('fails at 400 and above where no status is expected', async () => {
    const { url } = await startServer(json({}, 404))
    const { api } = createTestApi({ url })
    expect(await failures(api.send({ get: '/' }))).toEqual(['status: status: expected below 400, got 404'])
    await api.send({ get: '/', expect: { status: 'any' } })
    await api.send({ get: '/', expect: { status: '4xx' } })
  })

  it.each([
    ['$.a[*]', '`$.a[*]` selects 2 values, a capture takes exactly one'],
    ['$.a[5]', '`$.a[5]` selects nothing: `$.a` is an array without item 5'],
    [{ text: 'x(y)' }, 'the body does not match /x(y)/'],
    [{ text: '(a)(.)' }, '/(a)(.)/ has 2 groups, a capture takes exactly one'],
    [{ cookie: 'none' }, 'the answer sets no cookie `none`'],
  ])('a capture that selects nothing fails: %o', async (capture, message) => {
    const { url } = await startServer(json({ a: [1, 2] }))
    expect(await failures(createTestApi({ url }).api.send({ get: '/', capture: { x: capture } }))).toEqual([
      `capture: capture \`x\`: ${message}`,
    ])
  })

  it('lays defaults, service, named request and changes over each other', async () => {
    const server = await startServer(json({}))
    const { api } = createTestApi({
      services: { web: () => ({ url: server.url, headers: { 'X-Env': 'test', 'x-drop': 'service' }, basePath: '/api' }) },
      project: { defaults: () => ({ headers: { 'x-env': 'default', 'x-default': '1' }, query: { d: 1 } }) },
    })
    const base = request('base', (_, { row, params }) => ({
      post: `/items/${row.sku}/${params.n}`,
      headers: { 'x-named': 'a' },
      query: { q: 1 },
      json: { a: 1, b: 2 },
      patch: { '$.a': 9 },
    }))
    await api.send(
      base.with({ row: { sku: 'x' } }).with({ params: { n: 5 } }),
      { headers: { 'X-Named': 'b', 'X-Drop': null }, query: { q: null }, unset: ['$.b'] },
      { json: { c: 1 }, patch: { '$.c': 2 } },
    )
    const [seen] = server.seen
    expect(seen?.url).toBe('/api/items/x/5?d=1')
    expect(seen?.body.toString()).toBe('{"c":2}')
    expect(seen?.headers).toMatchObject({ 'x-env': 'test', 'x-default': '1', 'x-named': 'b' })
    expect(seen?.headers['x-drop']).toBeUndefined()
  })

  it('sends to another service, or to a whole URL without one', async () => {
    const [one, two] = [await startServer(), await startServer()]
    const { api } = createTestApi({ services: { one: { url: one.url, headers: { 'x-key': 'k' } }, two: { url: two.url } } })
    await api.send({ get: '/a', service: 'two' })
    await api.send({ get: `${two.url}/b` })
    expect(one.seen).toEqual([])
    expect(two.seen.map(({ url, headers }) => [url, headers['x-key']])).toEqual([
      ['/a', undefined],
      ['/b', undefined],
    ])
    expect(await failures(api.send({ get: '/', service: 'three' }))).toEqual(['request: No service is named `three`; known are one, two'])
    expect(await api.service('two')).toMatchObject({ url: two.url })
  })

  it('tells what a project without a hub lacks', async () => {
    const { api } = createTestApi({ services: { web: { process: { command: ['node'] } } } })
    expect(await failures(api.send({ get: '/' }))).toEqual(['request: The service `web` is not running'])
    expect(await failures(createTestApi({ services: {} }).api.send({ get: '/' }))).toEqual([
      'request: The project has no services, so a request needs a whole URL',
    ])
  })

  it('fails where failIf holds, of the service and of the defaults', async () => {
    const server = await startServer(
      (seen, response) =>
        void response.setHeader('content-type', 'application/json').end(seen.url === '/bad' ? '{"errorMessages":["x"]}' : '{}'),
    )
    const { api } = createTestApi({ services: { web: { url: server.url, failIf: { jsonPath: { '$.errorMessages': { exists: true } } } } } })
    await api.send({ get: '/good' })
    expect(await failures(api.send({ get: '/bad', expect: { status: 200 } }))).toEqual([
      expect.stringMatching(/^failIf: failIf: .*errorMessages/),
    ])
    const both = createTestApi({ url: server.url, project: { defaults: { failIf: { status: 200, text: { contains: 'error' } } } } })
    await both.api.send({ get: '/good' })
    expect(await failures(both.api.send({ get: '/bad' }))).toHaveLength(1)
  })

  it('never leaves a value out that is not there', async () => {
    const server = await startServer()
    const { api } = createTestApi({ url: server.url })
    const row: { sku?: string } = {}
    expect(await failures(api.send({ post: '/', json: { a: [row.sku] } }))).toEqual(['request: `json.a[0]` has no value (undefined)'])
    expect(await failures(api.send({ get: '/', headers: { 'x-sku': row.sku } }))).toEqual([
      'request: `headers.x-sku` has no value (undefined)',
    ])
    expect(await failures(api.send({ get: '/', expect: { jsonPath: { '$.a': row.sku } } }))).toEqual([
      'request: `expect: jsonPath.$.a` has no value (undefined)',
    ])
    expect(server.seen).toEqual([])
  })

  it('polls until the expectations hold', async () => {
    const server = await startServer(
      (_, response, count) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ count })),
    )
    const { api } = createTestApi({ url: server.url })
    await api.send({ get: '/', poll: { for: '5s', every: '5ms' }, expect: { jsonPath: { '$.count': 3 } }, capture: { count: '$.count' } })
    expect(api.captures['count']).toBe(3)
    expect(api.run.exchanges.map(({ attempts }) => attempts)).toEqual([3])
  })

  it('polls through a service that is not there yet, and says how long it tried', async () => {
    const { api } = createTestApi()
    const started = performance.now()
    const [message] = await failures(api.send({ get: '/', poll: { for: '120ms', every: '20ms' } }))
    expect(message).toMatch(/^request: Nothing listens on 127\.0\.0\.1:1 \(connection refused\) \(polled \d+ times for 120ms\)$/)
    expect(performance.now() - started).toBeGreaterThanOrEqual(115)
  })

  it('calls hooks with the answer and the api', async () => {
    const { url } = await startServer(json({ total: 3 }))
    const hooks = {
      sumsUp: (response: { json(): unknown }, { captures }: { captures: Record<string, unknown> }) =>
        (response.json() as { total: number }).total === captures['first'],
    }
    const { api } = createTestApi({ url, project: { hooks } })
    await api.send({ get: '/', capture: { first: '$.total' } })
    await api.send({ get: '/', expect: { hook: 'sumsUp' } })
  })

  it('hides a secret capture from then on', async () => {
    const { url } = await startServer(json({ token: 'captured-secret-1' }))
    const { api } = createTestApi({ url })
    await api.send({ get: '/', capture: { token: { jsonPath: '$.token', secret: true } } })
    expect(api.captures['token']).toBe('captured-secret-1')
    const error = await api
      .send({ get: '/', expect: { jsonPath: { '$.token': 'other' } } })
      .catch((reason: Error & { actual?: unknown }) => reason)
    expect(JSON.stringify([error, error instanceof Error && [error.message, error.stack, error.actual]])).not.toContain('captured-secret-1')
    expect((error as Error).message).toContain('***')
  })

  it('points at the caller, not at itself', async () => {
    const { url } = await startServer(json({}, 500))
    const error = await createTestApi({ url })
      .api.send({ get: '/' })
      .catch((reason: Error) => reason)
    const frames = (error as Error).stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
    expect(frames.join('\n')).not.toMatch(/send-request|session\.ts/)
  })
})
