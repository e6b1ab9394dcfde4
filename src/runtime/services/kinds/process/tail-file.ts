import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

export interface Tail {
  /** Reads what has come since. */
  poll(): void
  close(): void
}

const INTERVAL_MS = 50
const CHUNK_BYTES = 64 * 1024

/** Hands on what is appended to a file, soon after it was written. */
export function tailFile(file: string, onText: (text: string) => void): Tail {
  const descriptor = openSync(file, 'r')
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.alloc(CHUNK_BYTES)
  let open = true
  const poll = () => {
    if (!open) return
    for (let bytes = readSync(descriptor, buffer); bytes > 0; bytes = readSync(descriptor, buffer))
      onText(decoder.write(buffer.subarray(0, bytes)))
  }
  const timer = setInterval(poll, INTERVAL_MS).unref()
  return {
    poll,
    close() {
      if (!open) return
      clearInterval(timer)
      open = false
      closeSync(descriptor)
    },
  }
}
