import { performance } from 'node:perf_hooks'

export interface Usage {
  /** Share of a core: 1 is all of one. */
  readonly cpu: number
  readonly rssBytes: number
}

/** Processor time and memory of this process, all threads together. */
export class ProcessUsage {
  #cpu = process.cpuUsage()
  #at: number
  #rss = 0

  /** @param leadMs counting begins that much later */
  constructor(leadMs = 0) {
    this.#at = performance.now() + leadMs
  }

  /** Since the last time. */
  take(): Usage {
    const now = performance.now()
    const { user, system } = process.cpuUsage(this.#cpu)
    const wall = Math.max(1, now - this.#at)
    this.#cpu = process.cpuUsage()
    this.#at = now
    return { cpu: (user + system) / 1000 / wall, rssBytes: (this.#rss = readRss() ?? this.#rss) }
  }
}

/** Reading it takes a file, which there is none left of when users have them all. */
function readRss(): number | undefined {
  try {
    return process.memoryUsage.rss()
  } catch {
    return undefined
  }
}
