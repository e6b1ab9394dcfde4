import { listeningPorts, portOwners } from '../../processes/ports.ts'
import type { PortOwner } from '../../processes/ports.ts'
import { MARKER_VARIABLE, readProcessTable } from '../../processes/process-table.ts'
import type { RunSession } from '../../processes/run-session.ts'
import type { RunningProcess } from './running-process.ts'

export interface Ownership {
  readonly port: number
  readonly running: Pick<RunningProcess, 'pid' | 'pids'>
  readonly session: RunSession
}

/**
 * Who answers on the port in place of the service; undefined when it is the service, or when that cannot be told.
 * A listener that is no process of ours may still be ours: `docker run -p` has its proxy started by the daemon. It is a stranger for
 * certain when it is the run itself, older than the run, or a service of another run.
 */
export function findStranger({ port, running, session }: Ownership): PortOwner | undefined {
  if (listeningPorts([running.pid]).includes(port)) return undefined // the usual case, without a look at all other processes
  const owners = portOwners(port)
  const pids = running.pids()
  if (owners.length === 0 || owners.some(({ pid }) => pids.includes(pid))) return undefined
  const table = readProcessTable()
  const foreign = { marker: `${MARKER_VARIABLE}=,`, token: '' }
  const own = { marker: `,${session.id}.`, token: '' }
  return owners.find(
    ({ pid, started }) =>
      pid === session.runner.pid || started < session.runner.started || (table.carries(pid, foreign) && !table.carries(pid, own)),
  )
}
