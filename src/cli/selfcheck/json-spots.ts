import { compileJsonPath } from '../../runtime/assertions/json-path-query.ts'
import type { Selected } from '../../runtime/assertions/json-path-query.ts'
import { isMap } from '../../runtime/assertions/values/deep-equal.ts'
import type { Answer } from './answer.ts'
import { withValue } from './other-structures.ts'
import { at } from './split-expectation.ts'
import type { Spot } from './spot.ts'

/** The whole body. */
export function bodySpot(answer: Answer, json: unknown): Spot {
  return { values: [json], put: ([other]) => (other === undefined ? undefined : withBody(answer, other)) }
}

/** What a JSONPath selects. */
export function jsonPathSpot(answer: Answer, { path, json }: { path: string; json: unknown }): Spot {
  const query = compileJsonPath(path)
  const found = query.select(json)
  const listMatchers = new Set(query.singular ? [] : ['size', 'any', 'each', 'unique', 'contains', 'empty'])
  return {
    values: found.map(({ value }) => value),
    listMatchers,
    put: (values) => {
      const isWhole = found[0]?.path.length === 0
      if (isWhole && values.length === 0) return { ...answer, body: { text: '' }, sizeBytes: undefined }
      const changed = found.length === 0 ? created(json, { path, value: values[0] }) : replaced(json, found, values)
      return changed === undefined ? undefined : withBody(answer, changed)
    },
  }
}

/** A value that a subset names; in lists, that of every element, since any of them could be the one that is meant. */
export function subsetSpot(answer: Answer, { path, json }: { path: readonly (string | number)[]; json: unknown }): Spot {
  const paths = pathsLike(json, path)
  return {
    values: paths.slice(0, 1).map((found) => at(json, found)),
    put: ([other]) =>
      other === undefined
        ? undefined
        : withBody(
            answer,
            paths.reduce((body, found) => withValue(body, found, other), json),
          ),
  }
}

function withBody(answer: Answer, json: unknown): Answer {
  return { ...answer, body: { json }, sizeBytes: undefined }
}

function replaced(json: unknown, found: readonly Selected[], values: readonly unknown[]): unknown {
  // most candidates change one of many values
  const kept = found
    .slice(0, values.length)
    .reduce((body, { path, value }, index) => (value === values[index] ? body : withValue(body, path, values[index])), json)
  const gone = found.slice(values.length).toReversed()
  const fewer = gone.reduce((body, { path }) => withValue(body, path, undefined), kept)
  return values.slice(found.length).reduce((body, value, index) => withMore(body, found.at(-1)!.path, { value, index }), fewer)
}

/** One more value beside the one at the path. */
function withMore(json: unknown, path: readonly (string | number)[], { value, index }: { value: unknown; index: number }): unknown {
  const above = path.slice(0, -1)
  const parent = at(json, above)
  if (Array.isArray(parent)) return withValue(json, above, [...parent, value])
  return isMap(parent) ? withValue(json, above, { ...parent, [`apitest${index}`]: value }) : json
}

/** Makes what a path selects where there is nothing; `undefined` for paths that do not say what to make. */
function created(json: unknown, { path, value }: { path: string; value: unknown }): unknown {
  const first = compileJsonPath(path.replaceAll(/\[\*\]|\.\*/g, '[0]'))
  if (value === undefined || !first.singular) return undefined
  let body = json
  for (let depth = 0; depth < 30; depth++) {
    const end = first.whereItEnds(body)
    if (end === undefined) break
    const above = compileJsonPath(end.path).select(body)[0]?.path ?? []
    body = withValue(body, above, containerWith(end.value, end.step))
  }
  const [made] = first.select(body)
  const changed = made === undefined ? undefined : withValue(body, made.path, value)
  return changed !== undefined && compileJsonPath(path).select(changed).length > 0 ? changed : undefined
}

function containerWith(container: unknown, step: string | number): unknown {
  if (typeof step === 'string') return { ...(isMap(container) ? container : {}), [step]: null }
  const list: unknown[] = Array.isArray(container) ? container : []
  return Array.from({ length: Math.max(list.length, step < 0 ? -step : step + 1) }, (_, index) => list[index] ?? null)
}

function pathsLike(value: unknown, [key, ...rest]: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (key === undefined) return [[]]
  if (typeof key === 'number')
    return Array.isArray(value) ? value.flatMap((item, index) => pathsLike(item, rest).map((path) => [index, ...path])) : []
  return isMap(value) && Object.hasOwn(value, key) ? pathsLike(value[key], rest).map((path) => [key, ...path]) : []
}
