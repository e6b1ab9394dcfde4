/**
 * Equality of JSON data: the order of keys is irrelevant, the order of arrays is not, and no value is converted
 * (`1` is not `"1"`, `null` is not absent). Numbers are compared by their mathematical value, so `-0` is `0`, `1.0` is `1`, and a
 * bigint equals a number only when the number is exactly it: 9007199254740993 never equals its neighbour. `NaN` equals itself.
 * `undefined` equals nothing, not even itself: an expected value that could not be computed must not pass.
 */
export function deepEqual(expected: unknown, actual: unknown): boolean {
  if (expected === undefined || actual === undefined) return false
  if (expected === actual) return true
  if (typeof expected === 'number' && typeof actual === 'number') return Number.isNaN(expected) && Number.isNaN(actual)
  // oxlint-disable-next-line eqeqeq -- `==` between a bigint and a number compares their exact values
  if (isNumeric(expected) && isNumeric(actual)) return expected == actual
  if (Array.isArray(expected)) return Array.isArray(actual) && equalLists(expected, actual)
  if (expected instanceof Uint8Array) return actual instanceof Uint8Array && Buffer.compare(expected, actual) === 0
  return isMap(expected) && isMap(actual) && equalMaps(expected, actual)
}

export function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** An object of JSON: neither a list nor bytes. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function equalLists(expected: readonly unknown[], actual: readonly unknown[]): boolean {
  return expected.length === actual.length && expected.every((item, index) => deepEqual(item, actual[index]))
}

function equalMaps(expected: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(expected)
  return (
    keys.length === Object.keys(actual).length && keys.every((key) => Object.hasOwn(actual, key) && deepEqual(expected[key], actual[key]))
  )
}
