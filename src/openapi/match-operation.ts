import type { ApiOperation } from './api-operations.ts'

export interface MatchedOperation {
  readonly operation: ApiOperation
  /** Values of `{names}`, decoded. */
  readonly params: Readonly<Record<string, string>>
}

export interface MatchRequest {
  readonly method: string
  /** Without query. */
  readonly path: string
  /** Paths that the service's own address puts before those of the document. */
  readonly bases?: readonly string[]
}

/** Finds the operation that a request calls; `methods` names what its path would take, where only the method is wrong. */
export class OperationIndex {
  readonly operations: readonly ApiOperation[]
  readonly #routes: readonly Route[]

  constructor(operations: readonly ApiOperation[]) {
    this.operations = operations
    this.#routes = operations.map(routeOf).toSorted((a, b) => compareRoutes(a, b))
  }

  match({ method, path, bases = [] }: MatchRequest): MatchedOperation | { readonly methods: readonly string[] } {
    const methods = new Set<string>()
    for (const route of this.#routes) {
      const found = pathsBelow(path, [...route.bases, ...bases])
        .map((rest) => route.pattern.exec(rest))
        .find((match) => match !== null)
      if (found === undefined || found === null) continue
      if (route.operation.method === method.toLowerCase())
        return {
          operation: route.operation,
          params: Object.fromEntries(route.names.map((name, index) => [name, decode(found[index + 1] ?? '')])),
        }
      methods.add(route.operation.method.toUpperCase())
    }
    return { methods: [...methods] }
  }

  /** Whether any operation could be meant by a path of which parts are known only when it runs, written as `${…}`. */
  mayMatch({ method, path, bases = [] }: MatchRequest): boolean {
    return this.#routes.some(
      (route) =>
        route.operation.method === method.toLowerCase() &&
        pathsBelow(path, [...route.bases, ...bases]).some((rest) => couldBe(route, rest)),
    )
  }
}

interface Route {
  readonly operation: ApiOperation
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly segments: readonly string[]
  readonly bases: readonly string[]
}

function routeOf(operation: ApiOperation): Route {
  const names: string[] = []
  const source = operation.path.split(/(\{[^{}]+\})/).map((part) => {
    if (!/^\{.+\}$/.test(part)) return escape(part)
    names.push(part.slice(1, -1))
    return '([^/]+)'
  })
  return {
    operation,
    pattern: new RegExp(`^${source.join('')}/?$`),
    names,
    segments: operation.path.split('/'),
    bases: operation.servers.map(pathnameOf).filter((path) => path !== ''),
  }
}

/** Concrete segments go before templates, as the specification says. */
function compareRoutes(a: Route, b: Route): number {
  const length = Math.min(a.segments.length, b.segments.length)
  for (let index = 0; index < length; index++) {
    const difference = Number(a.segments[index]!.includes('{')) - Number(b.segments[index]!.includes('{'))
    if (difference !== 0) return difference
  }
  return 0
}

function pathsBelow(path: string, bases: readonly string[]): readonly string[] {
  const below = bases.flatMap((base) => {
    const plain = base.replace(/\/+$/, '')
    return plain !== '' && (path === plain || path.startsWith(`${plain}/`)) ? [path.slice(plain.length) || '/'] : []
  })
  return [...below, path]
}

const placeholder = /\$\{[^}]*\}/g

function couldBe(route: Route, path: string): boolean {
  // a value may hold slashes, so one that stands alone can be anything
  const masked = path.replaceAll(placeholder, '\u0000')
  const segments = masked.split('/')
  if (segments[0] !== '') return true
  if (segments.length !== route.segments.length) return false
  return segments.every((segment, index) => {
    const known = route.segments[index]!
    if (!segment.includes('\u0000'))
      return new RegExp(
        `^${known
          .split(/\{[^{}]+\}/)
          .map(escape)
          .join('[^/]+')}$`,
      ).test(segment)
    if (known.includes('{')) return true
    return new RegExp(`^${segment.split('\u0000').map(escape).join('.*')}$`).test(known)
  })
}

/** The path of a server's address, which may itself be only a path. */
export function pathnameOf(server: string): string {
  const [, path = ''] = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/i.exec(server) ?? []
  return path.replace(/\/+$/, '')
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
