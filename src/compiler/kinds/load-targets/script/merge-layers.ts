import type { MapValue, Value } from '../../../plan/plan.ts'
import type { JsonChange } from './load-script.ts'
import { singularPath } from './json-path.ts'

export type Entries = readonly (readonly [name: string, value: Value])[]

/** The keys of a request after defaults, service, named request and changes have been laid over each other, as the runtime does it. */
export interface Merged {
  readonly keys: ReadonlyMap<string, Value>
  readonly expected: Entries
  readonly captures: Entries
  readonly failIf: readonly MapValue[]
  readonly changes: readonly JsonChange[]
  readonly impossible: readonly string[]
}

const methodKeys = ['get', 'head', 'post', 'put', 'delete', 'options', 'method', 'path']
export const bodyKeys = ['json', 'form', 'multipart', 'text', 'file', 'graphql'] as const
const namedMaps = ['headers', 'query', 'cookies']
const entryMaps = new Set(['headers', 'jsonPath', 'xpath', 'html', 'cookies'])

/** @param layers the lowest first */
export function mergeLayers(layers: readonly MapValue[]): Merged {
  const keys = new Map<string, Value>()
  const impossible: string[] = []
  const failIf: MapValue[] = []
  let expected: Entries = []
  let captures: Entries = []
  let changes: JsonChange[] = []
  for (const { entries } of layers) {
    if (entries.some(([key, value]) => isMethod(key, value))) for (const key of [...methodKeys, 'patch']) keys.delete(key)
    if (entries.some(([key]) => isBody(key))) {
      for (const key of bodyKeys) keys.delete(key)
      changes = []
    }
    changes.push(...changesOf(entries, impossible))
    for (const [key, value] of entries) {
      if (key === 'unset' || (key === 'patch' && value.kind === 'map')) continue
      if (key === 'expect') expected = value.kind === 'map' ? mergeExpected(expected, value) : expected
      else if (key === 'capture') captures = value.kind === 'map' ? value.entries : []
      else if (key === 'failIf') {
        if (value.kind === 'map') failIf.push(value)
      } else if (namedMaps.includes(key)) {
        if (value.kind === 'map') keys.set(key, mergeNames(keys.get(key), value, key === 'headers'))
        else impossible.push(`\`${key}\` as a whole`)
      } else if (isNull(value) && !isBody(key)) keys.delete(key)
      else keys.set(key, value)
    }
  }
  return { keys, expected, captures, failIf, changes, impossible }
}

export function isNull(value: Value): boolean {
  return value.kind === 'literal' && value.value === null
}

function isMethod(key: string, value: Value): boolean {
  return methodKeys.includes(key) || (key === 'patch' && value.kind !== 'map')
}

function isBody(key: string): boolean {
  return (bodyKeys as readonly string[]).includes(key)
}

function changesOf(entries: Entries, impossible: string[]): JsonChange[] {
  const made: JsonChange[] = []
  const pathOf = (text: string): readonly (string | number)[] | undefined => {
    const path = singularPath(text)
    if (path === undefined || path.length === 0) impossible.push(`the change at \`${text}\``)
    return path
  }
  for (const [key, value] of entries) {
    if (key !== 'unset' || value.kind !== 'list') continue
    for (const item of value.items) {
      const path = pathOf(item.kind === 'literal' ? String(item.value) : '')
      if (path !== undefined) made.push({ kind: 'remove', path })
    }
  }
  for (const [key, value] of entries) {
    if (key !== 'patch' || value.kind !== 'map') continue
    for (const [text, item] of value.entries) {
      const path = pathOf(text)
      if (path !== undefined) made.push({ kind: 'set', path, value: item })
    }
  }
  return made
}

function mergeNames(lower: Value | undefined, upper: MapValue, foldCase: boolean): MapValue {
  const fold = (name: string): string => (foldCase ? name.toLowerCase() : name)
  const replaced = new Set(upper.entries.map(([name]) => fold(name)))
  const kept = lower?.kind === 'map' ? lower.entries.filter(([name]) => !replaced.has(fold(name))) : []
  return { kind: 'map', entries: [...kept, ...upper.entries] }
}

function mergeExpected(lower: Entries, upper: MapValue): Entries {
  let merged = [...lower]
  for (const [key, value] of upper.entries) {
    const known = merged.find(([name]) => name === key)?.[1]
    merged = merged.filter(([name]) => name !== key)
    merged.push([key, entryMaps.has(key) && value.kind === 'map' ? mergeNames(known, value, key === 'headers') : value])
  }
  return merged
}
