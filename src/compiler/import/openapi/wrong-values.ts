import { typeOf } from './sample-schema.ts'

type Keywords = Readonly<Record<string, unknown>>

export interface WrongValue {
  /** `title is empty`. */
  readonly name: string
  readonly value: unknown
}

/** Longer texts would not be read by anybody. */
const longestText = 100

/** Values that one level of a schema forbids, the likeliest mistakes first. */
export function wrongValues(name: string, schema: Keywords): readonly WrongValue[] {
  return [...wrongType(name, schema), ...outsideEnum(name, schema), ...outsideLimits(name, schema), ...wrongLength(name, schema)]
}

const wrongTypes: Readonly<Record<string, { readonly word: string; readonly value: unknown }>> = {
  string: { word: 'a list', value: [] },
  integer: { word: 'no number', value: 'many' },
  number: { word: 'no number', value: 'many' },
  boolean: { word: 'neither true nor false', value: 'perhaps' },
  array: { word: 'no list', value: 'single' },
  object: { word: 'no object', value: 'text' },
}

function wrongType(name: string, schema: Keywords): readonly WrongValue[] {
  const type = typeOf(schema)
  const wrong = type === undefined || Array.isArray(schema['enum']) ? undefined : wrongTypes[type]
  if (wrong === undefined) return []
  const fraction = type === 'integer' ? [{ name: `${name} is a fraction`, value: 1.5 }] : []
  return [{ name: `${name} is ${wrong.word}`, value: wrong.value }, ...fraction]
}

function outsideEnum(name: string, schema: Keywords): readonly WrongValue[] {
  return Array.isArray(schema['enum']) || 'const' in schema ? [{ name: `${name} is unknown`, value: 'no-such-value' }] : []
}

function outsideLimits(name: string, schema: Keywords): readonly WrongValue[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  const values: WrongValue[] = []
  if (typeof minimum === 'number') values.push({ name: `${name} below ${minimum}`, value: minimum - 1 })
  else if (typeof exclusiveMinimum === 'number') values.push({ name: `${name} not above ${exclusiveMinimum}`, value: exclusiveMinimum })
  if (typeof maximum === 'number') values.push({ name: `${name} above ${maximum}`, value: maximum + 1 })
  else if (typeof exclusiveMaximum === 'number') values.push({ name: `${name} not below ${exclusiveMaximum}`, value: exclusiveMaximum })
  return values.filter(({ value }) => Number.isSafeInteger(Math.trunc(value as number)))
}

function wrongLength(name: string, schema: Keywords): readonly WrongValue[] {
  const { minLength, maxLength, minItems, pattern, format } = schema
  const values: WrongValue[] = []
  if (minLength === 1) values.push({ name: `${name} is empty`, value: '' })
  else if (typeof minLength === 'number' && minLength > 1)
    values.push({ name: `${name} is too short`, value: 'x'.repeat(Math.min(minLength - 1, longestText)) })
  if (typeof maxLength === 'number' && maxLength < longestText)
    values.push({ name: `${name} is too long`, value: 'x'.repeat(maxLength + 1) })
  if (minItems === 1) values.push({ name: `${name} has no items`, value: [] })
  if (typeof pattern === 'string' || ['date', 'date-time', 'email', 'uuid', 'ipv4', 'ipv6', 'uri'].includes(String(format)))
    values.push({ name: `${name} has another form`, value: '~ ~' })
  return values
}
