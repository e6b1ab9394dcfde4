import type { ReceivedCookie, ReceivedResponse } from '../assertions/types.ts'
import { parseJson } from '../assertions/values/parse-json.ts'
import { parseSetCookie } from './parse-set-cookie.ts'

interface Parts {
  readonly status: number
  readonly rawHeaders: readonly (readonly [string, string])[]
  readonly body: Uint8Array
  readonly url: string
  readonly redirects: readonly { readonly status: number; readonly location: string }[]
  readonly durationMs: number
}

/** An answer; text, JSON and cookies are read when first asked for. */
export class HttpResponse implements ReceivedResponse {
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly rawHeaders: readonly (readonly [string, string])[]
  readonly body: Uint8Array
  readonly url: string
  readonly redirects: readonly { readonly status: number; readonly location: string }[]
  readonly durationMs: number
  readonly contentType: string | undefined
  #text: string | undefined
  #json: { readonly value: unknown } | undefined
  #cookies: readonly ReceivedCookie[] | undefined

  constructor({ status, rawHeaders, body, url, redirects, durationMs }: Parts) {
    this.status = status
    this.headers = byName(rawHeaders)
    this.rawHeaders = rawHeaders
    this.body = body
    this.url = url
    this.redirects = redirects
    this.durationMs = durationMs
    this.contentType = this.headers.get('content-type')?.[0]
  }

  get sizeBytes(): number {
    return this.body.length
  }

  get cookies(): readonly ReceivedCookie[] {
    this.#cookies ??= (this.headers.get('set-cookie') ?? []).map(parseSetCookie).filter((cookie) => cookie !== undefined)
    return this.#cookies
  }

  text(): string {
    this.#text ??= decodeText(this.body, this.contentType)
    return this.#text
  }

  json(): unknown {
    this.#json ??= { value: parseJson(this.text()) }
    return this.#json.value
  }
}

export function byName(headers: readonly (readonly [string, string])[]): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const values = map.get(key)
    if (values === undefined) map.set(key, [value])
    else values.push(value)
  }
  return map
}

export function decodeText(body: Uint8Array, contentType: string | undefined): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}
