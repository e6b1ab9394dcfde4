import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { RequestError } from './request-error.ts'
import { sendOnce } from './send-once.ts'
import type { WireRequest, WireResponse } from './send-once.ts'
import { startServer, startTcpServer } from '../../../test/support/http-server.ts'
import { startProxy } from '../../../test/support/proxy-server.ts'
import { selfSigned } from '../../../test/support/self-signed.ts'

function send(
  origin: string,
  { timeoutMs = 5000, signal, ...request }: Partial<WireRequest> & { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<WireResponse> {
  return sendOnce(
    { method: 'GET', origin, path: '/', headers: [], body: undefined, ...request },
    { timeoutMs, deadline: performance.now() + timeoutMs, signal },
  )
}

async function failure(promise: Promise<unknown>): Promise<RequestError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(RequestError)
  return error as RequestError
}

afterEach(() => vi.unstubAllEnvs())

describe('one request on the wire', () => {
  it('keeps every line of a header, in the order and case of the server', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(201, ['X-A', '1', 'x-a', '2', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Latin', 'caf\u00e9'])
      response.end('hi')
    })
    const { status, headers, body } = await send(server.url)
    expect(status).toBe(201)
    expect(headers.slice(0, 5)).toEqual([
      ['X-A', '1'],
      ['x-a', '2'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-Latin', 'caf\u00e9'],
    ])
    expect(body.toString()).toBe('hi')
  })

  it('sends header names as they are written and a path that is not tidied up', async () => {
    const server = await startServer()
    await send(server.url, {
      path: '/a/../b?x=%2F',
      headers: [
        ['X-CamelCase', '1'],
        ['x-two', 'a'],
        ['x-two', 'b'],
      ],
    })
    expect(server.seen[0]).toMatchObject({ url: '/a/../b?x=%2F' })
    expect(server.seen[0]?.rawHeaders).toEqual(expect.arrayContaining(['X-CamelCase', 'x-two']))
    expect(server.seen[0]?.headers['x-two']).toBe('a, b')
  })

  it('uses a connection again', async () => {
    const ports = new Set<number | undefined>()
    const server = await startServer((_, response) => {
      ports.add(response.socket?.remotePort)
      response.end()
    })
    for (let count = 0; count < 5; count++) await send(server.url)
    expect(ports.size).toBe(1)
  })

  it('skips interim answers', async () => {
    const server = await startTcpServer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi')),
    )
    expect(await send(server.url)).toMatchObject({ status: 200, headers: [['content-length', '2']] })
  })

  const broken: [string, string, string][] = [
    ['text that is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'did not answer in HTTP: Expected HTTP/'],
    ['nothing at all', '', 'closed the connection without an answer'],
    ['half a header', 'HTTP/1.1 200 OK\r\ncontent-le', 'closed the connection without an answer'],
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'closed the connection in the middle of the answer, after 3 bytes'],
    ['half a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab', 'closed the connection in the middle of the answer'],
    [
      'a wrong chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nab',
      'did not answer in HTTP: Invalid character in chunk size',
    ],
  ]
  it.each(broken)('tells of %s', async (_, answer, sentence) => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.end(answer)))
    const error = await failure(send(server.url))
    expect(error.message).toContain(`127.0.0.1:${server.port} ${sentence}`)
  })

  it('tells of a reset', async () => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await failure(send(server.url))).toMatchObject({
      kind: 'connection',
      message: `127.0.0.1:${server.port} closed the connection without an answer`,
    })
  })

  it('tells where nothing listens', async () => {
    const server = await startTcpServer(() => undefined)
    const { port } = server
    // Port 1 is reserved and never used.
    expect(await failure(send('http://127.0.0.1:1'))).toMatchObject({
      kind: 'connection',
      code: 'ECONNREFUSED',
      message: 'Nothing listens on 127.0.0.1:1 (connection refused)',
    })
    expect(await failure(send('http://localhost:1'))).toMatchObject({
      kind: 'connection',
      message: 'Nothing listens on localhost:1 (connection refused)',
    })
    expect(port).toBeGreaterThan(1)
  })

  it('tells of a host that has no address', async () => {
    const error = await failure(send('http://no-such-host.invalid'))
    expect(error.message).toMatch(/^The host name `no-such-host\.invalid` cannot be found \(DNS: E/)
  })

  it('tells of https where http is spoken, and of a certificate that is not trusted', async () => {
    const plain = await startServer()
    const spoken = await failure(send(plain.url.replace('http:', 'https:')))
    expect(spoken).toMatchObject({
      kind: 'connection',
      hint: 'Is it `http://`?',
      message: `The TLS connection to 127.0.0.1:${plain.port} failed: the server does not speak TLS on this port`,
    })

    const { key, cert } = selfSigned()
    const secure = createTlsServer({ key, cert }, (_, response) => response.end())
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void secure.close())
    const { port } = secure.address() as AddressInfo
    const error = await failure(send(`https://127.0.0.1:${port}`))
    expect(error.message).toBe(`The TLS connection to 127.0.0.1:${port} failed: its certificate is self-signed`)
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS')
  })

  describe('that takes too long', () => {
    it('says that it waited for the first byte', async () => {
      const server = await startServer(() => undefined)
      const started = performance.now()
      const error = await failure(send(server.url, { timeoutMs: 80 }))
      expect(error).toMatchObject({
        kind: 'timeout',
        message: `${server.url}/ took longer than 80ms: waited for the first byte of the answer`,
      })
      expect(performance.now() - started).toBeLessThan(2000)
    })

    it('says that it waited for the rest', async () => {
      const server = await startServer((_, response) => void response.write('abc'))
      expect((await failure(send(server.url, { timeoutMs: 800 }))).message).toContain(
        'waited for the rest of the answer after 3 bytes of it',
      )
    })

    it('says that it waited for the connection', async () => {
      // A TLS handshake that nobody answers.
      const server = await startTcpServer(() => undefined)
      expect((await failure(send(`https://127.0.0.1:${server.port}`, { timeoutMs: 80 }))).message).toContain('waited for the connection')
    })
  })

  it('stops when the test is over', async () => {
    const server = await startServer(() => undefined)
    const controller = new AbortController()
    const sent = failure(send(server.url, { signal: controller.signal }))
    setTimeout(() => controller.abort(), 30)
    expect(await sent).toMatchObject({ kind: 'cancelled' })
    expect(await failure(send(server.url, { signal: controller.signal }))).toMatchObject({ kind: 'cancelled' })
  })

  describe('through a proxy', () => {
    it('sends the whole address, the name of the host, and the password of the proxy', async () => {
      const server = await startServer()
      const proxy = await startProxy({ hosts: { 'api.example': server.port } })
      vi.stubEnv('HTTP_PROXY', proxy.origin.replace('//', '//me:secret@'))
      const { status } = await send('http://api.example', { path: '/x?a=1', headers: [['x-two', 'a'], ['x-two', 'b']] })
      expect(status).toBe(200)
      expect(proxy.asked).toEqual(['GET http://api.example/x?a=1 HTTP/1.1'])
      expect(proxy.logins).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`])
      expect(server.seen[0]).toMatchObject({ url: '/x?a=1', headers: { host: 'api.example', 'x-two': 'a, b' } })
    })

    it('opens a tunnel for https', async () => {
      const server = await startTcpServer((socket) => socket.once('data', (data) => socket.end(data)))
      const proxy = await startProxy({ hosts: { 'api.example': server.port } })
      vi.stubEnv('HTTPS_PROXY', proxy.origin)
      const { message } = await failure(send('https://api.example'))
      expect(proxy.asked).toEqual(['CONNECT api.example:443 HTTP/1.1'])
      expect(message).toContain('The TLS connection to api.example failed')
    })

    it('tells where the proxy is not there, or opens no tunnel', async () => {
      vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1')
      vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1')
      expect(await failure(send('http://api.example'))).toMatchObject({
        message: 'No proxy listens on 127.0.0.1:1 (connection refused)',
        hint: expect.stringContaining('HTTP_PROXY'),
      })
      expect((await failure(send('https://api.example'))).message).toBe('The proxy http://127.0.0.1:1 cannot be reached (ECONNREFUSED)')
      const proxy = await startProxy({ refuse: 407 })
      vi.stubEnv('HTTPS_PROXY', proxy.origin)
      expect((await failure(send('https://api.example'))).message).toBe(
        `The proxy ${proxy.origin} opens no way to api.example:443 (status 407)`,
      )
    })
  })

  it('refuses a header that HTTP cannot carry', async () => {
    const server = await startServer()
    expect(await failure(send(server.url, { headers: [['x y', '1']] }))).toMatchObject({ kind: 'request' })
    expect(server.seen).toEqual([])
  })
})
