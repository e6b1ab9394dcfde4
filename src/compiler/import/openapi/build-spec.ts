import type { ApiDocument } from '../../../openapi/api-document.ts'
import { readOperations } from '../../../openapi/api-operations.ts'
import { pathnameOf } from '../../../openapi/match-operation.ts'
import { literalText, literalValue, titleText } from '../plain-text.ts'
import { slug, UniqueNames } from '../postman/names.ts'
import { requestOf, sampleOperation } from './build-operation.ts'
import type { RequestNames, SampledOperation } from './build-operation.ts'
import { testsOf } from './build-tests.ts'
import { isKeywords } from './sample-schema.ts'
import { schemaTester } from './schema-tester.ts'

export type SpecData = Record<string, unknown>

export interface BuiltSpec {
  readonly data: SpecData
  /** What identifies each operation's content, by `GET /items`. */
  readonly operations: Readonly<Record<string, string>>
  readonly cases: number
  readonly tests: number
  /** Operations without a documented answer for wrong requests. */
  readonly withoutRefusal: readonly string[]
  /** Operations whose sample body does not fit their schema. */
  readonly doubtful: readonly string[]
}

export interface BuildSpec {
  /** Of the document, from the spec on; absent where the spec cannot name it. */
  readonly openapi: string | undefined
}

/** The spec of a document as plain data, in the order in which people write it. */
export function buildSpec(document: ApiDocument, { openapi }: BuildSpec): BuiltSpec {
  const operations = readOperations(document)
    .filter(({ method }) => method !== 'trace')
    .map((operation) => sampleOperation(document, operation))
  const names = nameOperations(operations)
  const authDefault = commonAuth(operations)
  const env = Object.fromEntries(
    operations.flatMap(({ auth }) => auth?.env ?? []).map(({ name, secret }) => [name, { required: true, ...(secret && { secret }) }]),
  )
  const { variables, fixtures } = valuesOf(operations, names)
  const requests = Object.fromEntries(
    operations.map((sampled) => [names.get(sampled)!.request, requestOf(sampled, names.get(sampled)!, { authDefault })]),
  )
  const tests = buildTests(operations, names)
  const info = document.child(document.root, 'info', 'title')?.value
  const suites = [...tests.suites]
  return {
    data: {
      version: 1,
      name: typeof info === 'string' && titleText(info) !== '' ? titleText(info) : 'api',
      ...(openapi !== undefined && { openapi: literalText(openapi) }),
      env: { API_URL: { default: serverOf(operations[0]) }, ...env },
      ...(Object.keys(variables).length > 0 && { variables }),
      services: { api: { url: '${env.API_URL}', ...basePathOf(operations[0]) } },
      ...((openapi !== undefined || authDefault !== '{}') && {
        defaults: { ...(JSON.parse(authDefault) as object), ...(openapi !== undefined && { expect: { openapi: true } }) },
      }),
      ...(Object.keys(fixtures).length > 0 && { fixtures }),
      ...(operations.length > 0 && { requests }),
      ...(Object.keys(tests.alone).length > 0 && { tests: tests.alone }),
      ...(suites.length > 0 && { suites: Object.fromEntries(suites.map(([name, entries]) => [name, { tests: entries }])) }),
    },
    operations: Object.fromEntries(operations.map(({ name, fingerprint }) => [name, fingerprint])),
    cases: tests.cases,
    tests: tests.count,
    withoutRefusal: tests.withoutRefusal,
    doubtful: operations
      .filter(({ body }) => body?.type !== undefined || (body?.key === 'json' && schemaTester(body.schema)?.(body.value) === false))
      .map(({ name }) => name),
  }
}

/** A key of the spec made of a foreign text. */
function keyName(text: string, fallback: string): string {
  const name = slug(text, fallback)
  // a map of the spec may hold it, and a map of JavaScript does not
  return name === '__proto__' ? fallback : name
}

type Names = ReadonlyMap<SampledOperation, RequestNames>

function nameOperations(operations: readonly SampledOperation[]): Names {
  const requests = new UniqueNames()
  const variables = new Map<string, string>()
  const taken = new UniqueNames()
  const values = new Map<string, string>()
  return new Map(
    operations.map((sampled) => {
      const { operation, body, parameters } = sampled
      const words = operation.path
        .split('/')
        .filter((part) => part !== '')
        .map((part) => part.replaceAll(/[{}]/g, ''))
        .join('-')
      const request = requests.claim(keyName(operation.id ?? `${operation.method}-${words}`, operation.method))
      const ofPath = parameters.filter(({ parameter }) => parameter.in === 'path')
      const own = new Map(
        ofPath.map(({ parameter, value }) => {
          // the same name with another value is another thing
          const key = JSON.stringify([parameter.name, value])
          const known = variables.get(key)
          if (known !== undefined) return [parameter.name, known] as const
          const plain = keyName(parameter.name, 'id')
          const name = taken.claim(values.has(plain) ? keyName(`${request}_${parameter.name}`, 'id') : plain)
          values.set(plain, key)
          variables.set(key, name)
          return [parameter.name, name] as const
        }),
      )
      return [sampled, { request, fixture: body === undefined || body.key !== 'json' ? undefined : request, variables: own }]
    }),
  )
}

function valuesOf(
  operations: readonly SampledOperation[],
  names: Names,
): { variables: Record<string, unknown>; fixtures: Record<string, unknown> } {
  const variables: Record<string, unknown> = {}
  const fixtures: Record<string, unknown> = {}
  for (const sampled of operations) {
    const { fixture, variables: own } = names.get(sampled)!
    for (const { parameter, value } of sampled.parameters) {
      const name = parameter.in === 'path' ? own.get(parameter.name) : undefined
      if (name !== undefined)
        variables[name] ??= literalValue(
          Array.isArray(value) ? value.join(',') : isKeywords(value) ? JSON.stringify(value) : (value ?? parameter.name),
        )
    }
    if (fixture !== undefined) fixtures[fixture] = { value: literalValue(sampled.body?.value) }
  }
  return { variables, fixtures }
}

/** What most operations prove themselves with, as JSON; `{}` where that is nothing. */
function commonAuth(operations: readonly SampledOperation[]): string {
  const counts = new Map<string, number>()
  for (const { auth } of operations) {
    const key = auth === undefined || !('auth' in auth.keys) ? '{}' : JSON.stringify(auth.keys)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  return most === undefined || most[1] < 2 ? '{}' : most[0]
}

function serverOf(sampled: SampledOperation | undefined): string {
  const [server = ''] = sampled?.operation.servers ?? []
  const [origin] = /^https?:\/\/[^/?#]+/i.exec(server) ?? []
  return origin === undefined || /[{}\s@]/.test(origin) ? 'http://127.0.0.1:8080' : literalText(origin)
}

function basePathOf(sampled: SampledOperation | undefined): { basePath?: string } {
  const path = pathnameOf(sampled?.operation.servers[0] ?? '')
  if (path === '' || /[{}\s]/.test(path)) return {}
  return { basePath: literalText(path.startsWith('/') ? path : `/${path}`) }
}

function buildTests(operations: readonly SampledOperation[], names: Names) {
  const alone: Record<string, unknown> = {}
  const suites = new Map<string, Record<string, unknown>>()
  const suiteNames = new Map<string, string>()
  const taken = new UniqueNames()
  const titles = new Map<object, UniqueNames>()
  const withoutRefusal: string[] = []
  let cases = 0
  let count = 0
  // what removes something comes last, so that others still find it
  for (const sampled of [...operations].toSorted(
    (a, b) => Number(a.operation.method === 'delete') - Number(b.operation.method === 'delete'),
  )) {
    const [tag] = sampled.operation.tags
    if (tag !== undefined && !suiteNames.has(tag)) suiteNames.set(tag, taken.claim(keyName(tag, 'suite')))
    const suite = tag === undefined ? alone : (suites.get(suiteNames.get(tag)!) ?? {})
    if (tag !== undefined) suites.set(suiteNames.get(tag)!, suite)
    const unique = titles.get(suite) ?? new UniqueNames((number) => ` (${number})`)
    titles.set(suite, unique)
    const { title, happy, refused } = testsOf(sampled, names.get(sampled)!)
    suite[unique.claim(title)] = createdFirst(sampled, { operations, names }) ?? happy
    count += 1
    if (refused === undefined) {
      if (sampled.body !== undefined || sampled.parameters.length > 0 || sampled.auth !== undefined) withoutRefusal.push(sampled.name)
    } else {
      suite[unique.claim(`${title}, refused`)] = refused
      cases += (refused['cases'] as readonly unknown[]).length
    }
  }
  return { alone, suites, withoutRefusal, cases, count }
}

/** Something that is removed has to be there: it is made first, where the document says how, and what its key is called. */
function createdFirst(
  sampled: SampledOperation,
  { operations, names }: { operations: readonly SampledOperation[]; names: Names },
): Record<string, unknown> | undefined {
  const { operation } = sampled
  const [, collection, parameter] = /^(.*)\/\{([^{}]+)\}$/.exec(operation.path) ?? []
  if (operation.method !== 'delete' || collection === undefined || parameter === undefined || collection.includes('{')) return undefined
  const maker = operations.find((other) => other.operation.method === 'post' && other.operation.path === collection)
  const made = maker?.operation.responses.find(({ status }) => /^20[01]$/.test(status))
  const key = [parameter, 'id'].find((name) => made !== undefined && maker?.answerKeys.includes(name))
  if (maker === undefined || made === undefined || key === undefined) return undefined
  const capture = keyName(parameter, 'id')
  const { happy } = testsOf(sampled, names.get(sampled)!)
  return {
    steps: [
      { request: names.get(maker)!.request, expect: { status: Number(made.status) }, capture: { [capture]: `$.${key}` } },
      { request: happy['request'], delete: `${literalText(collection)}/\${captures.${capture}}`, expect: happy['expect'] },
    ],
  }
}
