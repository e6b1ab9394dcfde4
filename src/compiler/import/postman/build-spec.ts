import type { ImportProblem } from '../import-result.ts'
import { convertAuth } from './convert-auth.ts'
import { convertRequest } from './convert-request.ts'
import type { ConvertedRequest } from './convert-request.ts'
import { ConvertedScripts } from './convert-scripts.ts'
import type { ScriptMode } from './convert-scripts.ts'
import { groupSuites } from './group-suites.ts'
import type { BuiltSuite, BuiltTest } from './group-suites.ts'
import { slug } from './names.ts'
import { placeVariables } from './place-variables.ts'
import type { Placed } from './place-variables.ts'
import { settle } from './references.ts'
import { Scopes } from './scopes.ts'
import type { DeclaredScope, Given } from './scopes.ts'
import { scriptKeys } from './script-keys.ts'
import { methods, Services } from './services.ts'
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
