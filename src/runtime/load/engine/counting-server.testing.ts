import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service that counts what it was asked. */
export class CountingServer {
  readonly server: Server
  count = 0
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; rawHeaders: string[]; body: string }[] = []

  private constructor(answer: (request: IncomingMessage, response: ServerResponse, body: string, count: number) => void, keep: boolean) {
    this.server = createServer((request, response) => {
      const own = ++this.count
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        const { method = '', url = '', headers, rawHeaders } = request
        if (keep) this.requests.push({ method, url, headers, rawHeaders, body })
        answer(request, response, body, own)
      })
    })
  }

  static async start(
    answer: (request: IncomingMessage, response: ServerResponse, body: string, count: number) => void,
    { keep = false }: { keep?: boolean } = {},
  ): Promise<CountingServer> {
    const counting = new CountingServer(answer, keep)
    await new Promise<void>((resolve) => counting.server.listen(0, '127.0.0.1', resolve))
    return counting
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
