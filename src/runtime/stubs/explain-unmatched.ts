import type { Mismatch, RouteMatch } from './match-route.ts'
import type { Route } from './route.ts'

/** The route that a call missed by least. */
export interface Nearest {
  readonly index: number
  readonly route: Route
  readonly reasons: readonly Mismatch[]
}

export function nearestRoute(routes: readonly Route[], matches: readonly RouteMatch[]): Nearest | undefined {
  let best: (Nearest & { distance: number }) | undefined
  for (const [index, match] of matches.entries()) {
    const route = routes[index]
    if (match.fits || route === undefined || match.distance >= (best?.distance ?? Number.POSITIVE_INFINITY)) continue
    best = { index, route, reasons: match.reasons, distance: match.distance }
  }
  return best
}

/** `GET /prices, which no route fits; nearest is `GET /price/{sku}`: the path is /prices`. */
export function explainUnmatched(call: string, nearest: Nearest | undefined): string {
  if (nearest === undefined) return `${call}, and it has no routes`
  const reasons = nearest.reasons.map(({ message }) => message).join('; ')
  return `${call}, which no route fits; nearest is \`${nearest.route.name}\`: ${reasons}`
}
