import type { Readable, Writable } from 'node:stream'
import { UsageError } from '../usage-error.ts'

/** A message of JSON-RPC 2.0: a request has `id` and `method`, a notification only `method`, an answer only `id`. */
export interface Message {
  readonly id?: number | string | null
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

const HEADER_END = '\r\n\r\n'

/** The messages of a stream, each behind a header that says its length in bytes. Ends with the stream. */
export async function* readMessages(input: Readable): AsyncGenerator<Message> {
  let received = Buffer.alloc(0)
  for await (const chunk of input) {
    received = Buffer.concat([received, chunk as Buffer])
    for (;;) {
      const end = received.indexOf(HEADER_END)
      if (end < 0) break
      const length = Number(/^content-length: *(\d+)/im.exec(received.toString('latin1', 0, end))?.[1])
      if (!Number.isSafeInteger(length)) throw notAnEditor()
      const start = end + HEADER_END.length
      if (received.length < start + length) break
      const text = received.toString('utf8', start, start + length)
      received = received.subarray(start + length)
      yield JSON.parse(text) as Message
    }
  }
}

function notAnEditor(): UsageError {
  return new UsageError(
    '`apitest lsp` is spoken to by an editor, and what came is no message of one',
    'docs/editors.md says how to set an editor up',
  )
}

export function writeMessage(output: Writable, message: Message): void {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message })
  output.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`)
}
