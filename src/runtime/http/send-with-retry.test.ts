import { describe, expect, it } from 'vitest'
import type { Retry } from '../project/request-types.ts'
import { CookieJar } from './cookie-jar.ts'
import { prepare } from './prepared.testing.ts'
import { sendWithRetry } from './send-with-retry.ts'
import type { Sent } from './send-with-retry.ts'
import { startServer, startTcpServer } from '../../../test/support/http-server.ts'

async function send(base: string, retry: Retry | undefined, timeout = '5s'): Promise<Sent> {
  return sendWithRetry(
    { request: await prepare({ get: '/', timeout }, { base }), jar: new CookieJar(), signal: undefined, onSend: () => undefined },
    retry,
  )
}

describe('retries', () => {
  it.each<[Retry | undefined, number, number, number]>([
    [undefined, 503, 503, 1],
    [{ times: 2, delay: '1ms' }, 503, 200, 3],
    [{ times: 1, delay: '1ms' }, 503, 503, 2],
    [{ times: 2, delay: '1ms' }, 500, 500, 1],
    [{ times: 2, delay: '1ms', on: [500] }, 500, 200, 3],
    [{ times: 2, delay: '1ms', on: ['5xx'] }, 500, 200, 3],
    [{ times: 2, delay: '1ms', on: ['4xx', '429'] }, 500, 500, 1],
    [{ times: 2, delay: '1ms', on: ['429'] }, 429, 200, 3],
    [{ times: '2' as unknown as number, delay: '1ms' }, 503, 200, 3],
  ])('%o after two answers of %i gives %i in %i attempts', async (retry, status, last, attempts) => {
    const server = await startServer((_, response, count) => void response.writeHead(count <= 2 ? status : 200).end())
    const sent = await send(server.url, retry)
    expect([sent.response?.status, sent.attempts, server.seen.length]).toEqual([last, attempts, attempts])
  })

  it('goes on after a connection that was closed', async () => {
    let count = 0
    const server = await startTcpServer((socket) =>
      socket.once('data', () => (++count < 3 ? socket.destroy() : socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))),
    )
    expect(await send(server.url, { times: 3, delay: '1ms' })).toMatchObject({ response: { status: 200 }, attempts: 3 })
    count = 0
    expect(await send(server.url, { times: 3, delay: '1ms', on: ['timeout'] })).toMatchObject({
      error: { kind: 'connection' },
      attempts: 1,
    })
  })

  it('goes on after a timeout, each attempt with its own time', async () => {
    const server = await startServer((_, response, count) => void (count < 3 ? undefined : response.end()))
    expect(await send(server.url, { times: 3, delay: '1ms' }, '150ms')).toMatchObject({ response: { status: 200 }, attempts: 3 })
  })

  it('waits longer each time with a backoff', async () => {
    const times: number[] = []
    const server = await startServer((_, response) => {
      times.push(performance.now())
      response.writeHead(503).end()
    })
    await send(server.url, { times: 3, delay: '40ms', backoff: 2 })
    const pauses = times.slice(1).map((time, index) => time - times[index]!)
    expect(pauses[0]).toBeGreaterThanOrEqual(38)
    expect(pauses[1]).toBeGreaterThanOrEqual(78)
    expect(pauses[2]).toBeGreaterThanOrEqual(158)
  })
})
