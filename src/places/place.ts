/** A key path inside one YAML file of the user, such as `tests › health check › expect › status`. */
export interface Place {
  /** Path of the file relative to the project's folder, with forward slashes. */
  readonly file: string
  readonly path: readonly (string | number)[]
}

/** Writes a place as `apitest.yaml#/tests/health check/expect/status` (a JSON Pointer, RFC 6901, behind the file name). */
export function formatPlace(place: Place): string {
  return `${place.file}#${place.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

/** Reads what `formatPlace` writes; numbers in the pointer stay text, `locate` treats both alike. */
export function parsePlace(text: string): Place {
  const hash = text.indexOf('#')
  const file = hash < 0 ? text : text.slice(0, hash)
  const pointer = hash < 0 ? '' : text.slice(hash + 1)
  const path = pointer.split('/').slice(1)
  return { file, path: path.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')) }
}
