import type { ConvertedScripts } from './convert-scripts.ts'
import type { BuiltTest } from './group-suites.ts'
import { slug, UniqueNames } from './names.ts'
import { text } from './read-url.ts'
import { referencesOf } from './references.ts'
import type { DeclaredScope, Scopes } from './scopes.ts'
import { readTemplates } from './templates.ts'
import type { TemplateSite } from './templates.ts'

interface Placing {
  readonly scopes: Scopes
  readonly scripts: ConvertedScripts
  readonly tests: readonly Pick<BuiltTest, 'value'>[]
  readonly rows: readonly unknown[]
  readonly used: readonly unknown[]
  readonly services: unknown
  readonly site: TemplateSite
}

export interface Placed {
  readonly env: Map<string, unknown>
  readonly variables: Map<string, unknown>
  readonly session: Readonly<Record<DeclaredScope, ReadonlyMap<string, unknown>>>
  readonly unused: readonly string[]
  readonly secrets: ReadonlyMap<string, string>
  spell(name: string): string
}

/** Decides for every variable: a constant, a value of the session, or not needed. */
export function placeVariables({ scopes, scripts, tests, used, services, site }: Placing): Placed {
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
