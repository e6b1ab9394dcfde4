import type { Data } from '../values/data.ts'

/** A capture was read that no step made. In `cleanup` it means that the step has nothing to do. */
export class CaptureMissingError extends Error {
  override readonly name = 'CaptureMissingError'
  readonly capture: string

  constructor(capture: string, made: readonly string[]) {
    super(
      `Nothing has been captured as \`${capture}\`${made.length === 0 ? '; no step has captured anything yet' : `; captured so far: ${made.join(', ')}`}`,
    )
    this.capture = capture
  }
}

/** What the language asks of any object (`await`, `JSON.stringify`); these are no captures. */
const protocols = new Set(['then', 'toJSON'])

/** The values of a test or flow, in a view that throws where nothing was captured. */
export class Captures {
  readonly #values = new Map<string, unknown>()
  readonly view: Readonly<Record<string, Data>>

  constructor(path = '') {
    this.view = new Proxy(Object.create(null) as Record<string, Data>, {
      get: (_, name) => (typeof name === 'string' && (this.#values.has(name) || !protocols.has(name)) ? this.#read(name, path) : undefined),
      has: (_, name) => this.#values.has(String(name)),
      ownKeys: () => [...this.#values.keys()],
      getOwnPropertyDescriptor: (_, name) =>
        this.#values.has(String(name)) ? { value: this.#values.get(String(name)), enumerable: true, configurable: true } : undefined,
    })
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  #read(name: string, path: string): unknown {
    if (!this.#values.has(name))
      throw new CaptureMissingError(
        `${path}${name}`,
        [...this.#values.keys()].map((known) => `${path}${known}`),
      )
    return this.#values.get(name)
  }
}
