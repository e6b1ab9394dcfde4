import type { LoadSample } from '../record/load-record.ts'

/** A quarter of an hour; the memory of a longer run is its record. */
const mostSamples = 900

/** The samples of a run: in memory while they are few, then read back from where they were written. */
export class KeptSamples {
  readonly #recorded: (() => Iterable<LoadSample>) | undefined
  readonly #samples: LoadSample[] = []
  #dropped = false

  constructor(recorded?: () => Iterable<LoadSample>) {
    this.#recorded = recorded
  }

  add(sample: LoadSample): void {
    this.#samples.push(sample)
    if (this.#samples.length <= mostSamples || this.#recorded === undefined) return
    this.#samples.shift()
    this.#dropped = true
  }

  all(): readonly LoadSample[] {
    return this.#dropped && this.#recorded !== undefined ? [...this.#recorded()] : this.#samples
  }

  /** The second behind the last one. */
  get nextSecond(): number {
    const last = this.#samples.at(-1)
    return last === undefined ? 0 : last.at + 1
  }
}
