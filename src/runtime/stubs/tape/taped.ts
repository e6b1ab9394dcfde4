import { parseJson } from '../../assertions/values/parse-json.ts'
import { stringifyJson } from '../../assertions/values/stringify-json.ts'
import { decodeText } from '../../http/http-response.ts'
import { redact } from '../../values/secrets.ts'
import type { StubRoute, StubWhen } from '../stub-definition.ts'
import type { StubRequest } from '../stub-request.ts'
import type { Forwarded } from './forward.ts'

/** One call and its answer as they are written to a tape, free of secrets. */
export interface Taped {
  /** The same for the same call. */
  readonly key: string
  readonly route: Omit<StubRoute, 'respond'>
  readonly answer: {
    readonly status: number
    readonly headers?: Readonly<Record<string, unknown>>
    readonly json?: unknown
    readonly text?: string
  }
}

/** Changes with each answer, or is made anew when it is replayed. */
const passing = new Set(['date', 'content-encoding', 'age', 'via', 'server-timing'])

export function taped(request: StubRequest, { answer }: Forwarded, hidden: ReadonlySet<string>): Taped {
  const key = request.method.toLowerCase()
  const path = redact(request.path)
  const when = conditions(request)
  const start = plainMethods.has(key) ? { [key]: path } : { method: request.method, path }
  const route = { ...start, ...(Object.keys(when).length > 0 && { when }) }
  const kept = answer.headers.filter(([name]) => !hidden.has(name.toLowerCase()) && !passing.has(name.toLowerCase()))
  const contentType = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return {
    key: stringifyJson(route) ?? '',
    route,
    answer: { status: answer.status, ...headersOf(kept), ...bodyOf(answer.body, contentType) },
  }
}

const plainMethods: ReadonlySet<string> = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options'])

function headersOf(lines: readonly (readonly [string, string])[]): { headers?: Record<string, unknown> } {
  if (lines.length === 0) return {}
  const names = [...new Set(lines.map(([name]) => name.toLowerCase()))].toSorted()
  const entries = names.map((name) => {
    const values = lines.filter(([header]) => header.toLowerCase() === name).map(([, value]) => redact(value))
    return [name, values.length === 1 ? values[0] : values] as const
  })
  return { headers: Object.fromEntries(entries) }
}

/** JSON stays readable. Bytes have no place in a tape, and leaving them out would replay something else. */
function bodyOf(body: Uint8Array, contentType: string | undefined): { json?: unknown; text?: string } {
  if (body.length === 0) return {}
  const text = decodeText(body, contentType)
  if (!Buffer.from(text).equals(body) && contentType?.startsWith('text/') !== true)
    throw new Error(`the answer is ${body.length} bytes of ${contentType ?? 'no type'}, and a tape holds JSON and text only`)
  if (/\bjson\b/i.test(contentType ?? '')) {
    try {
      return { json: parseJson(redact(text)) }
    } catch {
      // Says that it is JSON, and is none: replayed as it came.
    }
  }
  return { text: redact(text) }
}

function conditions(request: StubRequest): StubWhen {
  const query = Object.fromEntries([...request.query].toSorted(byName).map(([name, values]) => [name, queryCondition(values)]))
  return { ...(request.query.size > 0 && { query }), ...bodyCondition(request) }
}

/** A secret is not written; that there was a value is. */
function queryCondition(values: readonly string[]): unknown {
  if (values.some((value) => redact(value) !== value)) return { exists: true }
  return values.length === 1 ? values[0] : { equals: values }
}

function bodyCondition(request: StubRequest): StubWhen {
  if (request.body.length === 0 || /^multipart\//i.test(request.contentType ?? '')) return {}
  const text = request.text()
  const secret = redact(text) !== text
  try {
    const json = request.json()
    return secret ? { jsonLike: withoutSecrets(json) } : { json }
  } catch {
    return secret || !Buffer.from(text).equals(request.body) ? {} : { text }
  }
}

/** Parts that hold a secret are left out, and what is left is compared. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return redact(value) === value ? value : undefined
  if (Array.isArray(value)) return value.map(withoutSecrets).filter((part) => part !== undefined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      const clean = withoutSecrets(part)
      return clean === undefined ? [] : [[key, clean]]
    }),
  )
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
