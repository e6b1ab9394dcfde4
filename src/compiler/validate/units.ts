/** How a bare number may have been meant, told by the schema's words for the value. */
const UNITS: readonly (readonly [help: RegExp, proposals: (number: string) => readonly string[]])[] = [
  [/^Write a duration/, (number) => (Number(number) < 100 ? [`${number}s`, `${number}ms`] : [`${number}ms`, `${number}s`])],
  [/^Write a size/, (number) => [`${number}B`, `${number}KiB`, `${number}MiB`]],
  [/^Write bytes for each request/, (number) => [`${number}B/request`]],
  [/^Write a rate/, (number) => [`${number}/s`, `${number}/m`]],
  [/^Write a share/, (number) => [`${number}%`]],
]

/** What to write instead of a bare number where a unit is needed; undefined where none is, or where the value is no bare number. */
export function withUnits(help: string | undefined, value: unknown): readonly string[] | undefined {
  const number = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  if (help === undefined || !/^\d+(\.\d+)?$/.test(number)) return undefined
  return UNITS.find(([words]) => words.test(help))?.[1](number)
}
