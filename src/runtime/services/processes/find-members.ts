import { readProcessTable } from './process-table.ts'
import type { ProcessIdentity, ProcessInfo, ProcessMark, ProcessTable } from './process-table.ts'

export interface Membership {
  readonly mark: ProcessMark
  /** The process that started the service: it holds the token as well, and nothing older than it can belong to the service. */
  readonly runner: ProcessIdentity
}

export type FindMembers = (table?: ProcessTable) => ProcessInfo[]

/**
 * Finds the living processes of a service, whatever group, session or parent they have by now: those that carry its mark and all that
 * descend from them. One that was a member once stays one, also after its parent has gone.
 */
export function memberFinder({ mark, runner }: Membership): FindMembers {
  const known = new Map<number, ProcessInfo>()
  const strangers = new Set([runner.pid, process.pid])
  return (table = readProcessTable()) => {
    for (const { pid, started } of known.values()) {
      if (table.all.get(pid)?.started !== started) known.delete(pid)
    }
    const candidates = [...table.all.values()].filter(({ pid, started }) => started >= runner.started && !strangers.has(pid))
    for (const candidate of candidates) {
      if (!candidate.zombie && !known.has(candidate.pid) && table.carries(candidate.pid, mark)) known.set(candidate.pid, candidate)
    }
    addDescendants(known, candidates)
    return [...known.keys()].map((pid) => table.all.get(pid)!).filter(({ zombie }) => !zombie)
  }
}

function addDescendants(known: Map<number, ProcessInfo>, candidates: readonly ProcessInfo[]): void {
  let added = true
  while (added) {
    added = false
    for (const candidate of candidates) {
      if (known.has(candidate.pid) || !known.has(candidate.parent)) continue
      known.set(candidate.pid, candidate)
      added = true
    }
  }
}
