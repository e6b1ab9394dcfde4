import { createSecureServer } from 'node:http2'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../../../../test/support/proxy-server.ts'
import type { ProxyServer } from '../../../../test/support/proxy-server.ts'
import { selfSigned } from '../../../../test/support/self-signed.ts'
import type { Certificate } from '../../../../test/support/self-signed.ts'
import type { RequestEncoder } from '../program/request-encoder.ts'
import { H1Transport } from './h1-transport.ts'
import type { Connection, Receiver, Transport, TransportError } from './transport.ts'
import { UndiciTransport } from './undici-transport.ts'

interface Got {
  readonly status?: number
  readonly body?: string
  readonly error?: TransportError
}

/** A connection as the server holds it. */
interface Peer {
  write(text: string, encoding?: 'latin1'): unknown
  end(text?: string): unknown
  reset(): unknown
  pause(): unknown
}

interface RawServer {
  readonly port: number
  readonly peers: readonly Peer[]
  close(): Promise<void>
}

let certificate: Certificate

beforeAll(() => {
  certificate = selfSigned()
})

type Answering = (request: string, peer: Peer, count: number) => void

/** A server that answers with these bytes, in pieces of one write each. */
async function serveRaw(answer: Answering, { tls }: { tls: boolean }): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const peers: Peer[] = []
  let count = 0
  const server = createServer({ noDelay: true }, (plain) => {
    const socket = tls ? new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(certificate) }) : plain
    const peer: Peer = {
      write: (text, encoding) => socket.write(text, encoding),
      end: (text = '') => socket.end(text),
      reset: () => plain.resetAndDestroy(),
      pause: () => socket.pause(),
    }
    sockets.add(plain)
    peers.push(peer)
    socket.on('error', () => undefined)
    plain.on('error', () => undefined)
    socket.on('data', (data) => answer(data.toString('latin1'), peer, ++count))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  return { port: (server.address() as AddressInfo).port, peers, close }
}

const encoder: RequestEncoder = {
  ownCookies: new Set(),
  path: () => '/x',
  encode: () => 'GET /x HTTP/1.1\r\nhost: localhost\r\n\r\n',
  parts: () => ({ path: '/x', headers: [], body: undefined }),
}

class Client implements Receiver {
  readonly connection: Connection
  #resolve: (got: Got) => void = () => undefined

  constructor(transport: Transport, origin: string) {
    this.connection = transport.connect(origin, this)
    onTestFinished(() => this.connection.close())
  }

  answered(answer: { status: number; body: Buffer }): void {
    this.#resolve({ status: answer.status, body: answer.body.toString() })
  }

  failed(error: TransportError): void {
    this.#resolve({ error })
  }

  ask(method = 'GET'): Promise<Got> {
    return new Promise((resolve) => {
      this.#resolve = resolve
      const own: RequestEncoder = { ...encoder, encode: () => `${method} /x HTTP/1.1\r\nhost: localhost\r\n\r\n` }
      this.connection.send({ method, encoder: own, values: { cells: [], row: undefined }, cookies: '', needsBody: true })
    })
  }
}

/** Something that happens once, to be waited for. */
function occasion(): [happened: Promise<void>, happen: () => void] {
  const made: { happen?: () => void } = {}
  const happened = new Promise<void>((resolve) => (made.happen = resolve))
  return [happened, () => made.happen?.()]
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function writeSplit(socket: Peer, text: string, at: number): Promise<void> {
  socket.write(text.slice(0, at), 'latin1')
  await wait(2)
  socket.write(text.slice(at), 'latin1')
}

const early = 'HTTP/1.1 100 Continue\r\n\r\n'

const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n5;ext=1\r\nhello\r\n1\r\n \r\nA\r\nworld12345\r\n0\r\nTrailer: t\r\n\r\n'

/** How a transport reaches the server of a test. */
interface Way {
  readonly name: string
  readonly tls?: boolean
  readonly proxy?: boolean
  create(proxy: ProxyServer | undefined): Transport
}

const through = (proxy: ProxyServer | undefined) => ({
  ca: certificate.cert,
  proxyOf: () => (proxy === undefined ? undefined : { origin: proxy.origin, authorization: undefined }),
})

const ways: readonly Way[] = [
  { name: 'h1', create: () => new H1Transport() },
  { name: 'undici', create: () => new UndiciTransport() },
  { name: 'undici with TLS', tls: true, create: (proxy) => new UndiciTransport(through(proxy)) },
  { name: 'undici through a proxy', proxy: true, create: (proxy) => new UndiciTransport(through(proxy)) },
  { name: 'undici with TLS through a proxy', tls: true, proxy: true, create: (proxy) => new UndiciTransport(through(proxy)) },
]

describe.each(ways)('the transport $name', ({ name, tls = false, proxy: proxied = false, create: createWith }) => {
  const isUndici = name !== 'h1'
  let proxy: ProxyServer | undefined
  let server: RawServer
  const create = (): Transport => createWith(proxy)

  async function serve(answer: Answering): Promise<string> {
    server = await serveRaw(answer, { tls })
    proxy = proxied ? await startProxy() : undefined
    return `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`
  }

  test('reads an answer with content-length, and goes on with the same connection', async () => {
    const origin = await serve((_, socket, count) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n0${count}`))
    const transport = create()
    const client = new Client(transport, origin)
    expect(await client.ask()).toEqual({ status: 200, body: '01' })
    expect(await client.ask()).toEqual({ status: 200, body: '02' })
    expect(await client.ask()).toEqual({ status: 200, body: '03' })
    expect(transport.counts.connects).toBe(1)
  })

  test('reads chunks, split at every byte', async () => {
    let at = 1
    // Undici takes 100 Continue that nobody asked for as a broken answer.
    const bytes = isUndici ? chunked : early + chunked
    const origin = await serve((_, socket) => void writeSplit(socket, bytes, at++))
    const client = new Client(create(), origin)
    while (at < bytes.length) expect(await client.ask(), `split at ${at - 1}`).toEqual({ status: 200, body: 'hello world12345' })
  })

  test('reads chunks byte by byte', async () => {
    const origin = await serve(async (_, socket) => {
      for (const character of chunked) {
        socket.write(character, 'latin1')
        await new Promise(setImmediate)
      }
    })
    expect(await new Client(create(), origin).ask()).toEqual({ status: 200, body: 'hello world12345' })
  })

  test.each([204, 304])('takes %i as an answer without a body, whatever the head says', async (status) => {
    // The length that a 304 may name is a mismatch to undici.
    const length = !isUndici && status === 304 ? 'Content-Length: 10\r\n' : ''
    const origin = await serve((_, socket) => socket.write(`HTTP/1.1 ${status} X\r\n${length}\r\n`))
    const client = new Client(create(), origin)
    expect(await client.ask()).toEqual({ status, body: '' })
    expect(await client.ask()).toEqual({ status, body: '' })
  })

  test('expects no body after HEAD', async () => {
    const origin = await serve((_, socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'))
    const client = new Client(create(), origin)
    expect(await client.ask('HEAD')).toEqual({ status: 200, body: '' })
    expect(await client.ask('HEAD')).toEqual({ status: 200, body: '' })
  })

  test('reads until the connection closes where no length is given, and connects again', async () => {
    const origin = await serve((_, socket) => void (socket.write('HTTP/1.1 200 OK\r\n\r\nall '), setTimeout(() => socket.end('of it'), 10)))
    const transport = create()
    const client = new Client(transport, origin)
    expect(await client.ask()).toEqual({ status: 200, body: 'all of it' })
    expect(await client.ask()).toEqual({ status: 200, body: 'all of it' })
    expect(transport.counts.connects).toBe(2)
  })

  test('connects again after connection: close', async () => {
    const origin = await serve((_, socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'))
    const transport = create()
    const client = new Client(transport, origin)
    for (let turn = 0; turn < 3; turn++) expect(await client.ask()).toEqual({ status: 200, body: 'ok' })
    expect(transport.counts.connects).toBe(3)
  })

  test('keeps a body of a megabyte together', async () => {
    const origin = await serve((_, socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1e6)}`))
    const { body } = await new Client(create(), origin).ask()
    expect(body).toBe('x'.repeat(1e6))
  })

  test.each([
    ['is no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['has no status', 'HTTP/1.1 OK\r\n\r\n'],
    ['has a line that is no header', 'HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 0\r\n\r\n'],
    ['has a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['has a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['has chunks without sizes', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n'],
    ['has headers without end', `HTTP/1.1 200 OK\r\n${'X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(3000)}`],
  ])('counts an answer that %s as a broken one, and lives on', async (_, bytes) => {
    const origin = await serve((_request, socket, count) => socket.write(count === 1 ? bytes : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
    const client = new Client(create(), origin)
    const got = await client.ask()
    expect(got.error?.kind).toBe('protocol')
    expect(await client.ask()).toEqual({ status: 200, body: 'ok' })
  })

  test.skipIf(isUndici)('counts bytes behind the end of an answer as a broken one', async () => {
    const origin = await serve((_, socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokok'))
    expect((await new Client(create(), origin).ask()).error).toMatchObject({ kind: 'protocol' })
  })

  test.each([
    ['before the answer', ''],
    ['in the head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal'],
  ])('fails when the connection is closed %s', async (_, bytes) => {
    const origin = await serve((_request, socket) => socket.end(bytes))
    expect((await new Client(create(), origin).ask()).error?.kind).toBe('connection')
  })

  test('fails when the connection is reset', async () => {
    const origin = await serve((_, socket) => socket.reset())
    expect((await new Client(create(), origin).ask()).error?.kind).toBe('connection')
  })

  test('fails when nothing listens', async () => {
    const origin = await serve(() => undefined)
    await server.close()
    const client = new Client(create(), origin)
    expect((await client.ask()).error).toMatchObject({ kind: 'connection' })
    expect((await client.ask()).error).toMatchObject({ kind: 'connection' })
  })

  test('says nothing more of a request that was cancelled, and takes the next', async () => {
    const [seen, saw] = occasion()
    const origin = await serve((_, socket, count) =>
      count === 1 ? saw() : socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    )
    const client = new Client(create(), origin)
    const first = client.ask()
    await seen
    client.connection.cancel()
    expect(await client.ask()).toEqual({ status: 200, body: 'ok' })
    expect(await Promise.race([first, wait(20).then(() => 'silent')])).toBe('silent')
  })
})

const answerAndPause: Answering = (_, peer, count) => {
  peer.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${count}`)
  if (count === 1) peer.pause()
}

test('h1 sends again what a server has not seen, because it closed the idle connection meanwhile', async () => {
  const { port, peers } = await serveRaw(answerAndPause, { tls: false })
  const origin = `http://127.0.0.1:${port}`
  const transport = new H1Transport()
  const client = new Client(transport, origin)
  expect(await client.ask()).toEqual({ status: 200, body: '1' })
  await wait(1050)
  const second = client.ask()
  for (const peer of peers) peer.reset()
  expect(await second).toEqual({ status: 200, body: '2' })
  expect(transport.counts.connects).toBe(2)
})

describe('undici, where the server offers HTTP/2,', () => {
  test.each([
    ['directly', false],
    ['through a tunnel of a proxy', true],
  ])('speaks it, %s, with one connection for each user', async (_, proxied) => {
    const versions: string[] = []
    const server = createSecureServer(certificate, (request, response) => {
      versions.push(request.httpVersion)
      response.end(`answer ${versions.length}`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const proxy = proxied ? await startProxy() : undefined
    const transport = new UndiciTransport(through(proxy))
    const client = new Client(transport, `https://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await client.ask()).toEqual({ status: 200, body: 'answer 1' })
    expect(await client.ask()).toEqual({ status: 200, body: 'answer 2' })
    expect(versions).toEqual(['2.0', '2.0'])
    expect(transport.counts.connects).toBe(1)
    client.connection.close()
  })
})

async function askedThreeTimes({ tls }: { tls: boolean }): Promise<string[]> {
  const { port } = await serveRaw((_, peer) => peer.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), { tls })
  const proxy = await startProxy()
  const client = new Client(new UndiciTransport(through(proxy)), `${tls ? 'https' : 'http'}://127.0.0.1:${port}`)
  for (let turn = 0; turn < 3; turn++) expect(await client.ask()).toEqual({ status: 200, body: 'ok' })
  return proxy.asked.map((line) => line.replace(String(port), 'PORT'))
}

test('a proxy is asked once for each request for http, and once for each connection for https', async () => {
  expect(await askedThreeTimes({ tls: false })).toEqual(Array.from({ length: 3 }, () => 'GET http://127.0.0.1:PORT/x HTTP/1.1'))
  expect(await askedThreeTimes({ tls: true })).toEqual(['CONNECT 127.0.0.1:PORT HTTP/1.1'])
})
