import type { Socket } from 'node:net'

/** The workers that still have something to undo. */
export class Holds {
  readonly #holders = new Set<Socket>()
  readonly #waiting = new Set<() => void>()

  add(holder: Socket): void {
    this.#holders.add(holder)
  }

  remove(holder: Socket): void {
    this.#holders.delete(holder)
    if (this.#holders.size > 0) return
    for (const settle of this.#waiting) settle()
    this.#waiting.clear()
  }

  /** Settles when nobody is left. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#holders.size === 0) resolve()
      else this.#waiting.add(resolve)
    })
  }
}
