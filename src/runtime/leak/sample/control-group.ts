import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readText } from './read-text.ts'

export interface GroupMemory {
  /** Memory of its processes that belongs to no file. */
  readonly anon: number
  /** Files in memory (tmpfs), which no process counts. */
  readonly sharedFiles: number
}

/** Where the system tells of processes and of their groups. */
export interface SystemFolders {
  readonly proc: string
  readonly groups: string
}

const SYSTEM: SystemFolders = { proc: '/proc', groups: '/sys/fs/cgroup' }
/** Version 1 says "no limit" with a number near 2^63. */
const NO_LIMIT = 2 ** 60

/** The memory controller of the control group of a process, version 2 or 1; undefined where it cannot be seen. */
export class ControlGroup {
  readonly #root: string
  readonly #path: string
  readonly #version: 1 | 2

  private constructor({ root, path, version }: { root: string; path: string; version: 1 | 2 }) {
    this.#root = root
    this.#path = path
    this.#version = version
  }

  static of(pid: number, { proc, groups } = SYSTEM): ControlGroup | undefined {
    const lines = readText(join(proc, String(pid), 'cgroup'))?.split('\n') ?? []
    const at = (root: string, line: string | undefined, version: 1 | 2) => {
      const path = line === undefined ? undefined : pathOf(line)
      return path !== undefined && existsSync(join(root, path, 'memory.stat')) ? new ControlGroup({ root, path, version }) : undefined
    }
    const legacy = lines.find((line) => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:/.test(line))
    if (legacy !== undefined) return at(join(groups, 'memory'), legacy, 1)
    const unified = lines.find((line) => line.startsWith('0::'))
    return at(groups, unified, 2) ?? at(join(groups, 'unified'), unified, 2)
  }

  read(): GroupMemory | undefined {
    const text = this.#text('memory.stat')
    if (text === undefined) return undefined
    const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
    return this.#version === 2
      ? { anon: value('anon'), sharedFiles: value('shmem') }
      : { anon: value('total_rss'), sharedFiles: value('total_shmem') }
  }

  /** The least of its own limit and those of the groups around it, in bytes; undefined for none. */
  limit(): number | undefined {
    const file = this.#version === 2 ? 'memory.max' : 'memory.limit_in_bytes'
    const limits: number[] = []
    for (let path = this.#path; ; path = dirname(path)) {
      const limit = Number(this.#text(file, path)?.trim() ?? 'max')
      if (limit > 0 && limit < NO_LIMIT) limits.push(limit)
      if (path === dirname(path)) return limits.length === 0 ? undefined : Math.min(...limits)
    }
  }

  /** How often the system has killed a process of the group for its memory. */
  kills(): number {
    const text = this.#text(this.#version === 2 ? 'memory.events' : 'memory.oom_control') ?? ''
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0)
  }

  #text(file: string, path = this.#path): string | undefined {
    return readText(join(this.#root, path, file))
  }
}

function pathOf(line: string): string {
  return line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1)
}
