import type { MapValue, Value } from '../../../plan/plan.ts'
import { bodyKeys } from './merge-layers.ts'
import type { Merged } from './merge-layers.ts'
import type { JsonChange, ScriptBody, ScriptField, ScriptFile } from './load-script.ts'

export interface BodySurroundings {
  /** The file that a fixture is read from as bytes. */
  readonly fixturePath: (name: string) => string | undefined
  readonly impossible: string[]
}

export function readBody({ keys, changes }: Merged, around: BodySurroundings): ScriptBody | undefined {
  const kind = bodyKeys.find((key) => keys.has(key))
  const value = kind === undefined ? undefined : keys.get(kind)
  if (kind === undefined || value === undefined) return undefined
  if (kind === 'json') return readJson(value, changes)
  if (kind === 'graphql') return { kind: 'json', value, changes: [] }
  if (kind === 'text') return { kind, value }
  if (kind === 'file') {
    const file = readFile(value, around)
    return file && { kind, file }
  }
  if (value.kind !== 'map') {
    around.impossible.push(`\`${kind}\` as a whole`)
    return undefined
  }
  if (kind === 'form') return { kind, fields: value.entries.flatMap(([name, item]) => listed(item).map((one) => [name, one] as const)) }
  return { kind, fields: value.entries.flatMap(([name, item]) => listed(item).flatMap((one) => readField(name, one, around) ?? [])) }
}

function listed(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value]
}

function readFile(value: Value, { fixturePath, impossible }: BodySurroundings): ScriptFile | undefined {
  if (value.kind === 'literal') return { kind: 'path', path: String(value.value) }
  if (value.kind === 'expression' && value.expression.kind === 'fixture' && value.expression.path.length === 0) {
    const path = fixturePath(value.expression.name)
    if (path !== undefined) return { kind: 'fixture', fixture: value.expression.name, path }
  }
  impossible.push('`file` of a name that is only known when it is sent')
  return undefined
}

function readField(name: string, item: Value, around: BodySurroundings): ScriptField | undefined {
  if (item.kind !== 'map') {
    const fixture = item.kind === 'expression' && item.expression.kind === 'fixture' ? around.fixturePath(item.expression.name) : undefined
    if (fixture === undefined) return { name, content: { kind: 'text', value: item }, fileName: undefined, contentType: undefined }
    const file = readFile(item, around)
    return file && { name, content: { kind: 'file', file }, fileName: undefined, contentType: undefined }
  }
  const get = (key: string): Value | undefined => item.entries.find(([known]) => known === key)?.[1]
  const [text, json, path] = [get('text'), get('json'), get('file')]
  const names = { fileName: get('filename'), contentType: get('contentType') }
  if (text !== undefined) return { name, content: { kind: 'text', value: text }, ...names }
  if (json !== undefined) return { name, content: { kind: 'json', value: json }, ...names }
  const file = path && readFile(path, around)
  return file && { name, content: { kind: 'file', file }, ...names }
}

/** Changes to a body that is written out are made here; those to data that is read from a file remain. */
function readJson(value: Value, changes: readonly JsonChange[]): ScriptBody {
  let [body, left] = [value, changes]
  for (let [first] = left; first !== undefined; [first] = left) {
    const changed = change(body, first.path, first.kind === 'set' ? first.value : undefined)
    if (changed === undefined) break
    body = changed
    left = left.slice(1)
  }
  return { kind: 'json', value: body, changes: left }
}

/** Undefined where the path leads out of what is written. */
function change(value: Value, [step, ...rest]: readonly (string | number)[], to: Value | undefined): Value | undefined {
  if (step === undefined) return to
  if (value.kind === 'map' && typeof step === 'string') return changeMap(value, { step, rest, to })
  if (value.kind !== 'list' || typeof step !== 'number') return undefined
  const item = value.items[step]
  if (rest.length === 0) {
    if (to === undefined) return item === undefined ? undefined : { kind: 'list', items: value.items.toSpliced(step, 1) }
    return step > value.items.length ? undefined : { kind: 'list', items: value.items.toSpliced(step, 1, to) }
  }
  const changed = item && change(item, rest, to)
  return changed && { kind: 'list', items: value.items.toSpliced(step, 1, changed) }
}

function changeMap(
  map: MapValue,
  { step, rest, to }: { step: string; rest: readonly (string | number)[]; to: Value | undefined },
): Value | undefined {
  const index = map.entries.findIndex(([key]) => key === step)
  const known = map.entries[index]?.[1]
  if (rest.length > 0) {
    const changed = known && change(known, rest, to)
    return changed && { kind: 'map', entries: map.entries.toSpliced(index, 1, [step, changed]) }
  }
  if (to === undefined) return known && { kind: 'map', entries: map.entries.toSpliced(index, 1) }
  return { kind: 'map', entries: known === undefined ? [...map.entries, [step, to]] : map.entries.toSpliced(index, 1, [step, to]) }
}
