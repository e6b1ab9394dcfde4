import { spawnSync } from 'node:child_process'
import type { SeenProcess } from '../leak-trace.ts'
import { childrenOf, readProcessMemory } from './read-process.ts'
import type { ReadProcess } from './read-process.ts'
import { runtimeOf } from './runtime-of.ts'

/** Looking for members of a service goes through all processes of the machine, so it is not done for each sample. */
const SEARCH_MS = 5000

/**
 * The processes of a service, followed from sample to sample: children of known ones are found at once, all others (daemons, children of
 * other threads) by a search now and then and whenever one has gone.
 */
export class ProcessTree {
  readonly seen = new Map<number, SeenProcess>()
  readonly #search: () => readonly number[]
  #known = new Set<number>()
  #searchedAt = Number.NEGATIVE_INFINITY

  /** @param search all processes of the service at this moment */
  constructor(search: () => readonly number[]) {
    this.#search = search
  }

  read(): ReadProcess[] {
    if (performance.now() - this.#searchedAt > SEARCH_MS) this.#searchAgain()
    let found = this.#readKnown()
    if (found.length < this.#known.size) {
      this.#searchAgain()
      found = this.#readKnown()
    }
    this.#known = new Set(found.map(({ pid }) => pid))
    for (const { pid, parent, name } of found) {
      if (!this.seen.has(pid)) this.seen.set(pid, { pid, parent, name, runtime: runtimeOf(pid) })
    }
    return found
  }

  #readKnown(): ReadProcess[] {
    const found: ReadProcess[] = []
    const open = [...this.#known]
    const met = new Set(open)
    for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
      const process = readProcessMemory(pid)
      if (process === undefined) continue
      found.push(process)
      for (const child of childrenOf(pid)) {
        if (met.has(child)) continue
        met.add(child)
        open.push(child)
      }
    }
    this.#known = met
    return found
  }

  #searchAgain(): void {
    this.#searchedAt = performance.now()
    this.#known = new Set(this.#search())
  }
}

/** Where there is no /proc: resident memory by `ps`, one call for all. Pages of files count too, so it is trusted less. */
export function readByPs(pids: readonly number[]): ReadProcess[] {
  if (pids.length === 0) return []
  const { stdout } = spawnSync('ps', ['-o', 'pid=,ppid=,rss=,comm=', '-p', pids.join(',')], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, pid, parent, rss, name] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), memory: Number(rss) * 1024, name: name!.split('/').at(-1)! }]
  })
}
