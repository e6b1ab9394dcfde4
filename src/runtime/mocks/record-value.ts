/** An argument as data, as it is at this moment: what JSON cannot hold is `{ repr }`, bytes are `{ base64 }`. */
export function recordValue(value: unknown, around: readonly object[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (typeof value === 'function') return { repr: `function ${value.name}` }
  if (typeof value !== 'object') return { repr: String(value) }
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  if (around.includes(value)) return { repr: 'itself' }
  const inside = [...around, value]
  if (Array.isArray(value)) return value.map((part) => recordValue(part, inside))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return { repr: describe(value) }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, recordValue(part, inside)]))
}

function describe(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Date' : value.toISOString()
  if (value instanceof Error) return `${value.name}: ${value.message}`
  return value.constructor.name
}
