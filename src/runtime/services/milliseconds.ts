import { parseDuration } from '../assertions/values/units.ts'

/** A duration of a definition. The compiler has checked the spelling; a hand-written project may still be wrong. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const parsed = parseDuration(text)
  if (parsed === undefined) throw new TypeError(`\`${text}\` is no duration; write it as 500ms, 3s or 1m`)
  return parsed
}
