import { isMap } from './deep-equal.ts'
import { stringifyJson } from './stringify-json.ts'

/** A text that two values share exactly when they are equal. */
export function identify(value: unknown): string {
  return stringifyJson(canonical(value)) ?? 'undefined'
}

let undefinedSeen = 0

/** Keys sorted, numbers of one value in one form, and a form for everything that JSON has none for. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value instanceof Uint8Array) return `\ue000bytes ${Buffer.from(value).toString('base64')}`
  if (value === undefined) return `\ue000undefined ${undefinedSeen++}`
  if (typeof value === 'number') return canonicalNumber(value)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key])]),
  )
}

function canonicalNumber(value: number): unknown {
  if (!Number.isFinite(value)) return `\ue000${value}`
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value
}
