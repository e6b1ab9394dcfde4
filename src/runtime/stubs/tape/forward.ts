import { request as send } from 'undici'
import type { WireAnswer } from '../make-answer.ts'
import type { StubRequest } from '../stub-request.ts'

export interface Forwarded {
  /** For the service that asked. */
  readonly answer: WireAnswer
}

/** Of one connection only, or for the encodings that a tape does without. */
const ownHeaders = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host content-length accept-encoding expect'.split(
    ' ',
  ),
)

/** Headers that say nothing about the answer once it lies on a tape. */
function isOwnHeader(name: string): boolean {
  return ownHeaders.has(name.toLowerCase())
}

/** Sends a call on to the real API. */
export async function forward(request: StubRequest, target: string): Promise<Forwarded> {
  const headers: string[] = []
  for (const [name, value] of request.rawHeaders) if (!isOwnHeader(name)) headers.push(name, value)
  headers.push('accept-encoding', 'identity')
  const response = await send(`${target.replace(/\/+$/, '')}${request.target}`, {
    method: request.method as 'GET',
    headers,
    body: request.body.length === 0 ? null : request.body,
    headersTimeout: 60_000,
  })
  const body = new Uint8Array(await response.body.arrayBuffer())
  const lines = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined || isOwnHeader(name) ? [] : [value].flat().map((line) => [name, line] as const),
  )
  return { answer: { status: response.statusCode, headers: lines, body, delayMs: 0, fault: undefined } }
}
