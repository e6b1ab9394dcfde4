import type { IncomingMessage } from 'node:http'
import type { ReceivedResponse } from '../assertions/types.ts'
import { parseJson } from '../assertions/values/parse-json.ts'
import { byName, decodeText } from '../http/http-response.ts'
import type { StubCallScope } from './stub-definition.ts'

/** A call that a stub got, in the form in which expectations look at answers, so that `when` has the same matchers. */
export class StubRequest implements Pick<ReceivedResponse, 'headers' | 'body' | 'contentType'> {
  readonly method: string
  /** As it came: path and query. */
  readonly target: string
  readonly path: string
  readonly query: ReadonlyMap<string, readonly string[]>
  readonly rawHeaders: readonly (readonly [string, string])[]
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly cookies: ReadonlyMap<string, string>
  readonly body: Uint8Array
  readonly contentType: string | undefined

  constructor({ method = 'GET', url = '/', rawHeaders }: IncomingMessage, body: Uint8Array) {
    this.method = method
    this.target = url
    const at = url.indexOf('?')
    this.path = at < 0 ? url : url.slice(0, at)
    this.query = valuesOf(new URLSearchParams(at < 0 ? '' : url.slice(at + 1)))
    this.rawHeaders = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
    this.headers = byName(this.rawHeaders)
    this.cookies = readCookies(this.headers.get('cookie') ?? [])
    this.body = body
    this.contentType = this.headers.get('content-type')?.[0]
  }

  text(): string {
    return decodeText(this.body, this.contentType)
  }

  json(): unknown {
    return parseJson(this.text())
  }

  /** What `${request.…}` reads; most answers read one part of it. */
  scope(): StubCallScope['request'] {
    const { method, path, query, headers, cookies } = this
    const data = () => this.#data()
    return {
      method,
      path,
      get query() {
        return single(query)
      },
      get headers() {
        return Object.fromEntries([...headers].map(([name, lines]) => [name, lines.join(', ')]))
      },
      get cookies() {
        return Object.fromEntries(cookies)
      },
      get body() {
        return data()
      },
    }
  }

  #data(): unknown {
    if (this.body.length === 0) return ''
    if (/^application\/x-www-form-urlencoded\b/i.test(this.contentType ?? '')) return single(valuesOf(new URLSearchParams(this.text())))
    try {
      return this.json()
    } catch {
      return this.text()
    }
  }
}

function valuesOf(parameters: URLSearchParams): ReadonlyMap<string, readonly string[]> {
  return new Map([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]))
}

function single(values: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]))
}

function readCookies(lines: readonly string[]): ReadonlyMap<string, string> {
  const pairs = lines.flatMap((line) => line.split(';')).map((pair) => pair.trim())
  return new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=')
      return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1).replaceAll(/^"|"$/g, '')] as const]
    }),
  )
}
