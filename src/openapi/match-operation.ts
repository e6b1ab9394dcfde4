import type { ApiOperation } from './api-operations.ts'
import { escapePattern, RouteTree, unknownText } from './route-tree.ts'

export interface MatchedOperation {
  readonly operation: ApiOperation
  /** All that the document describes for this path and method, where only `#` or `?` tells their keys apart; most often the operation alone. */
  readonly variants: readonly ApiOperation[]
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
  readonly #trees: ReadonlyMap<string, readonly Grove[]>
  readonly #variants: ReadonlyMap<string, readonly ApiOperation[]>

  constructor(operations: readonly ApiOperation[]) {
    this.operations = operations
    this.#routes = operations.map(routeOf).toSorted((a, b) => compareRoutes(a, b))
    this.#trees = plantTrees(this.#routes)
    this.#variants = variantsOf(operations)
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
          variants: this.#variants.get(keyOf(route.operation)) ?? [],
          params: Object.fromEntries(route.names.map((name, index) => [name, decode(found[index + 1] ?? '')])),
        }
      methods.add(route.operation.method.toUpperCase())
    }
    return { methods: [...methods] }
  }

  /** Whether any operation could be meant by a path of which parts are known only when it runs, written as `${…}`. */
  mayMatch({ method, path, bases = [] }: MatchRequest): boolean {
    // a value may hold slashes, so one that stands at the start can be anything
    const masked = path.replaceAll(placeholder, unknownText)
    if (!masked.startsWith('/')) return true
    return (this.#trees.get(method.toLowerCase()) ?? []).some(({ bases: own, tree }) =>
      pathsBelow(masked, [...own, ...bases]).some((rest) => tree.couldHold(rest.split('/'))),
    )
  }
}

/** Routes of one method below the same servers. */
interface Grove {
  readonly bases: readonly string[]
  readonly tree: RouteTree
}

function plantTrees(routes: readonly Route[]): ReadonlyMap<string, readonly Grove[]> {
  const groves = new Map<string, Map<string, Grove>>()
  for (const { operation, segments, bases } of routes) {
    const ofMethod = groves.get(operation.method) ?? new Map<string, Grove>()
    groves.set(operation.method, ofMethod)
    const key = bases.join('\n')
    const grove = ofMethod.get(key) ?? { bases, tree: new RouteTree() }
    ofMethod.set(key, grove)
    grove.tree.add(segments)
  }
  return new Map([...groves].map(([method, ofMethod]) => [method, [...ofMethod.values()]]))
}

/** `/token#refresh` and `/items?beta=true` document other uses of a path that is there already. */
export function plainPath(path: string): string {
  return path.split(/[?#]/, 1)[0] ?? ''
}

function keyOf({ method, path }: ApiOperation): string {
  return `${method} ${plainPath(path)}`
}

function variantsOf(operations: readonly ApiOperation[]): ReadonlyMap<string, readonly ApiOperation[]> {
  const variants = new Map<string, ApiOperation[]>()
  for (const operation of operations) {
    const same = variants.get(keyOf(operation))
    if (same === undefined) variants.set(keyOf(operation), [operation])
    else same.push(operation)
  }
  return variants
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
  const path = plainPath(operation.path)
  const source = path.split(/(\{[^{}]+\})/).map((part) => {
    if (!/^\{.+\}$/.test(part)) return escapePattern(part)
    names.push(part.slice(1, -1))
    return '([^/]+)'
  })
  return {
    operation,
    pattern: new RegExp(`^${source.join('')}/?$`),
    names,
    segments: path.split('/'),
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

/** The path of a server's address, which may itself be only a path. */
export function pathnameOf(server: string): string {
  const [, path = ''] = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/i.exec(server) ?? []
  return path.replace(/\/+$/, '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
