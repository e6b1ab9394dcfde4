import type { ConvertedRequest } from './convert-request.ts'
import { slug, UniqueNames } from './names.ts'
import { text } from './read-url.ts'
import type { Scopes } from './scopes.ts'

export const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The services that the requests go to, one for each scheme, host and port. */
export class Services {
  readonly #found = new Map<string, string>()
  readonly #names = new UniqueNames()
  readonly #scopes: Scopes

  constructor(scopes: Scopes) {
    this.#scopes = scopes
  }

  /** Method, path and service of a request; a host that scripts compute stays in the path. */
  place({ method, url, path }: ConvertedRequest): Record<string, unknown> {
    const names = [...url.base.matchAll(/\{\{([^{}]+)\}\}/g)].map(([, name]) => name ?? '')
    const fixed =
      url.base !== '' &&
      names.every((name) => !this.#scopes.isWritten(name) && !this.#scopes.columns.has(name) && this.#scopes.value(name) !== undefined)
    if (!fixed) return methodKeys(method, `${withScheme(url.base, this.#scopes)}${path}`)
    const known = [...this.#found.keys()]
    const name = this.#found.get(url.base) ?? this.#add(url.base, names)
    const own = known.length > 0 && known[0] !== url.base
    return { ...methodKeys(method, path.startsWith('/') ? path : `/${path}`), ...(own && { service: name }) }
  }

  entries(): Record<string, unknown> {
    return Object.fromEntries([...this.#found].map(([base, name]) => [name, { url: withScheme(base, this.#scopes) }]))
  }

  #add(base: string, names: readonly string[]): string {
    const bare = base.replace(/^[a-z]+:\/\//i, '').replaceAll(/\{\{|\}\}/g, '')
    const only = names.length === 1 ? (names[0] ?? '').replace(/[-_]?(?:url|uri|host|server)$/i, '') : bare
    // an address says nothing that a name would
    const said = /^(?:base|localhost(?::\d+)?|\d+(?:\.\d+){3}(?::\d+)?)$/i.test(only) ? 'api' : only
    const name = this.#names.claim(slug(said, 'api'))
    this.#found.set(base, name)
    return name
  }
}

function methodKeys(method: string, path: string): Record<string, unknown> {
  return methods.has(method) ? { [method.toLowerCase()]: path } : { method, path }
}

/** Postman takes an address without a scheme as http. */
function withScheme(base: string, scopes: Scopes): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(base)) return base
  const first = /^\{\{([^{}]+)\}\}/.exec(base)?.[1]
  if (first === undefined) return `http://${base}`
  let value = text(scopes.value(first) ?? 'http://')
  for (let inner = /^\{\{([^{}]+)\}\}/.exec(value)?.[1], depth = 0; inner !== undefined && depth < 5; depth++) {
    value = text(scopes.value(inner) ?? 'http://')
    inner = /^\{\{([^{}]+)\}\}/.exec(value)?.[1]
  }
  return /^https?:\/\//i.test(value) || value === '' ? base : `http://${base}`
}
