/** The path of the first value that is `undefined`: something a spec named that is not there, and that would be left out silently. */
export function findUndefined(value: unknown, path = ''): string | undefined {
  if (value === undefined) return path
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined
  for (const [key, part] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    const found = findUndefined(part, at)
    if (found !== undefined) return found
  }
  return undefined
}
