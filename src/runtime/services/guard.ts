/**
 * The process that outlives a run. Its standard input is a pipe that only the run holds: when it ends and the session's folder is still
 * there, the run has died (SIGKILL included), and the guard ends what it left. `start-guard.ts` starts it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { endSession } from './processes/end-session.ts'
import { closeSession, isSessionFolder, readSession } from './processes/run-session.ts'

/** Long enough for a clean end, short enough for whoever starts the next run. */
const MAX_GRACE_MS = 1000

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdin.on('data', () => {})
process.stdin.on('error', cleanUp)
process.stdin.on('end', cleanUp)

async function cleanUp(): Promise<void> {
  const folder = process.argv[2] ?? ''
  if (!isSessionFolder(folder)) process.exit(1)
  let session = readSession(folder)
  // A dying process closes its files a moment before it counts as dead.
  for (; session?.state === 'running'; session = readSession(folder)) await sleep(10)
  if (session === undefined) closeSession({ folder }) // died before it could say who it was
  if (session?.state === 'dead') await endSession(session, { maxGraceMs: MAX_GRACE_MS })
  process.exit()
}
