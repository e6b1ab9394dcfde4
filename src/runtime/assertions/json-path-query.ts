import type { JSONPathQuery, JSONValue } from 'json-p3'
import { lazyModules } from './lazy-modules.ts'
import { isMap } from './values/deep-equal.ts'
import { formatPath } from './values/json-path.ts'

export interface Selected {
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

/** A JSONPath of RFC 9535, compiled once. */
export interface JsonPathQuery {
  /** It names one place (`$.items[0].sku`), so it selects one value or none, whatever the data. */
  readonly singular: boolean
  select(data: unknown): readonly Selected[]
  /** For a singular path that selects nothing: the longest part that exists, and the step that does not. */
  whereItEnds(data: unknown): { readonly path: string; readonly value: unknown; readonly step: string | number } | undefined
}

/** Compiles a JSONPath or gives the compiled one. Throws an error of json-p3 for a path that is none. */
export function compileJsonPath(path: string): JsonPathQuery {
  let query = compiled.get(path)
  if (query === undefined) {
    query = createQuery(lazyModules.jsonPath().compile(path))
    if (compiled.size >= 2000) compiled.clear()
    compiled.set(path, query)
  }
  return query
}

const compiled = new Map<string, JsonPathQuery>()

function createQuery(query: JSONPathQuery): JsonPathQuery {
  const steps = query.segments.map(({ selectors: [selector] }) =>
    selector && 'name' in selector ? selector.name : selector && 'index' in selector ? selector.index : undefined,
  )
  return {
    singular: query.singularQuery(),
    // json-p3 hands values through untouched, so bigints pass as well.
    select: (data) => Array.from(query.query(data as JSONValue), ({ location, value }) => ({ path: location, value })),
    whereItEnds: (data) => (query.singularQuery() ? findEnd(steps as (string | number)[], data) : undefined),
  }
}

function findEnd(steps: readonly (string | number)[], data: unknown): { path: string; value: unknown; step: string | number } | undefined {
  let value = data
  for (const [index, step] of steps.entries()) {
    if (typeof step === 'number' && Array.isArray(value) && value.at(step) !== undefined) value = value.at(step)
    else if (typeof step === 'string' && isMap(value) && Object.hasOwn(value, step)) value = value[step]
    else return { path: formatPath(steps.slice(0, index)), value, step }
  }
  return undefined
}
