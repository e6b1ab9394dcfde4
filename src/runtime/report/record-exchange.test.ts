import { describe, expect, it } from 'vitest'
import { startServer } from '../../../test/support/http-server.ts'
import type { Handler } from '../../../test/support/http-server.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { createTestApi } from '../project/test-session.testing.ts'
import { addSecret } from '../values/secrets.ts'
import { recordExchange } from './record-exchange.ts'
import type { Exchange } from './run-result.ts'

async function record(request: RequestDefinition, handler?: Handler): Promise<Exchange> {
  const { url } = await startServer(handler)
  const { api } = createTestApi({ url })
  await api.send(request).catch(() => undefined)
  return recordExchange(api.run.exchanges[0]!)
}

function place(key: string): string {
  // safe: a matcher that stands for a text
  return expect.stringMatching(new RegExp(`/expect/${key}$`)) as string
}

describe('the record of an exchange', () => {
  it('holds request, answer and expectations', async () => {
    const exchange = await record(
      { name: 'a name', post: '/x', json: { a: 1 }, expect: { status: 201, jsonPath: { '$.b': 2 } } },
      (_, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"b":2}'),
    )
    expect(exchange).toMatchObject({
      name: 'a name',
      service: 'web',
      request: {
        method: 'POST',
        url: expect.stringMatching(/\/x$/) as string,
        body: { text: '{"a":1}', bytes: 7, contentType: 'application/json', truncated: false },
      },
      response: { status: 200, body: { text: '{"b":2}', bytes: 7, contentType: 'application/json' } },
      error: undefined,
      expectations: [{ held: false }, { held: true }],
      attempts: 1,
    })
    expect(exchange.request.headers).toContainEqual(['accept', '*/*'])
    expect(exchange.response?.headers[0]).toEqual(['Content-Type', 'application/json'])
    expect(Date.parse(exchange.startedAt)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('cuts long bodies and shows no bytes', async () => {
    const long = await record({ get: '/' }, (_, response) => void response.end('x'.repeat(40_000)))
    expect(long.response?.body).toMatchObject({ bytes: 40_000, truncated: true })
    expect(long.response?.body?.text).toHaveLength(16 * 1024)
    const image = await record(
      { get: '/' },
      (_, response) => void response.setHeader('content-type', 'image/png').end(Buffer.from([1, 2, 3])),
    )
    expect(image.response?.body?.text).toBe('(3B of image/png)')
    const unknown = await record({ post: '/', file: Uint8Array.of(0, 1) }, (_, response) => void response.end(Buffer.from([0, 1])))
    expect([unknown.request.body?.text, unknown.response?.body?.text]).toEqual(['(2B of application/octet-stream)', '(2B of unknown type)'])
    const none = await record({ get: '/' }, (_, response) => void response.writeHead(204).end())
    expect([none.request.body, none.response?.body]).toEqual([undefined, undefined])
  })

  it('keeps what was expected with its values, so that it can be held against other answers', async () => {
    addSecret('expected-s3cret')
    addSecret('20011107')
    const exchange = await record({
      get: '/',
      timeout: '2s',
      expect: {
        status: 'any',
        text: { not: { contains: 'expected-s3cret' } },
        json: 20011107,
        jsonLike: { long: 'x'.repeat(70_000) },
        jsonPath: { '$.a': null },
      },
    })
    expect(JSON.parse(JSON.stringify(exchange.checked))).toEqual({
      timeoutMs: 2000,
      redirects: [],
      expectations: [
        { key: 'status', place: place('status'), expected: 'any' },
        { key: 'text', place: place('text'), expected: { not: { contains: '***' } } },
        { key: 'json', place: place('json') },
        { key: 'jsonLike', place: place('jsonLike') },
        { key: 'jsonPath', place: place('jsonPath'), expected: { '$.a': null } },
      ],
    })
  })

  it('tells why there is no answer', async () => {
    const { api } = createTestApi()
    await api.send({ get: '/' }).catch(() => undefined)
    expect(recordExchange(api.run.exchanges[0]!)).toMatchObject({
      response: undefined,
      error: 'Nothing listens on 127.0.0.1:1 (connection refused)',
      request: { url: 'http://127.0.0.1:1/' },
    })
  })

  it('holds no secret in any form', async () => {
    const secret = 'rec "s3cret" /&+é'
    addSecret(secret)
    const exchange = await record(
      {
        post: '/',
        query: { s: secret },
        json: { s: secret, b: Buffer.from(secret).toString('base64') },
        headers: { 'x-s': encodeURIComponent(secret) },
        auth: { basic: { username: 'u', password: secret } },
        expect: { jsonPath: { '$.s': secret } },
      },
      (_, response) =>
        void response
          .setHeader('x-echo', Buffer.from(secret).toString('base64'))
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ s: secret, pad: 'y'.repeat(16 * 1024 - 15) + secret })),
    )
    const text = JSON.stringify(exchange)
    for (const form of [
      's3cret',
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(`u:${secret}`).toString('base64'),
    ])
      expect(text).not.toContain(form)
    expect(text).toContain('***')
  })
})
