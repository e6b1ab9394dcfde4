import { endProcesses } from './end-processes.ts'
import { memberFinder } from './find-members.ts'
import { processName, readProcessTable } from './process-table.ts'
import { closeSession, markOf } from './run-session.ts'
import type { FoundRunSession } from './run-session.ts'

/** What a session had left. */
export interface SessionRemains {
  readonly processes: readonly FoundProcess[]
  /** Names of compose projects. */
  readonly projects: readonly string[]
}

export interface FoundProcess {
  readonly pid: number
  readonly name: string | undefined
}

/**
 * Ends everything a session has left and removes its folder. With a grace the services are asked first, as their stop says, but for no
 * longer than that; without, they are killed. Containers, networks and volumes go too.
 */
export async function endSession(session: FoundRunSession, { maxGraceMs }: { maxGraceMs: number }): Promise<SessionRemains> {
  const found: FoundProcess[] = []
  await Promise.all(
    session.services.map(async ({ name, signal, graceMs }) => {
      const find = memberFinder({ mark: markOf(session, name), runner: sinceBoot(session) })
      found.push(...find().map(({ pid }) => ({ pid, name: processName(pid) })))
      await endProcesses(find, { signal: maxGraceMs > 0 ? signal : undefined, graceMs: Math.min(graceMs, maxGraceMs) })
    }),
  )
  // Behind the processes: a compose that still runs would bring up again what is taken down.
  if (session.projects.length > 0) {
    const { removeProject } = await import('../docker/remove-project.ts')
    const graceSeconds = Math.floor(maxGraceMs / 1000)
    await Promise.all(session.projects.map((project) => removeProject(project, { graceSeconds, rounds: 3 })))
  }
  closeSession(session)
  return { processes: found, projects: session.projects.map(({ project }) => project) }
}

/** After a restart of the machine the runner's start time says nothing: then every process is looked at. */
function sinceBoot({ runner }: FoundRunSession): FoundRunSession['runner'] {
  const newest = Math.max(...[...readProcessTable().all.values()].map(({ started }) => started))
  return runner.started <= newest ? runner : { ...runner, started: 0 }
}
