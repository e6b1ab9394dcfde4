import type { Collection, Variable } from './collection.ts'
import type { Write, WriteScope } from './scripts/check-entry.ts'
import { parseScript, walk } from './scripts/parse-script.ts'
import { writeTarget } from './scripts/read-write.ts'

/** Where values of a run stand before it begins. */
export interface Given {
  readonly collection: Collection
  readonly environment: readonly Variable[]
  readonly globals: readonly Variable[]
  /** Names of the columns of the data file. */
  readonly columns: readonly string[]
}

export type DeclaredScope = 'environment' | 'values' | 'globals'

const order = ['environment', 'values', 'globals'] as const

/** Every name that texts and scripts of a collection may mean, and who sets it. */
export class Scopes {
  readonly #initial: Readonly<Record<DeclaredScope, ReadonlyMap<string, Variable>>>
  readonly #writes = new Map<string, Set<WriteScope>>()
  readonly columns: ReadonlySet<string>
  readonly known: Set<string>
  /** Names that no script sets, as a text. */
  readonly secrets: ReadonlyMap<string, Variable>

  constructor({ collection, environment, globals, columns }: Given) {
    const given = { environment: enabled(environment), values: enabled(collection.variables), globals: enabled(globals) }
    const circular = circularNames(given)
    for (const scope of order) for (const name of circular) given[scope].delete(name)
    this.#initial = given
    this.columns = new Set(columns)
    const codes = new Set(collection.items.flatMap(({ scripts }) => [...scripts.prerequest, ...scripts.test]).map(({ code }) => code))
    for (const code of codes) this.#collectWrites(code)
    this.known = new Set([...order.flatMap((scope) => [...this.#initial[scope].keys()]), ...this.columns, ...this.#writes.keys()])
    this.secrets = new Map(order.flatMap((scope) => [...this.#initial[scope]].filter(([, { secret }]) => secret)))
  }

  /** A name that a script reads and nothing sets stands among the values, unset. */
  declareUnset(name: string): void {
    this.#writes.set(name, new Set(['values']))
    this.known.add(name)
  }

  isWritten(name: string): boolean {
    return this.#writes.has(name)
  }

  /** Scopes in which a name has a place, the strongest first; a name that only `pm.variables` sets gets one among the collection's. */
  declaredIn(name: string): readonly DeclaredScope[] {
    const writes = this.#writes.get(name) ?? new Set()
    const found = order.filter((scope) => this.#initial[scope].has(name) || writes.has(scope))
    return found.length > 0 || !writes.has('local') ? found : ['values']
  }

  initial(scope: DeclaredScope, name: string): Variable | undefined {
    return this.#initial[scope].get(name)
  }

  /** The value that a text sees before any script has run. */
  value(name: string): unknown {
    const scope = order.find((candidate) => this.#initial[candidate].has(name))
    return scope === undefined ? undefined : this.#initial[scope].get(name)?.value
  }

  names(scope: DeclaredScope): readonly string[] {
    const written = [...this.#writes.keys()].filter((name) => !this.#initial[scope].has(name) && this.declaredIn(name).includes(scope))
    return [...this.#initial[scope].keys(), ...written]
  }

  /** Whether what a translated script sets is what texts read afterwards. */
  readonly canWrite = ({ scope, name }: Write): boolean => {
    if (this.columns.has(name)) return false
    const writes = this.#writes.get(name) ?? new Set()
    const [first] = this.declaredIn(name)
    if (scope === 'local') return writes.size === 1 && order.every((candidate) => !this.#initial[candidate].has(name))
    return first === scope && !writes.has('local')
  }

  #collectWrites(code: string): void {
    const note = (name: string, scope: WriteScope): void => {
      const scopes = this.#writes.get(name) ?? new Set()
      scopes.add(scope)
      this.#writes.set(name, scopes)
    }
    // parsing is most of the work, and most scripts set nothing
    if (!/\bset\b|EnvironmentVariable|GlobalVariable|\bunset\b/.test(code)) return
    const parsed = parseScript(code)
    if ('mistake' in parsed) return
    walk(parsed.program, (node) => {
      if (node.type !== 'CallExpression') return
      const target = writeTarget(node)
      const [name] = node.arguments
      if (target !== undefined && name?.type === 'Literal' && typeof name.value === 'string') note(name.value, target.scope)
    })
  }
}

/** Names whose value asks for themselves, such as an `{{API}}` that the environment is to replace: they are as good as not set. */
function circularNames(scopes: Readonly<Record<DeclaredScope, ReadonlyMap<string, Variable>>>): readonly string[] {
  const valueOf = (name: string): unknown => order.map((scope) => scopes[scope].get(name)).find((found) => found !== undefined)?.value
  const reaches = (from: string, goal: string, seen: Set<string>): boolean => {
    const value = valueOf(from)
    if (typeof value !== 'string' || seen.has(from)) return false
    seen.add(from)
    return [...value.matchAll(/\{\{([^{}]+)\}\}/g)].some(([, name = '']) => name === goal || reaches(name, goal, seen))
  }
  const names = new Set(order.flatMap((scope) => [...scopes[scope].keys()]))
  return [...names].filter((name) => reaches(name, name, new Set()))
}

const enabled = (list: readonly Variable[]): Map<string, Variable> =>
  new Map(list.filter(({ disabled }) => !disabled).map((one) => [one.name, one]))
