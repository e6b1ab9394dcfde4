import { hasTemplate } from '../templates/parse-template.ts'

export interface MissingPart {
  /** Index in the path of the first part that is not there. */
  readonly index: number
  /** Names that are there instead; empty when the value has no parts. */
  readonly known: readonly string[]
  /** The value that has no such part. */
  readonly parent: unknown
}

/** Follows a path into known data; `undefined` when it exists, or when it leads into a `${…}` whose value nobody knows yet. */
export function missingPart(
  data: unknown,
  path: readonly (string | number)[],
  { templated }: { templated: boolean },
): MissingPart | undefined {
  let current = data
  for (const [index, part] of path.entries()) {
    if (templated && typeof current === 'string' && hasTemplate(current)) return undefined
    if (typeof current !== 'object' || current === null) return { index, known: [], parent: current }
    if (!Object.hasOwn(current, part)) {
      const known = Array.isArray(current) ? [] : Object.keys(current)
      return { index, known, parent: current }
    }
    current = (current as Record<string | number, unknown>)[part]
  }
  return undefined
}
