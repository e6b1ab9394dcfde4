import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WireAnswer } from './make-answer.ts'

/** Answers, or breaks the connection as a fault asks for. `timeout` leaves the call open until the stub stops. */
export async function sendAnswer(response: ServerResponse, { status, headers, body, delayMs, fault }: WireAnswer): Promise<void> {
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  const { socket } = response
  if (fault === 'timeout' || socket === null || socket.destroyed) return
  if (fault === 'reset') {
    socket.resetAndDestroy()
    return
  }
  if (fault === 'malformed') {
    socket.end('HTTP/1.1 two hundred\r\nthis is no header\r\n\r\n')
    return
  }
  response.statusCode = status
  response.sendDate = true
  for (const name of new Set(headers.map(([header]) => header.toLowerCase()))) {
    const lines = headers.filter(([header]) => header.toLowerCase() === name)
    const [first] = lines
    // The spelling of the user; several lines only where there are several.
    if (first !== undefined) response.setHeader(first[0], lines.length === 1 ? first[1] : lines.map(([, value]) => value))
  }
  if (!response.hasHeader('content-length') && status !== 204 && status !== 304) response.setHeader('content-length', body.length)
  response.end(body)
}
