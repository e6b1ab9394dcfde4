import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { ServiceAddress } from '../services/service-definition.ts'
import type { Reach } from '../services/service-kind.ts'

/** Services on this machine. */
export const loopback: Reach = { bind: '127.0.0.1', host: '127.0.0.1' }

export type StubHandler = (request: IncomingMessage, response: ServerResponse, body: Uint8Array) => Promise<void>

/** Listens on as many addresses as its callers need, on free ports. */
export class StubServer {
  readonly #handler: StubHandler
  readonly #open = new Map<string, Promise<{ server: Server; port: number }>>()

  constructor(handler: StubHandler) {
    this.#handler = handler
  }

  async listen({ bind, host }: Reach): Promise<ServiceAddress> {
    const opening = this.#open.get(bind) ?? listenOn(bind, this.#handler)
    this.#open.set(bind, opening)
    const { port } = await opening
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, host, port }
  }

  async close(): Promise<void> {
    const opened = await Promise.all([...this.#open.values()].map((opening) => opening.catch(() => undefined)))
    this.#open.clear()
    for (const server of opened.flatMap((one) => one?.server ?? [])) {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    }
  }
}

function listenOn(bind: string, handler: StubHandler): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    void serveCall(handler, request, response)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, bind, () => {
      const address = server.address()
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 })
    })
  })
}

async function serveCall(handler: StubHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk as Uint8Array)
    await handler(request, response, Buffer.concat(chunks))
  } catch {
    // The caller has gone away.
    response.destroy()
  }
}
