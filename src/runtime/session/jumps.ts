import type { TestSession } from '../project/test-session.ts'
import type { TestRun } from '../project/test-run.ts'

/** Leaves out a test that a script jumped over. */
export function passOver({ shared, item, skip }: TestRun): void {
  if (shared?.next === undefined) return
  if (shared.next === item) shared.next = undefined
  else skip(shared.next === null ? 'a script ended the iteration' : `a script went on with \`${shared.next}\``)
}

/** Keeps how a request is sent, for a jump back to it. */
export function rememberItem({ run }: TestSession, send: (session: TestSession) => Promise<unknown>): void {
  const { shared, item } = run
  if (shared === undefined || shared.replaying) return
  shared.items.push({ title: item, send: (session) => as(session.run, item, () => send(session)) })
}

/** More jumps back than these in one iteration are a loop whose end never comes, such as a poll of a service that is down. */
const mostJumps = 1000

/** Follows a jump back to a request of this or an earlier test, and from there on until the present one is behind. */
export async function replay(session: TestSession): Promise<void> {
  const { shared } = session.run
  if (shared === undefined || shared.replaying) return
  const failures: unknown[] = []
  shared.replaying = true
  try {
    for (let at = indexOf(shared.next); at !== undefined;) {
      const item = shared.items[at]
      if (item === undefined) break
      if (shared.next !== undefined && ++shared.jumps > mostJumps) {
        shared.next = undefined
        const message = `Scripts jumped back ${mostJumps} times in this iteration, the last time to \`${item.title}\`, and the run goes on without it`
        throw new Error(`${message}. A loop by \`setNextRequest\` needs an end that also comes when the service fails; \`poll\` has one`)
      }
      shared.next = undefined
      await item.send(session).catch((error: unknown) => failures.push(error))
      at = shared.next === undefined ? at + 1 : indexOf(shared.next)
    }
  } finally {
    shared.replaying = false
  }
  if (failures.length > 0) throw failures[0]

  function indexOf(next: string | null | undefined): number | undefined {
    const found = shared?.items.findIndex(({ title }) => title === next) ?? -1
    return found < 0 ? undefined : found
  }
}

/** Sends under the name of the test that the request belongs to. */
async function as(run: TestRun, item: string, send: () => Promise<unknown>): Promise<unknown> {
  const own = run.item
  run.item = item
  try {
    return await send()
  } finally {
    run.item = own
  }
}
