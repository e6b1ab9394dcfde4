import { isMap, isNumeric } from '../../runtime/assertions/values/deep-equal.ts'

/** One value of each type of JSON. */
export const samples: readonly unknown[] = ['apitest', 7, 1.5, true, null, ['apitest'], { apitest: true }]

/**
 * Other values of the same type: the neighbours of a number and of the numbers that are expected, texts and lists with less, with more,
 * with what is expected in them, and without anything. `null` has no other value, so values of other types stand for it.
 */
export function otherValues(value: unknown, hints: readonly unknown[] = []): readonly unknown[] {
  if (typeof value === 'string')
    return otherTexts(
      value,
      hints.filter((hint) => typeof hint === 'string'),
    )
  if (isNumeric(value)) return otherNumbers(value, hints.filter(isNumeric))
  if (typeof value === 'boolean') return [!value]
  if (Array.isArray(value)) return otherLists(value, hints)
  if (isMap(value)) return otherMaps(value)
  return samples.filter((sample) => sample !== value)
}

function otherTexts(text: string, hints: readonly string[]): readonly string[] {
  const around = hints.flatMap((hint) => [hint, text + hint, hint + text, `x${hint}x`])
  return unique(['apitest', '', `${text}x`, `x${text}`, text.slice(1), ...around]).filter((other) => other !== text)
}

function otherNumbers(value: number | bigint, hints: readonly (number | bigint)[]): readonly number[] {
  const near = [Number(value), ...hints.map(Number)].flatMap((number) => [number + 1, number - 1, number + 0.5, number])
  return unique([...near, 0, -1, -Number(value), Number(value) * 2, 1e12, -1e12]).filter((other) => other !== Number(value))
}

function otherLists(list: readonly unknown[], hints: readonly unknown[]): readonly unknown[][] {
  const [first = 'apitest', ...rest] = list
  const others = hints.flatMap((hint) => [[...list, hint], list.filter((item) => item !== hint)])
  return [[], rest, [...list, first], [...list, 'apitest'], ...(list.length === 0 ? [] : [[otherValues(first)[0], ...rest]]), ...others]
}

function otherMaps(map: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  const [key] = Object.keys(map)
  const more = { ...map, apitest: true }
  if (key === undefined) return [more]
  const { [key]: first, ...rest } = map
  return [{}, rest, more, { ...map, [key]: otherValues(first)[0] }]
}

/** The value with another number of characters, elements or keys. */
export function resized(value: unknown, length: number): unknown {
  if (typeof value === 'string') return [...value, ...'x'.repeat(Math.max(0, length - value.length))].slice(0, length).join('')
  const filled = (items: readonly unknown[], make: (index: number) => unknown) =>
    Array.from({ length }, (_, index) => (index < items.length ? items[index] : make(index)))
  if (Array.isArray(value)) return filled(value, (index) => value[index % Math.max(1, value.length)] ?? index)
  return isMap(value)
    ? Object.fromEntries(filled(Object.entries(value), (index) => [`apitest${index}`, index]) as [string, unknown][])
    : value
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)]
}
