import { parseSetCookie } from '../../runtime/http/parse-set-cookie.ts'
import { byName } from '../../runtime/http/http-response.ts'
import type { ReceivedCookie, ReceivedResponse } from '../../runtime/assertions/types.ts'
import { parseJson } from '../../runtime/assertions/values/parse-json.ts'
import { stringifyJson } from '../../runtime/assertions/values/stringify-json.ts'
import type { Exchange } from '../../runtime/report/run-result.ts'

/** An answer as the record has it; changing it is making another one. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: { readonly text: string } | { readonly json: unknown }
  /** @default the length of the body */
  readonly sizeBytes?: number
  /** @default those of the headers */
  readonly cookies?: readonly ReceivedCookie[]
  readonly durationMs: number
  readonly redirects: ReceivedResponse['redirects']
  readonly url: string
}

/** The answer of an exchange; `bodyProblem` says why its body is not what came. */
export function recordedAnswer({ request, response, durationMs, checked }: Exchange): { answer: Answer; bodyProblem?: string } | undefined {
  if (response === undefined || checked === undefined) return undefined
  const { status, headers, body } = response
  const answer: Answer = {
    status,
    headers,
    body: { text: body?.text ?? '' },
    sizeBytes: body?.bytes ?? 0,
    durationMs,
    redirects: checked.redirects,
    url: request.url,
  }
  if (body === undefined) return { answer }
  if (body.truncated) return { answer, bodyProblem: 'the record has only the beginning of the body; `--fresh` keeps up to 1 MiB' }
  const bytes = /^\(\S+ of (.*)\)$/.exec(body.text)
  return bytes !== null && bytes[1] === (body.contentType ?? 'unknown type')
    ? { answer, bodyProblem: 'the body is no text, and such bodies are not recorded' }
    : { answer }
}

/** What the checks of a run see of an answer. */
export function receive(answer: Answer): ReceivedResponse {
  const { body, headers: rawHeaders, status, durationMs, redirects, url } = answer
  const headers = byName(rawHeaders)
  const text = () => ('text' in body ? body.text : (stringifyJson(body.json) ?? ''))
  return {
    status,
    headers,
    rawHeaders,
    get body() {
      return Buffer.from(text())
    },
    text,
    json: () => ('text' in body ? parseJson(body.text) : body.json),
    url,
    redirects,
    durationMs,
    // as with the body: most checks never ask
    get sizeBytes() {
      return answer.sizeBytes ?? Buffer.byteLength(text())
    },
    cookies: answer.cookies ?? (headers.get('set-cookie') ?? []).map(parseSetCookie).filter((cookie) => cookie !== undefined),
    contentType: headers.get('content-type')?.[0],
  }
}
