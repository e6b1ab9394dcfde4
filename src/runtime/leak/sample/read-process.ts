import { readdirSync, statSync } from 'node:fs'
import type { ProcessSample } from '../leak-trace.ts'
import { readText } from './read-text.ts'

export interface ReadProcess extends ProcessSample {
  readonly parent: number
  readonly name: string
}

const KIB = 1024

/**
 * One process as /proc/PID/status tells it, which anybody may read: memory that is its own (anonymous, shared anonymous, swapped). Pages
 * of files are left out, or a mapped file or a log would look like growth. Undefined when it is gone.
 */
export function readProcessMemory(pid: number): ReadProcess | undefined {
  const status = readText(`/proc/${pid}/status`)
  if (status === undefined) return undefined
  const anonymous = field(status, 'RssAnon')
  // A process that has ended and was not reaped yet has no memory.
  if (anonymous === undefined) return undefined
  const memory = (anonymous + (field(status, 'RssShmem') ?? 0) + (field(status, 'VmSwap') ?? 0)) * KIB
  const files = countFiles(pid)
  return {
    pid,
    memory,
    threads: field(status, 'Threads') ?? 1,
    parent: field(status, 'PPid') ?? 0,
    name: /^Name:\s*(.*)$/m.exec(status)?.[1] ?? '',
    ...(files !== undefined && { files }),
  }
}

function field(status: string, name: string): number | undefined {
  const at = status.indexOf(`\n${name}:`)
  return at === -1 ? undefined : Number.parseInt(status.slice(at + name.length + 2, at + name.length + 24).trim(), 10)
}

/** Newer kernels tell the number as the size of the folder. */
function countFiles(pid: number): number | undefined {
  try {
    const { size } = statSync(`/proc/${pid}/fd`)
    return size > 0 ? size : readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return undefined
  }
}

/** Those that its main thread has started and that are alive. */
export function childrenOf(pid: number): number[] {
  const text = readText(`/proc/${pid}/task/${pid}/children`)
  return text === undefined || text === '' ? [] : text.trim().split(' ').map(Number)
}

/** Proportional share of all memory, in bytes. It walks the page tables, so it is asked for now and then only. */
export function readProportionalShare(pid: number): number | undefined {
  const pss = /^Pss:\s*(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return pss === undefined ? undefined : Number(pss) * KIB
}
