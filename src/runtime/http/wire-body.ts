import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** The bytes of a body, some of them still in a file. Can be sent more than once. */
export interface WireBody {
  readonly parts: readonly BodyPart[]
  readonly bytes: number
}

export type BodyPart =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number }

export function bytesBody(bytes: Buffer): WireBody {
  return { parts: [{ kind: 'bytes', bytes }], bytes: bytes.length }
}

export function joinBody(parts: readonly BodyPart[]): WireBody {
  return { parts, bytes: parts.reduce((sum, part) => sum + (part.kind === 'bytes' ? part.bytes.length : part.bytes), 0) }
}

/** For undici: bytes as they are, files as a stream, so that a big upload does not lie in memory. */
export function openBody(body: WireBody | undefined): Buffer | Readable | undefined {
  if (body === undefined) return undefined
  const [first, ...others] = body.parts
  if (first === undefined) return Buffer.alloc(0)
  if (first.kind === 'bytes' && others.length === 0) return first.bytes
  return Readable.from(readParts(body.parts), { objectMode: false })
}

async function* readParts(parts: readonly BodyPart[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    if (part.kind === 'bytes') yield part.bytes
    else yield* createReadStream(part.path) as AsyncIterable<Buffer>
  }
}

/** Up to `limit` bytes from the start, for reports. */
export function peekBody(body: WireBody, limit: number): Buffer {
  const head: Buffer[] = []
  let left = limit
  for (const part of body.parts) {
    if (left <= 0 || part.kind === 'file') break
    head.push(part.bytes.subarray(0, left))
    left -= part.bytes.length
  }
  return Buffer.concat(head)
}
