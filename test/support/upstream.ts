import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Upstream {
  readonly url: string
  /** `GET /api/count key`, one line a call. */
  readonly seen: string[]
  close(): Promise<void>
}

/** An API that counts, and echoes what it is sent. */
export function requestListener(): (seen: string[]) => RequestListener {
  let count = 0
  return (seen) => (request, response) => {
    void read(request).then((body) => {
      seen.push(`${request.method} ${request.url?.split('?')[0]} ${request.headers.authorization ?? ''}`)
      const isPost = request.method === 'POST'
      const headers = isPost ? {} : { etag: 'v1', 'set-cookie': 'sid=secret-cookie' }
      response.writeHead(isPost ? 201 : 200, { 'content-type': 'application/json', ...headers })
      response.end(isPost ? `{"got":${body}}` : `{"n":${++count}}`)
    })
  }
}

export async function startServer(listener: (seen: string[]) => RequestListener): Promise<Upstream> {
  const seen: string[] = []
  const server = createServer(listener(seen))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => void (server.close(() => resolve()), server.closeAllConnections()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
