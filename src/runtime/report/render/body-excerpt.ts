import type { Body } from '../run-result.ts'
import { printable } from './printable.ts'

export interface ExcerptLimits {
  readonly lines: number
  /** @default 1024 */
  readonly characters?: number
  readonly width: number
}

/** The beginning of a body in a few lines; JSON is indented where that fits. The last line says what is left out. */
export function excerptBody(body: Body, { lines, characters = 1024, width }: ExcerptLimits): string[] {
  if (body.bytes === 0 || body.text === '') return []
  const text = printable(indented(body, lines) ?? body.text)
  const all = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(line, width, lines))
  let left = characters
  const shown: string[] = []
  for (const line of all) {
    if (shown.length === lines || left <= 0) break
    shown.push(line.length > left ? line.slice(0, left) : line)
    left -= line.length
  }
  const complete = shown.length === all.length && left >= 0 && !body.truncated
  if (complete) return shown
  return [...shown.slice(0, Math.max(1, lines - 1)), `… ${body.bytes} bytes in all`]
}

function indented(body: Body, lines: number): string | undefined {
  if (body.truncated || body.text.length > 4096 || !/^\s*[[{]/.test(body.text)) return undefined
  try {
    const text = JSON.stringify(JSON.parse(body.text), null, 2)
    // Digits that parsing would round are shown as they came.
    return text.split('\n').length <= lines && !/\d{16}/.test(body.text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Breaks a long line, never more often than `lines` times. */
function wrap(line: string, width: number, lines: number): string[] {
  if (line.length <= width) return [line]
  const parts: string[] = []
  for (let start = 0; start < line.length && parts.length <= lines; start += width) parts.push(line.slice(start, start + width))
  return parts
}
