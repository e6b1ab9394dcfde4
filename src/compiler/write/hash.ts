import { createHash } from 'node:crypto'

/** SHA-256 of a generated text. Line ends count as `\n`, because git may check files out with others. */
export function hashText(text: string): string {
  return createHash('sha256')
    .update(text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text)
    .digest('hex')
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
