import { setTimeout as sleep } from 'node:timers/promises'
import type { FindMembers } from './find-members.ts'
import { isAlive } from './process-table.ts'
import type { ProcessInfo } from './process-table.ts'

export interface EndOptions {
  /** Asked for first; undefined kills at once. */
  readonly signal: NodeJS.Signals | undefined
  readonly graceMs: number
}

export interface Ended {
  /** Some were killed because they did not end by themselves in time. */
  readonly forced: boolean
  /** Still alive: processes of another user, or in the middle of a system call that cannot be interrupted. */
  readonly left: readonly number[]
}

/** How long killed processes may take to disappear; one in a device driver or with much memory takes its time. */
const KILL_MS = 5000

/** Ends all members: signal, grace, then KILL until nothing is found twice in a row. */
export async function endProcesses(find: FindMembers, { signal, graceMs }: EndOptions): Promise<Ended> {
  if (signal !== undefined) await askToEnd(find, { signal, graceMs })
  const left = find()
  const forced = signal !== undefined && left.length > 0
  const deadline = Date.now() + KILL_MS
  let clean = left.length === 0 ? 1 : 0
  while (clean < 2 && Date.now() < deadline) {
    const members = find()
    for (const member of members) send(member, 'SIGKILL')
    clean = members.length === 0 ? clean + 1 : 0
    if (clean < 2) await sleep(3)
  }
  return { forced, left: find().map(({ pid }) => pid) }
}

/** Kills all members without giving way to anything else, for a process that is about to end. */
export function killProcesses(find: FindMembers): void {
  for (let round = 0; round < 20; round++) {
    const members = find()
    if (members.length === 0) return
    for (const member of members) send(member, 'SIGKILL')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  }
}

/** Every member is asked once, also one that appears in between; waits until none is left or the time is over. */
async function askToEnd(find: FindMembers, { signal, graceMs }: { signal: NodeJS.Signals; graceMs: number }): Promise<void> {
  const asked = new Set<string>()
  const deadline = Date.now() + graceMs
  for (let pauseMs = 4; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    const members = find()
    if (members.length === 0) return
    for (const member of members) {
      const identity = `${member.pid} ${member.started}`
      if (!asked.has(identity)) send(member, signal)
      asked.add(identity)
    }
    if (Date.now() >= deadline) return
    await sleep(Math.min(pauseMs, Math.max(1, deadline - Date.now())))
  }
}

/** Pids are used again, so the start time is compared once more. */
function send(member: ProcessInfo, signal: NodeJS.Signals): void {
  if (!isAlive(member)) return
  try {
    process.kill(member.pid, signal)
  } catch {
    // ended in between, or another user's: what is left is reported
  }
}
