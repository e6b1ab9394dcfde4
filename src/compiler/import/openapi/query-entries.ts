import type { ApiParameter } from '../../../openapi/api-operations.ts'
import { isKeywords } from './sample-schema.ts'

type Entry = readonly [name: string, value: unknown]

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/** A parameter's value as entries of a query, in the `style` that the document asks for. */
export function queryEntries(
  { name, style, explode, contentType }: Pick<ApiParameter, 'name' | 'style' | 'explode' | 'contentType'>,
  value: unknown,
): readonly Entry[] {
  const isList = Array.isArray(value)
  if (contentType !== undefined || (!isList && !isKeywords(value))) return [[name, scalarOf(value)]]
  if (isList) return [[name, explode ? value.map(scalarOf) : value.map((item) => String(scalarOf(item))).join(separators[style] ?? ',')]]
  const entries = Object.entries(value).map(([key, part]): Entry => [key, scalarOf(part)])
  if (style === 'deepObject') return entries.map(([key, part]) => [`${name}[${key}]`, part])
  return explode ? entries : [[name, entries.flat().join(separators[style] ?? ',')]]
}

/** Queries and forms carry texts. */
export function scalarOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
