import { explainRoute } from './match-route.ts'
import type { Mismatch } from './match-route.ts'
import type { Route } from './route.ts'
import type { StubRequest } from './stub-request.ts'

/** The route that a call missed by least. */
export interface Nearest {
  readonly index: number
  readonly route: Route
  readonly reasons: readonly Mismatch[]
}

export async function nearestRoute(routes: readonly Route[], request: StubRequest, folder: string): Promise<Nearest | undefined> {
  let best: (Nearest & { distance: number }) | undefined
  for (const [index, route] of routes.entries()) {
    const { distance, reasons } = await explainRoute(route, request, folder)
    if (distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { index, route, reasons, distance }
  }
  return best
}

/** `GET /prices, which no route fits; nearest is `GET /price/{sku}`: the path is /prices`. */
export function explainUnmatched(call: string, nearest: Nearest | undefined): string {
  if (nearest === undefined) return `${call}, and it has no routes`
  const reasons = nearest.reasons.map(({ message }) => message).join('; ')
  return `${call}, which no route fits; nearest is \`${nearest.route.name}\`: ${reasons}`
}
