/** What `apitest init` found in a folder: a service that it can start, and what is worth asking it. */
export interface FoundApp {
  /** `a Flask app in app.py` */
  readonly description: string
  readonly service: { readonly name: string; readonly value: Readonly<Record<string, unknown>> }
  /** Paths of GET routes without parameters, the most telling first. */
  readonly routes: readonly string[]
  /** What the user should know or do before the first run. */
  readonly notes: readonly string[]
}

/** A health route says most with least risk; then `/`; then the others as they stand in the file. */
export function sortRoutes(routes: readonly string[]): readonly string[] {
  return [...new Set(routes)].filter((route) => route.startsWith('/') && !/[{}<>:*()$]/.test(route)).sort((a, b) => rank(a) - rank(b))
}

function rank(route: string): number {
  if (/health|status|ping|ready|live/i.test(route)) return 0
  return route === '/' ? 1 : 2
}
