import type { ImportProblem } from '../import-result.ts'
import type { Collection, Item } from './collection.ts'
import { convertAuth } from './convert-auth.ts'
import { convertRequest } from './convert-request.ts'
import type { ConvertedRequest } from './convert-request.ts'
import { ConvertedScripts } from './convert-scripts.ts'
import type { ScriptMode } from './convert-scripts.ts'
import { slug, UniqueNames } from './names.ts'
import { referencesOf, settle } from './references.ts'
import { Scopes } from './scopes.ts'
import type { DeclaredScope, Given } from './scopes.ts'
import type { CheckEntry } from './scripts/check-entry.ts'
import { readTemplates } from './templates.ts'
import { unsetAddresses } from './unset-addresses.ts'
import type { TemplateSite } from './templates.ts'
import { text } from './read-url.ts'

export interface BuildOptions {
  readonly given: Given
  readonly rows: readonly unknown[]
  readonly environmentName: string | undefined
  readonly scripts: ScriptMode
  readonly upload: (source: string) => string | undefined
}

/** A test of the result, with where it came from. */
export interface BuiltTest {
  readonly item: Item
  readonly suite: string
  readonly name: string
  readonly value: Readonly<Record<string, unknown>>
  readonly comments: readonly string[]
}

export interface BuiltSuite {
  /** Undefined for the tests of no folder, where they come first. */
  readonly name: string | undefined
  readonly description: string | undefined
  readonly tests: readonly BuiltTest[]
}

export interface BuiltSpec {
  /** Everything above the tests, in the order of the file. */
  readonly head: Readonly<Record<string, unknown>>
  readonly suites: readonly BuiltSuite[]
  readonly scripts: ConvertedScripts
  readonly uploads: readonly string[]
  readonly problems: readonly ImportProblem[]
  /** Variables that nothing reads. */
  readonly unused: readonly string[]
  /** Values that belong into `.env`. */
  readonly secrets: ReadonlyMap<string, string>
}

/** More rows than these stand in a file of their own. */
export const inlineRows = 20

/** Lays out the spec of a collection: services, values, suites and tests. */
export function buildSpec(options: BuildOptions): BuiltSpec {
  const { given, rows, environmentName, upload } = options
  const { collection } = given
  const declared = new Scopes(given)
  const addresses = unsetAddresses(collection, declared.known)
  const scopes = addresses.length === 0 ? declared : new Scopes({ ...given, environment: [...given.environment, ...addresses] })
  const scripts = new ConvertedScripts(collection, { scopes, mode: options.scripts })
  const problems: ImportProblem[] = addresses.map(({ name }) => ({
    severity: 'warning',
    code: 'postman-undeclared',
    message: `Nothing sets \`{{${name}}}\`, to which requests go`,
    where: [],
    hint: `Give it a value under \`variables\`, by \`run --var ${name}=…\`, or import with the environment: \`-e FILE\``,
  }))
  const uploads = new Set<string>()
  const unknown = new Map<string, readonly string[]>()
  const site = (where: readonly string[]): TemplateSite => ({
    known: scopes.known,
    onUnknown: (name) => void (unknown.has(name) || unknown.set(name, where)),
  })
  const constant = (name: string): string | undefined => {
    const value = scopes.isWritten(name) || scopes.columns.has(name) ? undefined : scopes.value(name)
    return value === undefined ? undefined : text(value)
  }
  const inDefaults = collection.auth !== undefined && convertAuth(collection.auth).kind === 'auth'
  const requests = collection.items.map((item) => convertRequest(item, { upload, constant, inDefaults }))
  const services = new Services(scopes)

  const tests = collection.items.map((item, index): Omit<BuiltTest, 'suite' | 'name'> => {
    const request = requests[index] as ConvertedRequest
    const where = [...item.path, item.name]
    for (const reason of request.dropped)
      problems.push({ severity: 'warning', code: 'postman-dropped', message: `Left out: ${reason}`, where })
    for (const file of request.uploads) uploads.add(file)
    const target = services.place(request)
    const value = { ...target, ...queryAndKeys(request), ...scriptKeys(item, scripts) }
    return { item, value: encodeUnknown(readTemplates(value, site(where)) as BuiltTest['value']), comments: request.comments }
  })
  for (const [name, where] of unknown)
    problems.push({
      severity: 'warning',
      code: 'postman-undeclared',
      message: `Nothing sets \`{{${name}}}\`; it is sent as it is, as Postman does`,
      where,
    })
  for (const [name, where] of scripts.unset)
    problems.push({ severity: 'warning', code: 'postman-undeclared', message: `Nothing sets \`${name}\`, which a script reads`, where })
  const suites = groupSuites(collection, tests)

  const defaults = inDefaults && collection.auth !== undefined ? convertAuth(collection.auth) : undefined
  const defaultKeys = defaults?.kind === 'auth' ? (readTemplates({ auth: defaults.auth }, site([])) as object) : undefined
  const serviceKeys = readTemplates(services.entries(), site([])) as Readonly<Record<string, unknown>>
  const placed = placeVariables({ scopes, scripts, tests, rows, used: [serviceKeys, defaultKeys], services: serviceKeys, site: site([]) })
  const spell = (name: string): string => placed.spell(name)
  const nulls = [...scopes.known].filter((name) => scopes.value(name) === null)
  const session = sessionKeys(placed, { nulls, rows, environmentName, needed: scripts.files.size > 0 })
  const head = {
    version: 1,
    name: slug(collection.name, 'collection'),
    ...(placed.env.size > 0 && { env: Object.fromEntries(placed.env) }),
    ...(placed.variables.size > 0 && { variables: settle(Object.fromEntries(placed.variables), spell) as object }),
    ...(Object.keys(serviceKeys).length > 0 && { services: settle(serviceKeys, spell) as object }),
    ...(rows.length > inlineRows && { fixtures: { rows: { json: 'data/rows.json' } } }),
    session: settle(session, spell),
    ...(defaultKeys !== undefined && { defaults: settle(defaultKeys, spell) as object }),
  }
  return {
    head,
    suites: suites.map((suite) => ({
      ...suite,
      tests: suite.tests.map((test) => ({ ...test, value: settle(test.value, spell) as BuiltTest['value'] })),
    })),
    scripts,
    uploads: [...uploads],
    problems,
    unused: placed.unused,
    secrets: placed.secrets,
  }
}

/** A path has no braces; names that nothing sets are sent encoded, as Postman does. */
function encodeUnknown(value: BuiltTest['value']): BuiltTest['value'] {
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'string' && (key === 'path' || methods.has(key.toUpperCase())) ? encodeReferences(part) : part,
    ]),
  )
}

function encodeReferences(text: string): string {
  return text.replaceAll(/\{\{([^{}]+)\}\}/g, (_, name: string) => `%7B%7B${encodeURIComponent(name)}%7D%7D`)
}

function queryAndKeys({ query, keys }: ConvertedRequest): Record<string, unknown> {
  return { ...(Object.keys(query).length > 0 && { query }), ...keys }
}

function scriptKeys(item: Item, scripts: ConvertedScripts): Record<string, unknown> {
  const before = scripts.before(item)
  const { checks, capture } = tidy(scripts.checks(item))
  return {
    ...(before.length > 0 && { before }),
    ...(checks.length > 0 ? { checks } : { expect: { status: 'any' } }),
    ...(Object.keys(capture).length > 0 && { capture }),
  }
}

/** Values that are kept whatever comes of the checks stand where people write them. */
function tidy(entries: readonly CheckEntry[]): { checks: readonly CheckEntry[]; capture: Readonly<Record<string, unknown>> } {
  if (entries.some(({ script }) => script !== undefined)) return { checks: entries, capture: {} }
  const capture = Object.assign({}, ...entries.filter(isPlain).map((entry) => entry.capture)) as Record<string, unknown>
  const checks = entries.filter((entry) => !isPlain(entry))
  // a condition with nothing behind it says no more than the capture does
  while (Object.keys(capture).length > 0 && checks.at(-1) !== undefined && Object.keys(checks.at(-1) as object).join() === 'expect')
    checks.pop()
  return { checks, capture }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The services that the requests go to, one for each scheme, host and port. */
class Services {
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
    const host =
      names.length === 1
        ? (names[0] ?? '').replace(/[-_]?(?:url|uri|host|server)$/i, '')
        : base.replace(/^[a-z]+:\/\//i, '').replaceAll(/\{\{|\}\}/g, '')
    const name = this.#names.claim(slug(host.replace(/^base$/i, 'api'), 'api'))
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

function groupSuites(collection: Collection, tests: readonly Omit<BuiltTest, 'suite' | 'name'>[]): readonly BuiltSuite[] {
  const suiteNames = new UniqueNames()
  const descriptions = new Map(collection.folders.map(({ path, description }) => [JSON.stringify(path), description]))
  const groups: { path: readonly string[]; tests: Omit<BuiltTest, 'suite' | 'name'>[] }[] = []
  for (const test of tests) {
    const last = groups.at(-1)
    if (last !== undefined && JSON.stringify(last.path) === JSON.stringify(test.item.path)) last.tests.push(test)
    else groups.push({ path: test.item.path, tests: [test] })
  }
  // tests of no folder run first in the language, so others become a suite of their own
  return groups.map(({ path, tests: own }, index) => {
    const atTop = index === 0 && path.length === 0
    const title = path.join(' / ')
    const name = suiteNames.claim(slug(path.length === 0 ? collection.name : path.join('-'), 'suite'))
    const described = descriptions.get(JSON.stringify(path)) ?? (title !== name && !atTop && title !== '' ? title : undefined)
    const testNames = new UniqueNames((number) => ` (${number})`)
    return {
      name: atTop ? undefined : name,
      description: described,
      tests: own.map((test) => ({
        ...test,
        suite: atTop ? slug(collection.name, 'collection') : name,
        name: testNames.claim(testName(test.item.name)),
      })),
    }
  })
}

/** A key that is only digits would be sorted before all others. */
function testName(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim().replaceAll('${', '$ {')
  return line === '' ? 'request' : /^\d+$/.test(line) ? `request ${line}` : line
}

interface Placing {
  readonly scopes: Scopes
  readonly scripts: ConvertedScripts
  readonly tests: readonly Pick<BuiltTest, 'value'>[]
  readonly rows: readonly unknown[]
  readonly used: readonly unknown[]
  readonly services: unknown
  readonly site: TemplateSite
}

interface Placed {
  readonly env: Map<string, unknown>
  readonly variables: Map<string, unknown>
  readonly session: Readonly<Record<DeclaredScope, ReadonlyMap<string, unknown>>>
  readonly unused: readonly string[]
  readonly secrets: ReadonlyMap<string, string>
  spell(name: string): string
}

/** Decides for every variable: a constant, a value of the session, or not needed. */
function placeVariables({ scopes, scripts, tests, used, services, site }: Placing): Placed {
  const kept = scripts.keptText
  const readsAny = /toObject|replaceIn|\beval\b|\.get\(\s*[^"'`\s)]|\.clear\(|(?<![.\w])(?:environment|globals|data)\s*\[\s*[^"'`\s]/.test(
    kept,
  )
  const mentioned = (name: string): boolean => kept !== '' && (readsAny || kept.includes(name))
  const value = (scope: DeclaredScope, name: string): unknown => {
    const initial = scopes.initial(scope, name)
    if (initial?.value === null && kept === '') return ''
    return initial === undefined ? null : readTemplates(initial.value, site)
  }
  const reads = new Set<string>()
  const follow = (names: Iterable<string>): void => {
    for (const name of names) {
      if (reads.has(name)) continue
      reads.add(name)
      for (const scope of scopes.declaredIn(name)) follow(referencesOf(value(scope, name)))
    }
  }
  follow(referencesOf([tests.map((test) => test.value), used]))
  const addresses = new Set<string>()
  const followAddress = (names: Iterable<string>): void => {
    for (const name of names) {
      if (addresses.has(name)) continue
      addresses.add(name)
      followAddress(referencesOf(readTemplates(scopes.value(name) ?? '', site)))
    }
  }
  followAddress(referencesOf(services))
  const shared = new Set([...scopes.known].filter((name) => scopes.columns.has(name) || scopes.isWritten(name) || mentioned(name)))
  // what is computed from a value that changes changes too
  for (let size = -1; size !== shared.size;) {
    size = shared.size
    for (const name of reads)
      if (
        [...referencesOf(scopes.declaredIn(name).map((scope) => value(scope, name)))].some(
          (other) => shared.has(other) && !addresses.has(other),
        )
      )
        shared.add(name)
  }

  const env = new Map<string, unknown>()
  const variables = new Map<string, unknown>()
  const secrets = new Map<string, string>()
  const constantNames = new Map<string, string>()
  const names = new UniqueNames()
  const secret = (name: string, given: unknown): unknown => {
    if (!scopes.secrets.has(name)) return given
    const spelling = slug(name, 'SECRET')
      .replaceAll('-', '_')
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .toUpperCase()
    env.set(spelling, { required: true, secret: true })
    secrets.set(spelling, text(scopes.value(name)))
    return `\u0001\u0003env.${spelling}\u0002`
  }
  const isConstant = (name: string): boolean => addresses.has(name) || (reads.has(name) && !shared.has(name))
  for (const name of scopes.known) {
    const [scope] = scopes.declaredIn(name)
    if (scope === undefined || !isConstant(name)) continue
    const spelling = names.claim(slug(name, 'value'))
    constantNames.set(name, spelling)
    variables.set(spelling, secret(name, value(scope, name) ?? ''))
  }
  const session = { environment: new Map<string, unknown>(), values: new Map<string, unknown>(), globals: new Map<string, unknown>() }
  for (const scope of ['environment', 'values', 'globals'] as const)
    for (const name of scopes.names(scope)) {
      if (!shared.has(name)) continue
      const constant = constantNames.get(name)
      session[scope].set(
        name,
        constant !== undefined && scope === scopes.declaredIn(name)[0]
          ? `\u0001\u0003variables.${constant}\u0002`
          : secret(name, value(scope, name)),
      )
    }
  const unused = [...scopes.known].filter((name) => !reads.has(name) && !shared.has(name) && !addresses.has(name))
  return {
    env,
    variables,
    session,
    unused,
    secrets,
    spell: (name) => {
      const constant = constantNames.get(name)
      if (constant !== undefined && (!shared.has(name) || addresses.has(name))) return `\${variables.${constant}}`
      return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `\${session.${name}}` : `\${session[${JSON.stringify(name)}]}`
    },
  }
}

function sessionKeys(
  { session }: Placed,
  {
    rows,
    environmentName,
    needed,
    nulls: given,
  }: { nulls: readonly string[]; rows: readonly unknown[]; environmentName: string | undefined; needed: boolean },
): Readonly<Record<string, unknown>> {
  const nulls = given.filter((name) => session.environment.has(name) || session.values.has(name))
  const entries = (scope: DeclaredScope): object => Object.fromEntries(session[scope])
  const filled = (['environment', 'globals'] as const).filter((scope) => session[scope].size > 0)
  // only scripts can tell the scopes apart
  const values = needed ? entries('values') : { ...entries('globals'), ...entries('values'), ...entries('environment') }
  const postman = {
    ...Object.fromEntries(filled.map((scope) => [scope, entries(scope)])),
    ...(nulls.length > 0 && { nulls }),
    ...(environmentName !== undefined && { environmentName }),
  }
  return {
    ...(Object.keys(values).length > 0 && { values }),
    ...(needed && Object.keys(postman).length > 0 && { postman }),
    ...(rows.length > 0 && { with: rows.length > inlineRows ? 'rows' : rows }),
  }
}

const isPlain = (entry: CheckEntry): boolean => entry.capture !== undefined && Object.keys(entry).length === 1
