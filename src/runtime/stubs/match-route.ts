import { evaluate } from '../assertions/matchers/evaluate.ts'
import type { MatcherName, Subject } from '../assertions/matchers/matcher.ts'
import { plainVocabulary } from '../assertions/matchers/vocabulary.ts'
import type { ExpectKind, KindCall } from '../assertions/kinds/expect-kind.ts'
import { entriesOf, results } from '../assertions/kinds/expect-kind.ts'
import { headers } from '../assertions/kinds/headers.ts'
import { json, jsonLike } from '../assertions/kinds/json.ts'
import { jsonPath } from '../assertions/kinds/json-path.ts'
import { text } from '../assertions/kinds/text.ts'
import type { CheckResult, ReceivedResponse } from '../assertions/types.ts'
import { absent } from '../assertions/values/describe-value.ts'
import type { Route } from './route.ts'
import { pathDistance } from './route-path.ts'
import type { StubRequest } from './stub-request.ts'
import type { StubWhen } from './stub-definition.ts'

export interface Mismatch {
  readonly message: string
  /** Below the route. */
  readonly path: readonly (string | number)[]
}

/** The parts of the path when a call fits a route. */
export async function fitRoute(route: Route, request: StubRequest, folder: string): Promise<Readonly<Record<string, string>> | undefined> {
  if (route.method !== request.method) return undefined
  const path = route.pattern(request.path)
  if (path === undefined) return undefined
  return (await reasonsAgainst(route, request, folder)).length === 0 ? path : undefined
}

/** Why a call does not fit a route, for the one that no route fits. */
export interface Miss {
  /** Compares routes. */
  readonly distance: number
  readonly reasons: readonly Mismatch[]
}

export async function explainRoute(route: Route, request: StubRequest, folder: string): Promise<Miss> {
  const wrongPath = route.pattern(request.path) === undefined
  const wrongMethod = route.method !== request.method
  if (!wrongPath && !wrongMethod) {
    const reasons = await reasonsAgainst(route, request, folder)
    return { distance: reasons.length / (reasons.length + 1), reasons }
  }
  const reasons = [
    ...(wrongMethod ? [{ message: `the method is ${request.method}`, path: [route.pathKey] }] : []),
    ...(wrongPath ? [{ message: `the path is ${request.path}`, path: [route.pathKey] }] : []),
  ]
  return { distance: 1 + (wrongMethod ? 1 : 0) + (wrongPath ? 2 + pathDistance(route.path, request.path) : 0), reasons }
}

async function reasonsAgainst(route: Route, request: StubRequest, folder: string): Promise<readonly Mismatch[]> {
  const conditions = Object.keys(route.when).length === 0 ? [] : await checkWhen(route.when, request, folder)
  return [...conditions, ...unknownQuery(route, request)]
}

async function checkWhen(when: StubWhen, request: StubRequest, folder: string): Promise<Mismatch[]> {
  const reasons: Mismatch[] = []
  for (const [key, expected] of Object.entries(when)) {
    if (!Object.hasOwn(whenKinds, key))
      throw new Error(`Unknown condition \`${key}\` of a stub; known are ${Object.keys(whenKinds).join(', ')}`)
    const failed = (await whenKinds[key as keyof StubWhen](callOf({ key, expected, request, folder }))).filter(({ held }) => !held)
    reasons.push(...failed.map(({ message, diff, place }) => ({ message: diff?.[0] ?? message, path: place.path })))
  }
  return reasons
}

/** The kinds of `expect` look at what an answer and a request have in common. */
function callOf({ key, expected, request, folder }: { key: string; expected: unknown; request: StubRequest; folder: string }): KindCall {
  const received = {
    request,
    headers: request.headers,
    contentType: request.contentType,
    sizeBytes: request.body.length,
    text: () => request.text(),
    json: () => request.json(),
  }
  return {
    key,
    expected,
    place: { file: '', path: ['when', key] },
    // The kinds below read nothing else of an answer.
    response: received as unknown as ReceivedResponse,
    context: { folder, requestPlace: undefined },
    heldSoFar: true,
  }
}

const listMatchers: ReadonlySet<MatcherName> = new Set(['size', 'any', 'each', 'unique', 'contains', 'empty'])

const query: ExpectKind = (call) => {
  const sent = requestOf(call).query
  return named(call, (name) => ({ name: `query ${name}`, content: { kind: 'selection', values: sent.get(name) ?? [], listMatchers } }))
}

const cookies: ExpectKind = (call) => {
  const sent = requestOf(call).cookies
  return named(call, (name) => ({ name: `cookie ${name}`, content: { kind: 'value', value: sent.get(name) ?? absent } }))
}

const whenKinds: { readonly [Key in keyof Required<StubWhen>]: ExpectKind } = { query, headers, cookies, json, jsonLike, jsonPath, text }

function named(call: KindCall, subject: (name: string) => Omit<Subject, 'vocabulary'>): CheckResult[] {
  const vocabulary = plainVocabulary(call.context.folder)
  return entriesOf(call).flatMap(([name, expected]) => results(call, [name], evaluate({ ...subject(name), vocabulary }, expected)))
}

function requestOf({ response }: KindCall): StubRequest {
  return (response as unknown as { readonly request: StubRequest }).request
}

function unknownQuery({ exactQuery, when }: Route, request: StubRequest): Mismatch[] {
  if (!exactQuery) return []
  const known = new Set(Object.keys(when.query ?? {}))
  return [...request.query.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({ message: `the query has ${name}, which was not recorded`, path: [] }))
}
