import { compileJsonPath } from '../assertions/json-path-query.ts'
import type { JsonPathQuery, Selected } from '../assertions/json-path-query.ts'
import { describeType } from '../assertions/values/describe-value.ts'
import { RequestError } from './request-error.ts'

/** What one layer of a request changes in the JSON body that lies below it. */
export interface JsonChanges {
  readonly unset: readonly string[]
  readonly patch: Readonly<Record<string, unknown>>
}

/** A copy of `json` with the changes, in order. A path that names nothing is an error: the change would silently not happen. */
export function patchJson(json: unknown, changes: readonly JsonChanges[]): unknown {
  if (changes.length === 0) return json
  const root = { json: copy(json) }
  for (const { unset, patch } of changes) {
    for (const path of unset) remove(root, path)
    for (const [path, value] of Object.entries(patch)) set(root, path, value)
  }
  return root.json
}

interface Root {
  json: unknown
}

type Container = Record<string | number, unknown>

function remove(root: Root, path: string): void {
  const found = compile(path).select(root.json)
  if (found.length === 0) throw new RequestError('request', `unset: \`${path}\` selects nothing in the body${whereItEnds(path, root.json)}`)
  // From behind, so that the places of list items stay right.
  for (const { path: steps } of found.toReversed()) {
    const last = steps.at(-1)
    if (last === undefined) throw new RequestError('request', 'unset: `$` would remove the whole body')
    const parent: unknown[] | Container = parentOf(root.json, steps)
    if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else delete parent[last]
  }
}

function set(root: Root, path: string, value: unknown): void {
  const query = compile(path)
  const found = query.select(root.json)
  if (found.length === 0) return create(root.json, path, { query, value })
  for (const place of found) replace(root, place, value)
}

function replace(root: Root, { path: steps }: Selected, value: unknown): void {
  const last = steps.at(-1)
  if (last === undefined) root.json = copy(value)
  else define(parentOf(root.json, steps), last, copy(value))
}

/** Adds the last step of a path; everything above it must be there. */
function create(json: unknown, path: string, { query, value }: { query: JsonPathQuery; value: unknown }): void {
  const end = query.whereItEnds(json)
  const parent = end?.value
  const fits =
    typeof end?.step === 'number'
      ? Array.isArray(parent) && end.step === parent.length
      : typeof parent === 'object' && parent !== null && !Array.isArray(parent)
  if (end !== undefined && fits) {
    define(parent as Container, end.step, copy(value))
    if (query.select(json).length === 1) return
    if (Array.isArray(parent)) parent.pop()
    else delete (parent as Container)[end.step]
  }
  throw new RequestError('request', `patch: \`${path}\` selects nothing in the body and cannot be added${whereItEnds(path, json)}`)
}

/** Not an assignment: the key `__proto__` is data like any other. */
function define(parent: Container, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true })
}

function parentOf(json: unknown, steps: readonly (string | number)[]): Container {
  return steps.slice(0, -1).reduce<unknown>((value, step) => (value as Container)[step], json) as Container
}

function whereItEnds(path: string, json: unknown): string {
  const end = compile(path).whereItEnds(json)
  return end === undefined
    ? ''
    : `: \`${end.path}\` is ${describeType(end.value)} without ${typeof end.step === 'number' ? `item ${end.step}` : `\`${end.step}\``}`
}

function compile(path: string): JsonPathQuery {
  try {
    return compileJsonPath(path)
  } catch (error) {
    throw new RequestError('request', `\`${path}\` is no JSONPath: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const made = {} as Container
  for (const [key, part] of Object.entries(value)) define(made, key, copy(part))
  return made as T
}
