import { isDeepStrictEqual } from 'node:util'
import type { Cursor } from './cursor.ts'

/** What a route of a stub answers. */
export interface StubRouteFacts {
  readonly method: string
  /** Where the path stands. */
  readonly path: Cursor
  /** `GET /price/{sku}`, as expectations name it. */
  readonly name: string
  /** Names of its `{…}`, in order. */
  readonly parameters: readonly string[]
  /** Where a brace stands that belongs to none. */
  readonly strayBrace: number | undefined
}

const methodKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
const parameter = /\{([A-Za-z_][A-Za-z0-9_-]*)\}/g

export function routeOf(route: Cursor): StubRouteFacts {
  const key = methodKeys.find((name) => route.has(name))
  const method = key?.toUpperCase() ?? route.get('method')?.text ?? ''
  const path = route.get(key ?? 'path') ?? route
  const text = withoutTemplates(path.text ?? '')
  const stray = text.replaceAll(parameter, (found) => 'x'.repeat(found.length)).search(/[{}]/)
  return {
    method,
    path,
    name: `${method} ${path.text ?? ''}`,
    parameters: [...text.matchAll(parameter)].map(([, name]) => name ?? ''),
    strayBrace: stray < 0 ? undefined : stray,
  }
}

/** True when every call that the later route takes is taken by the earlier one. */
export function coversRoute(earlier: Cursor, later: Cursor): boolean {
  const [first, second] = [routeOf(earlier), routeOf(later)]
  if (first.method !== second.method) return false
  const when = earlier.get('when')?.value
  if (when !== undefined && !isDeepStrictEqual(when, later.get('when')?.value)) return false
  const [wide, narrow] = [first.path.text?.split('/') ?? [], second.path.text?.split('/') ?? []]
  return wide.length === narrow.length && wide.every((part, index) => coversPart(part, narrow[index] ?? ''))
}

function coversPart(wide: string, narrow: string): boolean {
  if (/^\{[A-Za-z_][A-Za-z0-9_-]*\}$/.test(wide)) return narrow !== ''
  return withoutNames(wide) === withoutNames(narrow)
}

function withoutNames(part: string): string {
  return part.replaceAll(parameter, '{}')
}

function withoutTemplates(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, (template) => 'x'.repeat(template.length))
}
