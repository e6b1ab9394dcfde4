import type { Cursor } from '../checks/cursor.ts'
import { dependenciesOf } from '../checks/dependencies-of.ts'
import type { Section } from '../checks/spec-names.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'
import { referencesIn } from '../templates/references-in.ts'

/** The required variables of the environment that have no default. */
function requiredEnv(spec: ResolvedSpec): readonly string[] {
  return [...spec.names.all('env').values()]
    .filter((variable) => variable.get('required')?.value === true && !variable.has('default'))
    .map(({ name }) => name)
}

interface TasksUse {
  readonly tasks?: readonly Cursor[]
  readonly requests?: readonly string[]
  readonly services: Iterable<string>
}

/** Finds which of them a test reads: itself, or by whatever it uses. */
export class EnvFinder {
  readonly #spec: ResolvedSpec
  readonly #required: readonly string[]
  readonly #known = new Map<string, ReadonlySet<string>>()
  readonly #always: ReadonlySet<string>

  constructor(spec: ResolvedSpec) {
    this.#spec = spec
    this.#required = requiredEnv(spec)
    this.#always = this.#required.length === 0 ? new Set() : this.#ofValue(spec.defaults?.value)
  }

  ofTest(test: Cursor, { services, fixtures }: { services: Iterable<string>; fixtures: readonly string[] }): readonly string[] {
    if (this.#required.length === 0) return []
    const found = new Set([...this.#always, ...this.#ofSteps(test)])
    const rows = test.get('with')?.text
    if (rows !== undefined) this.#add('fixtures', rows, found)
    for (const fixture of fixtures) this.#add('fixtures', fixture, found)
    for (const service of services) this.#add('services', service, found)
    return this.#required.filter((name) => found.has(name))
  }

  /** For a load profile or a leak window, whose tasks are its own or the names of requests. */
  ofTasks(owner: Cursor, { tasks = [], requests = [], services }: TasksUse): readonly string[] {
    if (this.#required.length === 0) return []
    const found = new Set([...this.#always, ...this.#ofValue(owner.value)])
    for (const task of tasks) for (const name of this.#ofSteps(task)) found.add(name)
    for (const request of requests) this.#add('requests', request, found)
    for (const service of services) this.#add('services', service, found)
    return this.#required.filter((name) => found.has(name))
  }

  /** What a test, flow or fixture says, and the requests and flows that it names. */
  #ofSteps(owner: Cursor): Set<string> {
    const found = this.#ofValue(owner.value)
    const steps = [owner, ...(owner.get('steps')?.items() ?? []), ...(owner.get('cleanup')?.items() ?? [])]
    for (const step of steps) {
      for (const [key, section] of [
        ['request', 'requests'],
        ['flow', 'flows'],
      ] as const) {
        const name = step.get(key)?.text
        if (name !== undefined) this.#add(section, name, found)
      }
    }
    return found
  }

  #ofValue(value: unknown): Set<string> {
    const found = new Set<string>()
    for (const { segments } of referencesIn(value)) {
      const [scope, name] = [String(segments[0]?.value), String(segments[1]?.value)]
      if (scope === 'env') found.add(name)
      if (scope === 'variables' || scope === 'fixtures' || scope === 'services' || scope === 'stubs') this.#add(scope, name, found)
    }
    return found
  }

  #add(section: Section, name: string, found: Set<string>): void {
    const key = `${section}/${name}`
    const known = this.#known.get(key)
    if (known === undefined) {
      this.#known.set(key, new Set())
      this.#known.set(key, this.#ofNamed(section, name))
    }
    for (const variable of this.#known.get(key)!) found.add(variable)
  }

  #ofNamed(section: Section, name: string): Set<string> {
    const cursor = this.#spec.names.cursor(section, name)
    if (cursor === undefined) return new Set()
    const found = this.#ofSteps(cursor)
    if (section === 'services') for (const other of dependenciesOf(cursor)) this.#add('services', other, found)
    return found
  }
}
