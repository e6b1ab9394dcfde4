import { setTimeout as sleep } from 'node:timers/promises'
import type { Retry } from '../project/request-types.ts'
import type { HttpResponse } from './http-response.ts'
import { performRequest } from './perform-request.ts'
import type { Perform } from './perform-request.ts'
import { readDuration, readNumber } from './prepare-request.ts'
import { RequestError } from './request-error.ts'

export interface Sent {
  readonly response: HttpResponse | undefined
  readonly error: RequestError | undefined
  readonly attempts: number
}

/** Sends a request, again where `retry` says so; what the last attempt gave is what counts. */
export async function sendWithRetry(perform: Perform, retry: Retry | undefined): Promise<Sent> {
  const times = retry === undefined ? 0 : readNumber(retry.times, 'retry: times')
  const reasons: readonly unknown[] = retry?.on ?? ['connection', 'timeout', 502, 503, 504]
  const factor = readNumber(retry?.backoff ?? 1, 'retry: backoff')
  let delayMs = readDuration(retry?.delay ?? '200ms', 'retry: delay')
  for (let attempts = 1; ; attempts++) {
    const sent = await attempt(perform)
    if (attempts > times || !isReason(sent, reasons)) return { ...sent, attempts }
    await sleep(delayMs, undefined, { signal: perform.signal }).catch(() => undefined)
    if (perform.signal?.aborted === true) return { ...sent, attempts }
    delayMs *= factor
  }
}

async function attempt(perform: Perform): Promise<Omit<Sent, 'attempts'>> {
  try {
    return { response: await performRequest(perform), error: undefined }
  } catch (error) {
    if (error instanceof RequestError) return { response: undefined, error }
    throw error
  }
}

function isReason({ response, error }: Omit<Sent, 'attempts'>, reasons: readonly unknown[]): boolean {
  if (error !== undefined) return reasons.includes(error.kind)
  const status = String(response?.status)
  return reasons.some((reason) => String(reason) === status || reason === `${status[0]}xx`)
}
