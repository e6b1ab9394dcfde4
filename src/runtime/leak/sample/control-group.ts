import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from './read-text.ts'

export interface GroupMemory {
  /** Memory of its processes that belongs to no file. */
  readonly anon: number
  /** Files in memory (tmpfs), which no process counts. */
  readonly sharedFiles: number
}

const ROOT = '/sys/fs/cgroup'
/** Version 1 says "no limit" with a number near 2^63. */
const NO_LIMIT = 2 ** 60

/** The memory controller of the control group of a process, version 2 or 1; undefined where it cannot be seen. */
export class ControlGroup {
  readonly #folder: string
  readonly #version: 1 | 2

  private constructor(folder: string, version: 1 | 2) {
    this.#folder = folder
    this.#version = version
  }

  static of(pid: number): ControlGroup | undefined {
    const lines = readText(`/proc/${pid}/cgroup`)?.split('\n') ?? []
    const legacy = lines.find((line) => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:/.test(line))
    if (legacy !== undefined) return ControlGroup.#at(join(ROOT, 'memory', pathOf(legacy)), 1)
    const unified = lines.find((line) => line.startsWith('0::'))
    return unified === undefined
      ? undefined
      : (ControlGroup.#at(join(ROOT, pathOf(unified)), 2) ?? ControlGroup.#at(join(ROOT, 'unified', pathOf(unified)), 2))
  }

  static #at(folder: string, version: 1 | 2): ControlGroup | undefined {
    return existsSync(join(folder, 'memory.stat')) ? new ControlGroup(folder, version) : undefined
  }

  read(): GroupMemory | undefined {
    const text = readText(join(this.#folder, 'memory.stat'))
    if (text === undefined) return undefined
    const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
    return this.#version === 2
      ? { anon: value('anon'), sharedFiles: value('shmem') }
      : { anon: value('total_rss'), sharedFiles: value('total_shmem') }
  }

  /** In bytes; undefined for none. */
  limit(): number | undefined {
    const text = readText(join(this.#folder, this.#version === 2 ? 'memory.max' : 'memory.limit_in_bytes'))?.trim()
    const limit = text === undefined || text === 'max' ? Number.NaN : Number(text)
    return Number.isFinite(limit) && limit > 0 && limit < NO_LIMIT ? limit : undefined
  }

  /** How often the system has killed a process of the group for its memory. */
  kills(): number {
    const text = readText(join(this.#folder, this.#version === 2 ? 'memory.events' : 'memory.oom_control')) ?? ''
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0)
  }
}

function pathOf(line: string): string {
  return line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1)
}
