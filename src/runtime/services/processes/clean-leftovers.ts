import { endSession } from './end-session.ts'
import type { FoundProcess } from './end-session.ts'
import { findSessions } from './run-session.ts'

export interface Leftovers {
  /** Folders of dead runs that were removed. */
  readonly sessions: number
  readonly processes: readonly FoundProcess[]
  /** Names of compose projects whose containers, networks and volumes were removed. */
  readonly projects: readonly string[]
}

/**
 * Ends what earlier runs left behind when both they and their guard were killed, and removes their folders. Runs that go on are never
 * touched; services kept by `--keep` only with `kept: true`.
 */
export async function cleanLeftovers({ kept = false }: { kept?: boolean } = {}): Promise<Leftovers> {
  const over = findSessions().filter(({ state }) => state === 'dead' || (kept && state === 'kept'))
  const processes: FoundProcess[] = []
  const projects: string[] = []
  for (const session of over) {
    const remains = await endSession(session, { maxGraceMs: session.state === 'kept' ? 5000 : 0 })
    processes.push(...remains.processes)
    projects.push(...remains.projects)
  }
  return { sessions: over.length, processes, projects }
}
