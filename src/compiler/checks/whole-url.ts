import type { Cursor } from './cursor.ts'

const pathKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'path']

/** True for a request that names a whole URL, which no service receives; its own path wins over that of the request it starts from. */
export function isWholeUrl(request: Cursor, base: Cursor | undefined): boolean {
  const path = pathOf(request.value) ?? pathOf(base?.value)
  return path !== undefined && /^https?:\/\//.test(path)
}

function pathOf(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null) return undefined
  const map = request as Readonly<Record<string, unknown>>
  for (const key of pathKeys) if (typeof map[key] === 'string') return map[key]
  return undefined
}
