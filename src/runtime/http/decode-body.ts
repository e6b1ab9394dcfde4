import { promisify } from 'node:util'
import { RequestError } from './request-error.ts'

type Decode = (bytes: Uint8Array) => Promise<Buffer>

/** Undoes the content codings of an answer, the last one first. One that is not known is left as it is, as fetch does. */
export async function decodeBody(bytes: Buffer, encodings: readonly string[]): Promise<Buffer> {
  const names = encodings.flatMap((line) => line.split(',')).map((name) => name.trim().toLowerCase())
  if (bytes.length === 0 || names.length === 0) return bytes
  const decoders = await loadDecoders()
  let decoded = bytes
  for (const name of names.toReversed()) {
    const decode = decoders[name]
    if (decode === undefined) return decoded
    try {
      decoded = await decode(decoded)
    } catch (error) {
      throw new RequestError(
        'answer',
        `The answer says that it is ${name}, but cannot be decompressed: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      )
    }
  }
  return decoded
}

/** What requests may ask for: all that `decodeBody` reads. */
export const acceptEncoding = `gzip, deflate, br${'zstd' in process.versions ? ', zstd' : ''}`

let loaded: Readonly<Record<string, Decode>> | undefined

async function loadDecoders(): Promise<Readonly<Record<string, Decode>>> {
  if (loaded !== undefined) return loaded
  const zlib = await import('node:zlib')
  const zstd = (zlib as { zstdDecompress?: typeof zlib.gunzip }).zstdDecompress
  const inflate = promisify(zlib.inflate) as Decode
  const inflateRaw = promisify(zlib.inflateRaw) as Decode
  const gunzip = promisify(zlib.gunzip) as Decode
  loaded = {
    gzip: gunzip,
    'x-gzip': gunzip,
    // Some servers leave the zlib header out, against the standard.
    deflate: (bytes) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflate(bytes) : inflateRaw(bytes)),
    br: promisify(zlib.brotliDecompress) as Decode,
    identity: (bytes) => Promise.resolve(Buffer.from(bytes)),
    ...(zstd === undefined ? {} : { zstd: promisify(zstd) as Decode }),
  }
  return loaded
}
