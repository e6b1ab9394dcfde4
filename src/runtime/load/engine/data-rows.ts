import type { Random } from '../../values/random.ts'

/** Rows that the tasks read, shared by several threads without a word between them: each takes every n-th. */
export class DataRows {
  readonly #rows: readonly unknown[]
  readonly #order: 'sequential' | 'random' | 'unique'
  readonly #random: Random
  readonly #step: number
  #next: number

  constructor({
    rows,
    order = 'sequential',
    random,
    worker,
    workers,
  }: {
    rows: unknown
    order?: 'sequential' | 'random' | 'unique' | undefined
    random: Random
    worker: number
    workers: number
  }) {
    if (rows !== undefined && !Array.isArray(rows)) throw new Error('`data` of a load is a list of rows')
    if (rows?.length === 0) throw new Error('`data` of the load is empty, so its tasks have nothing to read')
    this.#rows = rows ?? [undefined]
    this.#order = rows === undefined ? 'sequential' : order
    this.#random = random
    this.#step = workers
    this.#next = worker
  }

  /** True when every row has been taken and none may be taken twice. */
  get exhausted(): boolean {
    return this.#order === 'unique' && this.#next >= this.#rows.length
  }

  take(): unknown {
    const rows = this.#rows
    if (this.#order === 'random') return rows[Math.floor(this.#random() * rows.length)]
    const row = rows[this.#next % rows.length]
    this.#next += this.#step
    if (this.#order === 'sequential' && this.#next >= rows.length * this.#step) this.#next %= rows.length * this.#step
    return row
  }
}
