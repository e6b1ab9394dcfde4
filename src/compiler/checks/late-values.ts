import type { Cursor } from './cursor.ts'

/**
 * Keys of `defaults` whose values are computed for each request that does not say them itself; only these may name fixtures that are made
 * while tests run. Of all but `auth`, each entry counts for itself.
 */
export const lateKeys: readonly string[] = ['headers', 'query', 'cookies', 'auth']

/** The values under such keys of `defaults` or a service, as far as a request does not say them itself. */
export function lateValuesOf(owner: Cursor | undefined, request: Cursor, keys = lateKeys): readonly Cursor[] {
  return keys.flatMap((key) => {
    const value = owner?.get(key)
    if (value === undefined) return []
    if (key === 'auth') return request.has('auth') ? [] : [value]
    const said = new Set(
      request
        .get(key)
        ?.entries()
        .map(({ name }) => fold(key, name)),
    )
    return value.entries().filter(({ name }) => !said.has(fold(key, name)))
  })
}

/** Names of headers count in any case. */
function fold(key: string, name: string): string {
  return key === 'headers' ? name.toLowerCase() : name
}
