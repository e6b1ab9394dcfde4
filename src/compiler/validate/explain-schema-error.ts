import type { At } from '../../places/locate.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import { code, shownValue, typedValue } from '../diagnostics/wording.ts'
import { otherShape } from './other-shape.ts'
import { nameOf, sentenceName, typeNames } from './spec-words.ts'
import { withUnits } from './units.ts'
import type { SchemaError } from './validator.gen.js'

type Path = readonly (string | number)[]

/** One mistake that the schema sees, with the path it stands at. */
export interface Finding {
  readonly problem: Problem
  readonly path: Path
  readonly at?: At
  readonly related?: { readonly path: Path; readonly at: At; readonly message: string }
  /** Set where keys of one map are the matter: several errors may be about one mistake. */
  readonly keys?: Keys
}

export type Keys =
  /** `meant`: the known key that it may be a misspelling of. */
  | { readonly kind: 'unknown'; readonly map: Path; readonly meant: string | undefined }
  /** `beside`: the key that needs them. */
  | { readonly kind: 'missing'; readonly map: Path; readonly names: readonly string[]; readonly beside?: string }
  /** Only one of them can hold. */
  | { readonly kind: 'conflict'; readonly map: Path; readonly names: readonly string[] }
  /** Keys of another shape than the one that `shape` chose. */
  | { readonly kind: 'misplaced'; readonly map: Path; readonly names: readonly string[]; readonly shape: 'steps' | 'flow' }

interface Context {
  readonly error: SchemaError
  readonly path: Path
  readonly value: unknown
  readonly included: boolean
  /** The schema's own words, without the full stop that editors show. */
  readonly help: string | undefined
}

/** Words for one error of the schema. */
export function explainSchemaError(error: SchemaError, { data, included }: { data: unknown; included: boolean }): Finding {
  const path = readPointer(error.instancePath)
  const context = { error, path, value: valueAt(data, path), included, help: error.help?.replace(/\.$/, '') }
  if (error.propertyName !== undefined) return explainName(context, error.propertyName)
  const explain = explainers[error.keyword]
  if (explain === undefined) throw new Error(`The schema uses ${error.keyword} at ${error.instancePath}, for which there are no words`)
  return explain(context)
}

const explainers: Readonly<Record<string, (context: Context) => Finding>> = {
  additionalProperties: explainUnknownKey,
  required: explainMissingKey,
  dependencies: explainLonelyKey,
  choice: ({ error, path }) => {
    const names = error.keys ?? []
    return { problem: problems.missingChoice(names, sentenceName(path)), path, keys: { kind: 'missing', map: path, names } }
  },
  conflict: ({ error, path }) => conflict(path, error.params.found as readonly string[]),
  maxProperties: ({ path, value }) => conflict(path, Object.keys(value as object)),
  type: explainType,
  pattern: ({ error, path, value, help }) =>
    missingUnit(error, path, value) ?? { problem: problems.badValue(nameOf(path), shownValue(value), help), path },
  enum: ({ error, path, value }) => ({
    problem: problems.unknownValue(nameOf(path), value, error.params.allowedValues as unknown[]),
    path,
  }),
  const: ({ error, path, value }) => ({ problem: problems.unknownValue(nameOf(path), value, [error.params.allowedValue]), path }),
  minimum: explainRange,
  maximum: explainRange,
  exclusiveMinimum: explainRange,
  minProperties: ({ path }) => ({ problem: problems.emptyValue(sentenceName(path), 'needs at least one key'), path }),
  minItems: ({ path }) => ({ problem: problems.emptyValue(sentenceName(path), 'needs at least one item'), path }),
  minLength: ({ path }) => ({ problem: problems.emptyValue(sentenceName(path), 'needs a text'), path }),
  uniqueItems: ({ error, path, value }) => {
    const [first, second] = [error.params.j as number, error.params.i as number].toSorted((a, b) => a - b) as [number, number]
    const item = (value as readonly unknown[])[second]
    return {
      problem: problems.duplicateItem(nameOf(path), shownValue(item)),
      path: [...path, second],
      related: { path: [...path, first], at: 'value', message: 'It stands here first' },
    }
  },
}

/** Keys that only the entry has; the schema of an included file does not know them. */
const ENTRY_ONLY = new Set(['version', 'name', 'ci'])

function explainUnknownKey({ error, path, included, help }: Context): Finding {
  const key = error.params.additionalProperty as string
  const allowed = error.keys ?? []
  const place = { path: [...path, key], at: 'key' as const }
  if (included && path.length === 0 && ENTRY_ONLY.has(key)) return { ...place, problem: problems.entryOnlyKey(key) }
  const shape = otherShape(error.title ?? '', key)
  if (shape !== undefined) {
    return {
      ...place,
      problem: problems.conflictingKeys([key], sentenceName(path), shape),
      keys: { kind: 'misplaced', map: path, names: [key], shape },
    }
  }
  return {
    ...place,
    problem: problems.unknownKey(key, allowed, nameOf(path), help),
    keys: { kind: 'unknown', map: path, meant: nearestName(key, allowed) },
  }
}

function explainMissingKey({ error, path, help }: Context): Finding {
  const missing = error.params.missingProperty as string
  return {
    problem: problems.missingKey(missing, sentenceName(path), missing === 'version' ? 'Begin the file with `version: 1`' : help),
    path,
    keys: { kind: 'missing', map: path, names: [missing] },
  }
}

/** A key that never stands alone, such as `method` without `path`. */
function explainLonelyKey({ error, path }: Context): Finding {
  const { property, missingProperty } = error.params as { property: string; missingProperty: string }
  const problem = problems.missingKey(missingProperty, `The key ${code(property)}`, `Write both, or leave out ${code(property)}`)
  return { problem, path: [...path, property], at: 'key', keys: { kind: 'missing', map: path, names: [missingProperty], beside: property } }
}

function conflict(path: Path, names: readonly string[]): Finding {
  const related = { path: [...path, names[0]!], at: 'key', message: 'The first of them' } as const
  return {
    problem: problems.conflictingKeys(names, sentenceName(path)),
    path: [...path, names[1]!],
    at: 'key',
    related,
    keys: { kind: 'conflict', map: path, names },
  }
}

function explainType({ error, path, value, help }: Context): Finding {
  const types = [error.params.type].flat() as readonly string[]
  const unit = missingUnit(error, path, value)
  if (unit !== undefined) return unit
  return {
    problem: problems.wrongType(
      { name: sentenceName(path), allowed: typeNames(types), found: typedValue(value) },
      habitHint(types, value) ?? help ?? typeHint(types, value),
    ),
    path,
  }
}

function missingUnit({ help }: SchemaError, path: Path, value: unknown): Finding | undefined {
  const proposals = withUnits(help, value)
  return proposals && { problem: problems.missingUnit(sentenceName(path), String(value), proposals), path }
}

/** Empty values, and those that meant something else in YAML 1.1. */
function habitHint(types: readonly string[], value: unknown): string | undefined {
  if (value === null) return 'Write a value behind the `:`, or remove the key'
  if (typeof value !== 'string' || !types.includes('boolean') || !/^(yes|on|y|no|off|n)$/i.test(value)) return undefined
  return `In YAML 1.2 ${code(value)} is text: write ${/^(yes|on|y)$/i.test(value) ? '`true`' : '`false`'}`
}

function typeHint(types: readonly string[], value: unknown): string | undefined {
  if (typeof value === 'object') return undefined
  const text = String(value)
  if (types.includes('string') && typeof value !== 'string') return `Put it in quotes: ${code(`"${text}"`)}`
  if ((types.includes('number') || types.includes('integer')) && /^-?\d+(\.\d+)?$/.test(text))
    return `Write it without quotes: ${code(text)}`
  if (types.includes('array') && !types.includes('object')) return 'Write a list, each item behind a `-`'
  return undefined
}

function explainName({ error, path, help }: Context, name: string): Finding {
  const place = { path: [...path, name], at: 'key' as const }
  if (error.keyword === 'minLength') return { ...place, problem: problems.emptyValue(`A key of ${nameOf(path)}`, 'needs a text') }
  if (help?.startsWith('A name begins') === true) return { ...place, problem: problems.badName(name, nameOf(path)) }
  return { ...place, problem: problems.badValue(`the keys of ${nameOf(path)}`, code(name), help) }
}

function explainRange({ error, path, value, help }: Context): Finding {
  const { comparison, limit } = error.params as { comparison: string; limit: number }
  const words: Readonly<Record<string, string>> = { '>=': 'at least', '<=': 'at most', '>': 'more than' }
  return { problem: problems.outOfRange(sentenceName(path), shownValue(value), `${words[comparison] ?? comparison} ${limit}`, help), path }
}

function readPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part], data)
}
