import { CookieJar } from '../http/cookie-jar.ts'
import { titleOf } from '../../titles/row-titles.ts'
import type { TestSession } from '../project/test-session.ts'
import { stringifyJson } from '../assertions/values/stringify-json.ts'

/** Where a value is kept; those further up hide those below. `data` is the row of the iteration. */
const sessionScopes = ['local', 'data', 'environment', 'values', 'globals'] as const
export type SessionScope = (typeof sessionScopes)[number]

/** What `session:` of the YAML says; functions are computed when they are first read. */
export interface SessionDefinition {
  /** Values of a Postman environment, above `values`. */
  readonly environment?: Readonly<Record<string, unknown>>
  /** What all tests may read and set; `--var` overrides what they start with. */
  readonly values?: Readonly<Record<string, unknown>>
  /** Values of Postman's globals, below all others. */
  readonly globals?: Readonly<Record<string, unknown>>
  /** Names that scripts of Postman read as `null` until something sets them. */
  readonly nulls?: readonly string[]
  /** The whole project runs once for each row. */
  readonly with?: readonly unknown[] | (() => readonly unknown[])
}

/** A request as it was sent, so that a jump back can send it again. */
export interface SentItem {
  readonly title: string
  readonly send: (session: TestSession) => Promise<unknown>
}

/** What all tests of a project share: values, cookies, and which test comes next. */
export class SharedSession {
  readonly #scopes: Readonly<Record<SessionScope, Map<string, unknown>>>
  readonly #with: SessionDefinition['with']
  readonly #nulls: readonly string[]
  readonly #voided = new Set<string>()
  #iteration = 0
  #rows: readonly unknown[] | undefined
  jar = new CookieJar()
  /** Sent in this iteration, in order. */
  readonly items: SentItem[] = []
  /** The test that a script wants to be next; `null` ends the iteration. */
  next: string | null | undefined
  /** Jumps back in this iteration. */
  jumps = 0
  /** A jump back is under way. */
  replaying = false

  constructor(definition: SessionDefinition) {
    const { environment, values, globals } = definition
    this.#scopes = { local: new Map(), data: new Map(), environment: start(environment), values: start(values), globals: start(globals) }
    for (const scope of ['environment', 'values', 'globals'] as const) this.#declared[scope] = Object.keys(definition[scope] ?? {})
    this.#with = definition.with
    this.#nulls = definition.nulls ?? []
    this.#override()
  }

  readonly #declared: Record<string, readonly string[]> = {}

  get rows(): readonly unknown[] {
    this.#rows ??= typeof this.#with === 'function' ? this.#with() : (this.#with ?? [])
    return this.#rows
  }

  /** With the number in front, which tells them from suites. */
  get titles(): readonly string[] {
    return this.rows.map((row, index) => `#${index + 1} ${titleOf(row, index)}`)
  }

  get iteration(): number {
    return this.#iteration
  }

  /** Values and cookies outlive an iteration; where it stands in the list of tests does not. */
  begin(iteration: number): void {
    const row = this.rows[iteration]
    const fresh = iteration !== this.#iteration
    this.#iteration = iteration
    const data = this.#scopes.data
    data.clear()
    for (const [name, value] of Object.entries(typeof row === 'object' && row !== null ? row : {})) data.set(name, value)
    if (!fresh) return
    this.items.length = 0
    this.next = undefined
    this.jumps = 0
  }

  /** Names of a scope that are declared as null and not set. */
  nulls(scope: SessionScope): readonly string[] {
    return this.#nulls.filter((name) => this.#declared[scope]?.includes(name) === true && !this.#scopes[scope].has(name))
  }

  scope(name: SessionScope): Map<string, unknown> {
    return this.#scopes[name]
  }

  /** Keeps a value where its name is declared, with `values` for names that are declared nowhere. */
  set(name: string, value: unknown): void {
    const scope = (['environment', 'values', 'globals'] as const).find((candidate) => this.#declared[candidate]?.includes(name))
    // what a script keeps for the run hides all others
    this.#scopes[this.#scopes.local.has(name) ? 'local' : (scope ?? 'local')].set(name, value)
  }

  /** As if it had never been set, wherever it is declared. */
  unset(name: string): void {
    for (const scope of ['environment', 'values', 'globals', 'local'] as const) if (this.#scopes[scope].delete(name)) return
  }

  /** As `unset`, for a value that an answer did not have; scripts would read null. */
  void(name: string): void {
    this.unset(name)
    this.#voided.add(name)
  }

  isVoid(name: string): boolean {
    return this.#voided.has(name) && !this.has(name)
  }

  /** False for a name that is not set. */
  has(name: string): boolean {
    const scope = sessionScopes.find((candidate) => this.#scopes[candidate].has(name))
    return scope !== undefined && this.#scopes[scope].get(name) !== undefined
  }

  /** The value as it was set, without what its text may ask for; `undefined` where none is set. */
  kept(name: string): { readonly value: unknown } | undefined {
    const scope = sessionScopes.find((candidate) => this.#scopes[candidate].has(name))
    if (scope === undefined) return undefined
    const value = this.#scopes[scope].get(name)
    const computed = typeof value === 'function' ? (value as () => unknown)() : value
    if (computed !== value) this.#scopes[scope].set(name, computed)
    return computed === undefined ? undefined : { value: computed }
  }

  declares(name: string): boolean {
    return Object.values(this.#declared).some((names) => names.includes(name))
  }

  /** The value behind a name; one that was never set shows as its name in double braces, so that its request fails at the service. */
  read(name: string): unknown {
    for (const scope of sessionScopes) {
      const values = this.#scopes[scope]
      if (!values.has(name)) continue
      const value = values.get(name)
      const computed = typeof value === 'function' ? (value as () => unknown)() : value
      if (computed !== value) values.set(name, computed)
      return typeof computed === 'string' ? this.fill(computed) : (computed ?? '')
    }
    return `{{${name}}}`
  }

  /** Replaces `{{name}}` in a text that a script or an answer brought along; names that are not there stay. */
  fill(text: string, depth = 0): string {
    if (!text.includes('{{') || depth > 18) return text
    return text.replaceAll(/\{\{([^{}]+)\}\}/g, (whole, name: string) => {
      for (const scope of sessionScopes) {
        if (!this.#scopes[scope].has(name)) continue
        const value = this.#scopes[scope].get(name)
        const computed = typeof value === 'function' ? (value as () => unknown)() : value
        if (computed === undefined || computed === null) return ''
        return this.fill(typeof computed === 'string' ? computed : (stringifyJson(computed) ?? ''), depth + 1)
      }
      return whole
    })
  }

  #override(): void {
    const text = process.env['APITEST_VARS']
    if (text === undefined || text === '') return
    for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, string>)) if (this.declares(name)) this.set(name, value)
  }
}

const start = (given: Readonly<Record<string, unknown>> = {}): Map<string, unknown> =>
  // null: declared, and not set yet
  new Map(Object.entries(given).filter(([, value]) => value !== null))
