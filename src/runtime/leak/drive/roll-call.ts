import { setTimeout as sleep } from 'node:timers/promises'
import type { ProbeAnswer } from '../probe/ask-probes.ts'

export interface RollCallSources<Reading> {
  readonly ask: () => Promise<ReadonlyMap<number, ProbeAnswer>>
  readonly read: () => Promise<Reading | undefined>
}

interface ReadProcesses {
  readonly processes: readonly { readonly pid: number }[]
}

export interface RollCallResult<Reading> {
  readonly answers: ReadonlyMap<number, ProbeAnswer>
  readonly reading: Reading
  /** Processes that answered before, live on, and were silent however often they were asked. */
  readonly silent: readonly number[]
}

const ATTEMPTS = 3
const PAUSE_MS = 100
/** Silence may mean that a process is held up; it is not waited for longer than this. */
const PATIENCE_MS = 10_000

/**
 * One look at rest at all processes. A process that is alive and left out of a sum looks like memory that was given back, so whoever
 * answered once is asked again. New ones are asked again as well, and taken for programs without a probe when they stay silent.
 */
export class RollCall {
  readonly #known = new Set<number>()
  readonly #mute = new Set<number>()

  async call<Reading extends ReadProcesses>({ ask, read }: RollCallSources<Reading>): Promise<RollCallResult<Reading> | undefined> {
    const until = performance.now() + PATIENCE_MS
    for (let attempt = 1; ; attempt++) {
      const answers = await ask()
      const reading = await read()
      if (reading === undefined) return undefined
      for (const pid of answers.keys()) {
        this.#known.add(pid)
        this.#mute.delete(pid)
      }
      const missing = reading.processes.map(({ pid }) => pid).filter((pid) => !answers.has(pid) && !this.#mute.has(pid))
      const last = attempt === ATTEMPTS || performance.now() > until
      if (missing.length > 0 && this.#known.size > 0 && !last) {
        await sleep(PAUSE_MS)
        continue
      }
      for (const pid of missing) if (!this.#known.has(pid)) this.#mute.add(pid)
      return { answers, reading, silent: missing.filter((pid) => this.#known.has(pid)) }
    }
  }
}
