import type { CheckResult, ReceivedResponse } from '../types.ts'
import type { KindCall } from './expect-kind.ts'
import { result } from './expect-kind.ts'

type BodyJson = { readonly value: unknown } | { readonly problem: string }

const read = new WeakMap<ReceivedResponse, BodyJson>()

/** The body as JSON, read once for all expectations of an answer. */
export function bodyJson(response: ReceivedResponse): BodyJson {
  let body = read.get(response)
  if (body === undefined) {
    try {
      body = { value: response.json() }
    } catch (error) {
      body = { problem: error instanceof Error ? error.message : String(error) }
    }
    read.set(response, body)
  }
  return body
}

export function notJson(call: KindCall, text: string, problem: string): CheckResult {
  const { contentType, sizeBytes } = call.response
  const message = sizeBytes === 0 ? 'expected JSON, got an empty body' : `expected JSON, got another body: ${problem}`
  const hint = contentType === undefined || /json/i.test(contentType) ? undefined : `The answer's content type is ${contentType}`
  return result(call, { held: false, text, message: `${call.key}: ${message}`, actual: sizeBytes === 0 ? '' : undefined, hint })
}
