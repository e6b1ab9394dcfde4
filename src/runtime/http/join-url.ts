import { addQuery } from './add-query.ts'
import { RequestError } from './request-error.ts'

/** Where a request goes: `origin` and `path` apart, since `URL` would tidy up a path that was meant as it is, such as `/a/../b`. */
export interface Target {
  readonly origin: string
  readonly path: string
}

/** Puts service address, base path, path and query together; an absolute URL as path stands for itself. */
export function joinUrl({
  base,
  basePath,
  path,
  query,
}: {
  base: string | undefined
  basePath: string | undefined
  path: string
  query: Readonly<Record<string, unknown>>
}): Target {
  const absolute = /^https?:\/\//i.test(path)
  const whole = absolute ? path : `${(base ?? '').replace(/\/+$/, '')}${withSlash(basePath ?? '').replace(/\/+$/, '')}${withSlash(path)}`
  const [, origin, rest = ''] = /^(https?:\/\/[^/?#]+)(.*)$/is.exec(whole) ?? []
  if (origin === undefined) throw new RequestError('request', `\`${whole}\` is no http or https address`)
  const url = parseOrigin(origin)
  const encoded = encodeIllegal(rest.startsWith('/') ? rest : `/${rest}`)
  return { origin: url, path: addQuery(encoded, query) }
}

function withSlash(path: string): string {
  return path === '' || path.startsWith('/') || path.startsWith('?') ? path : `/${path}`
}

function parseOrigin(text: string): string {
  try {
    const { origin, username } = new URL(text)
    if (username !== '') throw new RequestError('request', 'A user name inside a URL is not supported; use `auth: basic`')
    return origin
  } catch (error) {
    if (error instanceof RequestError) throw error
    throw new RequestError('request', `\`${text}\` is no http or https address`, { cause: error })
  }
}

/** Encodes what must not stand in a URL, and leaves everything else as it was written. */
export function encodeIllegal(text: string): string {
  return text.replace(/[^\u0021\u0024-\u003b\u003d\u003f-\u005b\u005d\u005f\u0061-\u007a\u007e]|%(?![0-9A-Fa-f]{2})/gu, (character) =>
    character === '%' ? '%25' : encode(character),
  )
}

function encode(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
