import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as a server saw it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export interface TestServer {
  readonly url: string
  readonly port: number
  readonly seen: Seen[]
}

export type Handler = (seen: Seen, response: ServerResponse, count: number) => void

/** A server on the loopback address that is closed with the test; without a handler it answers 200 and `{}`. */
export async function startServer(
  handler: Handler = (_, response) => void response.setHeader('content-type', 'application/json').end('{}'),
): Promise<TestServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { method = '', url = '', headers, rawHeaders } = request
        const received = { method, url, headers, rawHeaders, body: Buffer.concat(chunks) }
        seen.push(received)
        handler(received, response, seen.length)
      })
  })
  const port = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, port, seen }
}

/** A server that speaks whatever `onConnection` writes. */
export async function startTcpServer(onConnection: (socket: Socket) => void): Promise<{ url: string; port: number }> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, port }
}

function listen(server: Server | TcpServer): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}
