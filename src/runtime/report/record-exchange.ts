import type { CheckResult, ReceivedResponse, SourcedExpectation } from '../assertions/types.ts'
import { formatSize } from '../assertions/values/units.ts'
import type { BuiltBody } from '../http/build-body.ts'
import type { PreparedRequest } from '../http/prepare-request.ts'
import type { WireRequest } from '../http/send-once.ts'
import { peekBody } from '../http/wire-body.ts'
import type { CalledOperation } from '../openapi/coverage.ts'
import type { CheckRecord } from '../session/checks.ts'
import { redact } from '../values/secrets.ts'
import { checkedAnswer } from './checked-answer.ts'
import { curlCommand } from './curl.ts'
import type { Body, Exchange } from './run-result.ts'

/** What is kept of one request until the test is over. */
export interface SentExchange {
  readonly name: string | undefined
  readonly service: string | undefined
  readonly startedAt: Date
  readonly durationMs: number
  readonly request: PreparedRequest
  /** The first request as it went out; not there when credentials could not be had. */
  readonly sent: WireRequest | undefined
  readonly response: ReceivedResponse | undefined
  readonly error: string | undefined
  readonly results: readonly CheckResult[]
  readonly expectations: readonly SourcedExpectation[]
  readonly attempts: number
  /** The test that it belongs to, in a project with a session. */
  readonly item?: string
  /** Of the project's OpenAPI document. */
  readonly openapi?: CalledOperation
  readonly checks?: readonly CheckRecord[]
  /** What ended scripts, or the list of checks, early. */
  readonly mistakes?: readonly string[]
}

/** Bodies are cut here. */
const longestText = () => (process.env['APITEST_WHOLE_BODIES'] === '1' ? longestRedacted : 16 * 1024)

/** Turns an exchange into what reports show; no secret is left in it. */
export function recordExchange(exchange: SentExchange): Exchange {
  const { name, service, startedAt, durationMs, request, response, error, results, expectations, attempts } = exchange
  const sent = exchange.sent ?? { method: request.method, ...request.target, headers: request.headers, body: request.body?.body }
  return {
    name: name === undefined ? undefined : redact(name),
    service,
    startedAt: startedAt.toISOString(),
    durationMs,
    request: {
      method: sent.method,
      url: redact(`${sent.origin}${sent.path}`),
      headers: redactHeaders(sent.headers),
      body: requestBody(sent, request.body),
    },
    response: response && { status: response.status, headers: redactHeaders(response.rawHeaders), body: responseBody(response) },
    error: error === undefined ? undefined : redact(error),
    curl: curlCommand({ request, sent, followed: (response?.redirects.length ?? 0) > 0 }),
    expectations: results.map(({ text, held }) => ({ text: redact(text), held })),
    attempts,
    ...(exchange.openapi !== undefined && { openapi: exchange.openapi }),
    ...(exchange.item !== undefined && { item: exchange.item }),
    ...(exchange.checks !== undefined && {
      checks: exchange.checks.map(({ name, state, message }) => ({
        name: redact(name),
        state,
        ...(message !== undefined && { message: redact(message) }),
      })),
    }),
    ...(exchange.mistakes !== undefined && exchange.mistakes.length > 0 && { mistakes: exchange.mistakes.map(redact) }),
    ...(response && { checked: checkedAnswer({ response, expectations, timeoutMs: request.timeoutMs }) }),
  }
}

function redactHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers.map(([name, value]) => [name, redact(value)])
}

function requestBody(sent: WireRequest, built: BuiltBody | undefined): Body | undefined {
  if (sent.body === undefined) return undefined
  const contentType = sent.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const { bytes } = sent.body
  if (built?.fields !== undefined) {
    const lines = built.fields.map(({ name, content, file, contentType: type }) => {
      const size = content.kind === 'bytes' ? content.bytes.length : content.bytes
      const text = content.kind === 'bytes' && file === undefined ? textOf(content.bytes, type) : undefined
      return `${name}: ${text ?? `${file === undefined ? '' : `@${file} `}(${formatSize(size)}${type === undefined ? '' : ` of ${type}`})`}`
    })
    return cutBody(lines.join('\n'), { bytes, contentType })
  }
  if (built?.file !== undefined) return { text: `@${built.file}`, bytes, contentType, truncated: false }
  const head = peekBody(sent.body, longestRedacted)
  return cutBody(textOf(head, contentType) ?? `(${formatSize(bytes)} of ${contentType ?? 'unknown type'})`, { bytes, contentType })
}

function responseBody(response: ReceivedResponse): Body | undefined {
  const { contentType, sizeBytes } = response
  if (sizeBytes === 0) return undefined
  const text =
    textOf(response.body, contentType) === undefined ? `(${formatSize(sizeBytes)} of ${contentType ?? 'unknown type'})` : response.text()
  return cutBody(text, { bytes: sizeBytes, contentType })
}

/** Redacted before it is cut, since half a secret would not be recognised. */
function cutBody(text: string, { bytes, contentType }: { bytes: number; contentType: string | undefined }): Body {
  const clean = redact(text.length > longestRedacted ? text.slice(0, longestRedacted) : text)
  const longest = longestText()
  const truncated = clean.length > longest || text.length > longestRedacted
  return { text: truncated ? clean.slice(0, longest) : clean, bytes, contentType, truncated }
}

const longestRedacted = 1024 * 1024

/** `undefined` for bytes that are no text. */
function textOf(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  if (/^(?:image|audio|video|font)\/(?!svg)|octet-stream|pdf|zip|protobuf/i.test(contentType ?? '')) return undefined
  const head = bytes.subarray(0, longestRedacted)
  return head.subarray(0, 1024).includes(0) ? undefined : Buffer.from(head).toString()
}
