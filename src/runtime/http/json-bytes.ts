import { stringifyJson } from '../assertions/values/stringify-json.ts'
import { isPlaceholder } from '../values/placeholder.ts'
import { RequestError } from './request-error.ts'

/** A value as the JSON that is sent; what JSON would silently leave out or distort is an error that names the place. */
export function jsonBytes(value: unknown, where: string): Buffer {
  const problem = findUnsendable(value, where)
  if (problem !== undefined) throw new RequestError('request', problem)
  return Buffer.from(stringifyJson(value) ?? 'null')
}

function findUnsendable(value: unknown, path: string): string | undefined {
  if (value === undefined) return `\`${path}\` has no value (undefined)`
  if (isPlaceholder(value)) return undefined
  if (typeof value === 'function' || typeof value === 'symbol') return `\`${path}\` is a ${typeof value}, which JSON cannot hold`
  if (typeof value === 'number' && !Number.isFinite(value)) return `\`${path}\` is ${value}, which JSON cannot hold`
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Uint8Array)
    return `\`${path}\` is ${value.length} bytes, which JSON cannot hold; use base64(…), or a fixture of kind \`base64\``
  for (const [name, part] of Object.entries(value)) {
    const problem = findUnsendable(part, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`)
    if (problem !== undefined) return problem
  }
  return undefined
}
