import { appendFileSync, createReadStream, renameSync, rmSync } from 'node:fs'
import { redact } from '../values/secrets.ts'

/** Longer than any secret, where a chunk of the file holds no line end. */
const OVERLAP = 4 * 1024

/** Goes over a finished log once more, for secrets that became known after their lines had been written. */
export async function hideLateSecrets(file: string): Promise<void> {
  const clean = `${file}.clean`
  rmSync(clean, { force: true })
  let changed = false
  let part = ''
  const append = (text: string) => {
    const redacted = redact(text)
    changed ||= redacted !== text
    appendFileSync(clean, redacted)
  }
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const text = part + String(chunk)
    const end = text.lastIndexOf('\n') + 1 || Math.max(0, text.length - OVERLAP)
    append(text.slice(0, end))
    part = text.slice(end)
  }
  append(part)
  if (changed) renameSync(clean, file)
  else rmSync(clean)
}
