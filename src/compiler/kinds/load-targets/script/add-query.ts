import type { Value } from '../../../plan/plan.ts'

/** A path with a query of constants behind it. */
export function addQuery(path: string, query: readonly (readonly [name: string, value: Value])[]): string {
  const pairs = query.flatMap(([name, value]) =>
    (value.kind === 'list' ? value.items : [value]).flatMap((item) =>
      item.kind === 'literal' && item.value !== null ? [`${encodePart(name)}=${encodePart(String(item.value))}`] : [],
    ),
  )
  if (pairs.length === 0) return path
  return path + (!path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&') + pairs.join('&')
}

/** Half a surrogate pair has no URL form; it becomes the replacement character, as in every other text that is sent. */
export function encodePart(text: string): string {
  return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)))
}
