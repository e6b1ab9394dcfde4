import type { CheckContext, CheckResult, ReceivedResponse } from './types.ts'
import { checkExpectations } from './check-expectations.ts'
import { parseJson } from './values/parse-json.ts'

export interface ResponseParts {
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string | Uint8Array
  readonly json?: unknown
  readonly durationMs?: number
  readonly redirects?: ReceivedResponse['redirects']
  readonly cookies?: ReceivedResponse['cookies']
}

/** An answer as the HTTP client hands it on, for tests of expectations. */
export function receivedResponse(parts: ResponseParts = {}): ReceivedResponse {
  const headers = parts.headers ?? ('json' in parts ? [['content-type', 'application/json'] as const] : [])
  const body = Buffer.from('json' in parts ? JSON.stringify(parts.json) : (parts.body ?? ''))
  const byName = new Map<string, string[]>()
  for (const [name, value] of headers) byName.set(name.toLowerCase(), [...(byName.get(name.toLowerCase()) ?? []), value])
  return {
    status: parts.status ?? 200,
    headers: byName,
    rawHeaders: headers,
    body,
    text: () => body.toString(),
    json: () => parseJson(body.toString()),
    url: 'http://127.0.0.1:1/',
    redirects: parts.redirects ?? [],
    durationMs: parts.durationMs ?? 12,
    sizeBytes: body.byteLength,
    cookies: parts.cookies ?? [],
    contentType: byName.get('content-type')?.[0],
  }
}

export const requestPlace = { file: 'apitest.yaml', path: ['tests', 'a test'] }

/** Checks an `expect` map as it stands in YAML; `status: any` is implied, so that only what is asked for is answered. */
export async function check(
  expect: Readonly<Record<string, unknown>>,
  parts: ResponseParts,
  context: Partial<CheckContext> = {},
): Promise<CheckResult[]> {
  const expectations = Object.entries(expect).map(([key, expected]) => ({
    key,
    expected,
    place: { file: 'apitest.yaml', path: ['tests', 'a test', 'expect', key] },
  }))
  return checkExpectations(receivedResponse(parts), expectations, { folder: '/nowhere', requestPlace: undefined, ...context })
}

/** Verdicts with their messages, `✓` in front of those that held. */
export async function outcomes(
  expect: Readonly<Record<string, unknown>>,
  parts: ResponseParts,
  context: Partial<CheckContext> = {},
): Promise<string[]> {
  return (await check(expect, parts, context)).map(({ held, text, message }) => (held ? `✓ ${text}` : `✗ ${message}`))
}
