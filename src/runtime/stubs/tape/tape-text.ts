import { lazyModules } from '../../assertions/lazy-modules.ts'
import { stringifyJson } from '../../assertions/values/stringify-json.ts'
import { redact } from '../../values/secrets.ts'
import { readRoute } from '../route.ts'
import type { StubRoute } from '../stub-definition.ts'

/** Reads the routes of a tape. Throws a readable error for a file that is none. */
export function parseTape(text: string, file: string): readonly StubRoute[] {
  const document = lazyModules.yaml().parseDocument(text, { intAsBigInt: false })
  const [mistake] = document.errors
  if (mistake !== undefined) throw new Error(`${file} is no tape: ${mistake.message.split('\n')[0]}`)
  const content: unknown = document.toJS()
  const routes = typeof content === 'object' && content !== null && 'routes' in content ? content.routes : undefined
  if (!Array.isArray(routes))
    throw new Error(`${file} is no tape: it has no list \`routes\`; \`apitest run --record\` writes it anew once it is removed`)
  return routes as readonly StubRoute[]
}

/** What was recorded, and of the earlier tape what was not asked for this time; sorted, so that a new recording shows what changed. */
export async function renderTape({
  fresh,
  before,
  target,
}: {
  fresh: readonly StubRoute[]
  before: readonly StubRoute[]
  target: string
}): Promise<{ yaml: string; kept: number }> {
  const known = new Set(fresh.map(keyOf))
  const kept = before.filter((route) => !known.has(keyOf(route)))
  const routes = [...fresh, ...kept].toSorted(compareRoutes)
  const { Document } = lazyModules.yaml()
  const document = new Document({ routes })
  document.commentBefore = ` Answers of ${redact(target)}, recorded by \`apitest run --record\`. Commit this file; secrets are left out.`
  return { yaml: document.toString({ lineWidth: 120 }), kept: kept.length }
}

function keyOf(route: StubRoute): string {
  return stringifyJson({ ...route, respond: undefined }) ?? ''
}

/** By path and method; a route with conditions stands before one without. */
function compareRoutes(a: StubRoute, b: StubRoute): number {
  return compare(sortKey(a), sortKey(b))
}

function sortKey({ when, ...route }: StubRoute): string {
  const { method, path } = readRoute(route)
  return [path, method, when === undefined ? '1' : '0', stringifyJson(when ?? '') ?? ''].join('\0')
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
