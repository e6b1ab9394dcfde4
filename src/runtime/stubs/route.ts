import { pathPattern } from './route-path.ts'
import type { PathPattern } from './route-path.ts'
import type { StubReply, StubRoute, StubWhen } from './stub-definition.ts'

/** A route as it is looked at with each call. */
export interface Route {
  readonly method: string
  readonly path: string
  /** `GET /price/{sku}`, as expectations name it. */
  readonly name: string
  readonly pattern: PathPattern
  readonly when: StubWhen
  readonly replies: readonly StubReply[]
  /** The key under which the path stands in the YAML. */
  readonly pathKey: string
  /** Recorded: a query that it does not name makes another call of it. */
  readonly exactQuery: boolean
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const

export function readRoute(route: StubRoute, { exactQuery = false }: { exactQuery?: boolean } = {}): Route {
  const key = methods.find((name) => route[name] !== undefined)
  const method = (key ?? route.method ?? 'get').toUpperCase()
  const path = (key === undefined ? route.path : route[key]) ?? '/'
  return {
    method,
    path,
    name: `${method} ${path}`,
    pattern: pathPattern(path),
    when: route.when ?? {},
    replies: [route.respond].flat(),
    pathKey: key ?? 'path',
    exactQuery,
  }
}
