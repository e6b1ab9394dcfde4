import { isWholeUrl } from '../checks/whole-url.ts'
import { namesIn, referencesIn } from '../templates/references-in.ts'
import type { Cursor } from '../checks/cursor.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'

/** Finds the services that steps send to, through requests, flows and fixtures, in the order of their first use. */
export class ServiceFinder {
  readonly #spec: ResolvedSpec
  readonly #flows = new Map<string, ReadonlySet<string>>()
  readonly #fixtures = new Map<string, ReadonlySet<string>>()
  readonly #first: string | undefined

  constructor(spec: ResolvedSpec) {
    this.#spec = spec
    this.#first = [...spec.names.all('services').keys()][0]
  }

  /** @param inherited the service of the test or suite, for requests without one of their own */
  ofSteps(steps: readonly Cursor[], inherited: string | undefined): Set<string> {
    const found = new Set<string>()
    for (const step of steps) {
      const flow = step.get('flow')?.text
      if (flow === undefined) this.addRequest(step, found, inherited)
      else {
        addAll(found, this.ofFlow(flow))
        this.addReferences(step.get('args')?.value, found)
      }
    }
    return found
  }

  ofFixture(name: string): ReadonlySet<string> {
    const known = this.#fixtures.get(name)
    if (known !== undefined) return known
    const found = new Set<string>()
    this.#fixtures.set(name, found)
    const fixture = this.#spec.names.cursor('fixtures', name)
    const request = this.#spec.names.cursor('requests', fixture?.get('request')?.text ?? '')
    if (request !== undefined) this.addRequest(request, found, undefined)
    // A function of the hooks file may send to any service, most likely to the first.
    if (fixture?.has('setup') === true && this.#first !== undefined) found.add(this.#first)
    return found
  }

  private ofFlow(name: string): ReadonlySet<string> {
    const known = this.#flows.get(name)
    if (known !== undefined) return known
    const found = this.ofSteps(this.#spec.names.cursor('flows', name)?.get('steps')?.items() ?? [], undefined)
    this.#flows.set(name, found)
    return found
  }

  private addRequest(step: Cursor, found: Set<string>, inherited: string | undefined): void {
    const base = this.#spec.names.cursor('requests', step.get('request')?.text ?? '')
    const service = step.get('service')?.text ?? base?.get('service')?.text ?? inherited ?? this.#first
    if (service !== undefined && !isWholeUrl(step, base)) {
      found.add(service)
      this.addFixtures(this.#spec.names.cursor('services', service)?.get('headers')?.value, found)
    }
    this.addFixtures(this.#spec.defaults?.value, found)
    this.addReferences(base?.value, found)
    this.addReferences(step.value, found)
    for (const one of step.get('cases')?.items() ?? []) {
      const own = one.get('service')?.text
      if (own !== undefined) found.add(own)
    }
  }

  private addFixtures(value: unknown, found: Set<string>): void {
    for (const name of namesIn(value, 'fixtures')) addAll(found, this.ofFixture(name))
  }

  private addReferences(value: unknown, found: Set<string>): void {
    for (const { segments } of referencesIn(value)) {
      const [scope, name] = [segments[0]?.value, String(segments[1]?.value)]
      if (scope === 'services') found.add(name)
      if (scope === 'fixtures') addAll(found, this.ofFixture(name))
    }
  }
}

function addAll(found: Set<string>, names: Iterable<string>): void {
  for (const name of names) found.add(name)
}
