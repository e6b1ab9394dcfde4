import type { Place } from '../../places/place.ts'

/** Something that must not go unseen: a call that no route fits, or an answer that could not be given. */
export interface StubTrouble {
  readonly stub: string
  /** One line. */
  readonly message: string
  readonly place: Place
  readonly hint: string
}

/** What the stubs were asked since a test began. */
export interface StubCounts {
  /** Calls by stub, then by route (`GET /price/{sku}`). */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Calls that fitted no route, such as `GET /prices`, by stub. */
  readonly unmatched: Readonly<Record<string, readonly string[]>>
  /** Other tests ran meanwhile, so nobody knows whose calls these are. */
  readonly shared: boolean
}

/** The calls of one test. */
export class StubWindow {
  shared = false
  readonly #calls = new Map<string, Map<string, number>>()
  readonly #unmatched = new Map<string, string[]>()
  #trouble: StubTrouble[]

  constructor(earlier: readonly StubTrouble[] = []) {
    this.#trouble = [...earlier]
  }

  count(stub: string, route: string): void {
    const calls = this.#calls.get(stub) ?? new Map<string, number>()
    calls.set(route, (calls.get(route) ?? 0) + 1)
    this.#calls.set(stub, calls)
  }

  countUnmatched(stub: string, call: string): void {
    this.#unmatched.set(stub, [...(this.#unmatched.get(stub) ?? []), call])
  }

  add(trouble: StubTrouble): void {
    this.#trouble.push(trouble)
  }

  get counts(): StubCounts {
    const calls = [...this.#calls].map(([stub, routes]) => [stub, Object.fromEntries(routes)] as const)
    return { calls: Object.fromEntries(calls), unmatched: Object.fromEntries(this.#unmatched), shared: this.shared }
  }

  /** Told once; a call that was repeated is told with its number. */
  takeTrouble(): readonly StubTrouble[] {
    const taken = this.#trouble
    this.#trouble = []
    const first = new Map(taken.map((trouble) => [trouble.message, trouble] as const))
    return [...first.values()].map((trouble) => {
      const times = taken.filter(({ message }) => message === trouble.message).length
      return times === 1 ? trouble : { ...trouble, message: `${trouble.message} (${times} times)` }
    })
  }
}
