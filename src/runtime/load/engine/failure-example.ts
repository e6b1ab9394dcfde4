import { redact } from '../../values/secrets.ts'
import type { Answer } from '../program/answer.ts'
import type { CompiledStep, Values } from '../program/load-program.ts'

/** Enough to understand a failure; the rest is in the service's log. */
const shownBytes = 2048

export function describeRequest(step: CompiledStep, values: Values, cookies: string): string {
  const bytes = step.encoder?.encode(values, cookies)
  const text = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1').toString() : (bytes?.toString() ?? `${step.method} ${step.origin}`)
  return redact(cut(text))
}

/** Head and body as they came. */
export function describeAnswer({ head, body, encoded }: Answer): string {
  const content = encoded ? `(${body.length} bytes, compressed)` : body.toString('utf8', 0, shownBytes)
  return redact(cut(`${head}\r\n\r\n${content}`))
}

function cut(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').trimEnd()
  return lines.length > shownBytes ? `${lines.slice(0, shownBytes)}…` : lines
}
