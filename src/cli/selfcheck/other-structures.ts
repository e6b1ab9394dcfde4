import { isMap } from '../../runtime/assertions/values/deep-equal.ts'
import { otherValues, samples } from './other-values.ts'

const most = 150

/** For schemas and whole bodies: every part of the value left out, of another type, with another value; and values of other types. */
export function otherStructures(value: unknown): readonly unknown[] {
  return [...samples, ...otherValues(value), ...changedParts(value)]
}

function changedParts(value: unknown): readonly unknown[] {
  return pathsOf(value).flatMap((path) => [
    withValue(value, path, undefined),
    ...samples.map((sample) => withValue(value, path, sample)),
    ...otherValues(valueAt(value, path)).map((other) => withValue(value, path, other)),
  ])
}

type Path = readonly (string | number)[]

function pathsOf(value: unknown): readonly Path[] {
  const found: Path[] = []
  const queue: { value: unknown; path: Path }[] = [{ value, path: [] }]
  for (let next = queue.shift(); next !== undefined && found.length < most; next = queue.shift()) {
    const { path } = next
    if (path.length > 0) found.push(path)
    if (Array.isArray(next.value)) queue.push(...next.value.map((item: unknown, index) => ({ value: item, path: [...path, index] })))
    else if (isMap(next.value)) queue.push(...Object.entries(next.value).map(([key, item]) => ({ value: item, path: [...path, key] })))
  }
  return found
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], value)
}

/** A copy with another value at a path; `undefined` leaves the key or element out. */
export function withValue(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other
  if (Array.isArray(value)) {
    if (rest.length === 0 && other === undefined) return value.toSpliced(Number(key), 1)
    return value.with(Number(key), withValue(value[Number(key)], rest, other))
  }
  if (!isMap(value)) return value
  const { [key]: part, ...others } = value
  return rest.length === 0 && other === undefined ? others : { ...value, [key]: withValue(part, rest, other) }
}
