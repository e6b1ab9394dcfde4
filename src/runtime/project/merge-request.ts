import type { SourcedExpectation } from '../assertions/types.ts'
import type { Place } from '../../places/place.ts'
import { bodyKeys } from '../http/build-body.ts'
import type { JsonChanges } from '../http/patch-json.ts'
import { methodKeys } from '../http/prepare-request.ts'
import type { Capture, Expect, RequestDefinition } from './request-types.ts'

/** Keys of one level of a request, and where they stand. */
export interface Layer {
  readonly definition: LayerKeys
  readonly place: Place
}

/** Defaults and services may also say what means failure wherever it holds. */
export type LayerKeys = RequestDefinition & { failIf?: Expect | null }

export interface MergedRequest {
  readonly request: RequestDefinition
  readonly jsonChanges: readonly JsonChanges[]
  readonly expectations: readonly SourcedExpectation[]
  readonly captures: readonly SourcedCapture[]
  /** Each is an expectation that means failure when all of it holds. */
  readonly failIf: readonly (readonly SourcedExpectation[])[]
}

export interface SourcedCapture {
  readonly name: string
  readonly capture: Capture
  readonly place: Place
}

/** Lays the levels of a request over each other, the lowest first. */
export function mergeRequest(layers: readonly Layer[]): MergedRequest {
  let request: RequestDefinition = {}
  let jsonChanges: JsonChanges[] = []
  let captures: SourcedCapture[] = []
  const failIf: SourcedExpectation[][] = []
  for (const { definition, place } of layers) {
    if (hasBody(definition)) jsonChanges = []
    jsonChanges.push(...jsonChangesOf(definition))
    if (definition.capture !== undefined)
      captures = Object.entries(definition.capture).map(([name, capture]) => ({ name, capture, place: below(place, 'capture', name) }))
    if (definition.failIf)
      failIf.push(Object.entries(definition.failIf).map(([key, expected]) => ({ key, expected, place: below(place, 'failIf', key) })))
    request = mergeKeys(request, definition)
  }
  return { request, jsonChanges, expectations: mergeExpectations(layers), captures, failIf }
}

/** Merged by name; for all of them but the query and cookies, names are header names. */
const namedMaps = ['headers', 'query', 'cookies'] as const

/** Handled apart from the other keys. */
const ownRules = new Set<string>([...namedMaps, 'unset', 'expect', 'capture', 'failIf'])

function mergeKeys(lower: RequestDefinition, upper: LayerKeys): RequestDefinition {
  const merged: Record<string, unknown> = { ...lower }
  if (hasMethod(upper)) for (const key of [...methodKeys, 'method', 'path']) delete merged[key]
  if (hasBody(upper)) for (const key of bodyKeys) delete merged[key]
  for (const [key, value] of Object.entries(upper)) {
    if (ownRules.has(key) || (key === 'patch' && typeof value !== 'string')) continue
    if (value === null && !bodyKeys.some((name) => name === key)) delete merged[key]
    else merged[key] = value
  }
  for (const key of namedMaps) {
    if (upper[key] !== undefined) merged[key] = mergeNames(lower[key] ?? {}, upper[key], key)
  }
  return merged
}

function mergeNames(
  lower: Readonly<Record<string, unknown>>,
  upper: Readonly<Record<string, unknown>>,
  key: string,
): Record<string, unknown> {
  const fold = (name: string): string => (key === 'headers' ? name.toLowerCase() : name)
  const replaced = new Set(Object.keys(upper).map(fold))
  return { ...Object.fromEntries(Object.entries(lower).filter(([name]) => !replaced.has(fold(name)))), ...upper }
}

function hasMethod(definition: RequestDefinition): boolean {
  return definition.method !== undefined || methodKeys.some((key) => typeof definition[key] === 'string')
}

function hasBody(definition: RequestDefinition): boolean {
  return bodyKeys.some((key) => key in definition)
}

function jsonChangesOf({ unset, patch }: RequestDefinition): JsonChanges[] {
  const changes = typeof patch === 'string' || patch === undefined ? {} : patch
  if (unset === undefined && Object.keys(changes).length === 0) return []
  return [{ unset: unset ?? [], patch: changes }]
}

/** Of these, entries merge one by one; each keeps the place where it stands. */
const entryMaps = new Set(['headers', 'jsonPath', 'xpath', 'html', 'cookies'])

function mergeExpectations(layers: readonly Layer[]): SourcedExpectation[] {
  let merged: SourcedExpectation[] = []
  for (const { definition, place } of layers) {
    for (const [key, expected] of Object.entries(definition.expect ?? {})) {
      merged = entryMaps.has(key) ? withoutEntries(merged, key, expected) : merged.filter((known) => known.key !== key)
      merged.push({ key, expected, place: below(place, 'expect', key) })
    }
  }
  return merged
}

function withoutEntries(merged: readonly SourcedExpectation[], key: string, replacing: unknown): SourcedExpectation[] {
  const fold = (name: string): string => (key === 'headers' ? name.toLowerCase() : name)
  const replaced = new Set(Object.keys(replacing ?? {}).map(fold))
  return merged.flatMap((known) => {
    if (known.key !== key) return [known]
    const left = Object.entries(known.expected ?? {}).filter(([name]) => !replaced.has(fold(name)))
    return left.length === 0 ? [] : [{ ...known, expected: Object.fromEntries(left) }]
  })
}

export function below(place: Place, ...path: readonly (string | number)[]): Place {
  return { file: place.file, path: [...place.path, ...path] }
}
