import type { Cursor } from './cursor.ts'

const pathKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'path']

/** True for a request that names a whole URL, which no service receives; its own path wins over that of the request it starts from. */
export function isWholeUrl(request: Cursor, base: Cursor | undefined): boolean {
  const own = pathKeys.flatMap((key) => request.get(key)?.text ?? [])
  const paths = own.length > 0 ? own : pathKeys.flatMap((key) => base?.get(key)?.text ?? [])
  return paths.some((path) => /^https?:\/\//.test(path))
}
