import type { PreparedRequest } from '../http/prepare-request.ts'
import type { WireRequest } from '../http/send-once.ts'
import { peekBody } from '../http/wire-body.ts'

/** A request as it went out, as far as a contract can speak of it. */
export interface SentCall {
  readonly method: string
  /** Without query, still encoded. */
  readonly path: string
  readonly query: string
  /** Values by lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  /** Paths that the service's address puts before those of the document. */
  readonly bases: readonly string[]
  readonly hasBody: boolean
  /** The whole body where it lies in memory; a file is not read again. */
  readonly text: () => string | undefined
  /** Names of a multipart body's fields. */
  readonly fields: readonly string[] | undefined
}

const longestBody = 16 * 1024 * 1024

export function sentCall(wire: WireRequest, request: PreparedRequest, bases: readonly string[]): SentCall {
  const at = wire.path.indexOf('?')
  return {
    method: wire.method,
    path: at < 0 ? wire.path : wire.path.slice(0, at),
    query: at < 0 ? '' : wire.path.slice(at + 1),
    headers: new Map(wire.headers.map(([name, value]) => [name.toLowerCase(), value])),
    bases,
    hasBody: wire.body !== undefined && wire.body.bytes > 0,
    text: () => {
      const { body } = wire
      if (body === undefined || body.bytes > longestBody || body.parts.some(({ kind }) => kind === 'file')) return undefined
      return peekBody(body, longestBody).toString()
    },
    fields: request.body?.fields?.map(({ name }) => name),
  }
}
