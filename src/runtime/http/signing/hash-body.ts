import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { WireBody } from '../wire-body.ts'
import { openBody } from '../wire-body.ts'

/** The digest of a body between two texts; files are read piece by piece. */
export async function hashBody(
  body: WireBody | undefined,
  { algorithm, encoding, before = '', after = '' }: { algorithm: string; encoding: 'hex' | 'base64'; before?: string; after?: string },
): Promise<string> {
  const hash = createHash(algorithm).update(before)
  const bytes = openBody(body)
  if (bytes instanceof Readable) for await (const chunk of bytes) hash.update(chunk as Buffer)
  else if (bytes !== undefined) hash.update(bytes)
  return hash.update(after).digest(encoding)
}
