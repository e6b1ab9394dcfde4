import { setTimeout as sleep } from 'node:timers/promises'
import { EndpointStatistics } from '../../load/engine/endpoint-statistics.ts'
import type { UserSurroundings } from '../../load/engine/user-surroundings.ts'
import { VirtualUser } from '../../load/engine/virtual-user.ts'
import type { TaskEnd } from '../../load/engine/virtual-user.ts'
import type { LoadTask } from '../../load/program/define-load.ts'
import { traceProgram } from '../../load/program/trace-program.ts'
import { ChosenTransport } from '../../load/transport/choose-transport.ts'
import type { Project } from '../../project/define-project.ts'
import { createRandom } from '../../values/random.ts'
import type { LeakTraffic, SendUntil } from './leak-traffic.ts'

export interface TrafficOptions {
  readonly project: Project
  readonly name: string
  readonly tasks: readonly LoadTask[]
  readonly users: number
  /** Requests a second, all users together; undefined: as fast as they go. */
  readonly rate: number | undefined
}

/** How often it is looked whether an answer is overdue. */
const OVERDUE_MS = 250
const PAUSE_WITHOUT_CONNECTION_MS = 50

/** The users of loads, in this process: requests from encoders, every answer checked, cookies and captures of their own. */
export async function programTraffic({ project, name, tasks, users: count, rate }: TrafficOptions): Promise<LeakTraffic> {
  const of = { project, section: 'leaks', name } as const
  const program = await traceProgram(of, tasks)
  const statistics = program.endpoints.map(() => new CountingStatistics())
  const around: UserSurroundings = {
    of,
    program,
    transport: new ChosenTransport(),
    statistics,
    counts: { inFlight: 0, lateness: { record: () => undefined } },
  }
  const users = Array.from({ length: count }, (_, index) => new VirtualUser(around, index))
  const random = createRandom(`leak ${name}`)
  const byTask = tasks.map(() => 0)
  const counts = { completed: 0, failed: 0, lastFailureAt: undefined as number | undefined, byTask, failures: new Map<string, number>() }
  const usual = program.tasks.map(({ weight }) => weight)

  const sendOne = (user: VirtualUser, weights: readonly number[]) =>
    new Promise<TaskEnd>((ended) => {
      const index = choose(weights, random())
      user.run(program.tasks[index]!, {
        row: undefined,
        intendedAt: undefined,
        ended: (end) => {
          counts.completed++
          byTask[index]!++
          if (end !== 'done') noteFailure()
          ended(end)
        },
      })
    })
  const noteFailure = () => {
    counts.failed++
    counts.lastFailureAt = performance.now()
    for (const one of statistics) one.moveFailures(counts.failures)
  }

  const send = async ({ requests = Number.POSITIVE_INFINITY, durationMs, stopped, weights = usual }: SendUntil) => {
    const startedAt = performance.now()
    let begun = 0
    const work = async (user: VirtualUser) => {
      for (;;) {
        if (begun >= requests || stopped?.() === true) return
        if (durationMs !== undefined && performance.now() - startedAt >= durationMs) return
        const turn = begun++
        const wait = rate === undefined ? 0 : startedAt + (turn * 1000) / rate - performance.now()
        if (wait > 1) await sleep(wait)
        if ((await sendOne(user, weights)) === 'no connection') await sleep(PAUSE_WITHOUT_CONNECTION_MS)
      }
    }
    const overdue = setInterval(() => {
      const now = performance.now()
      for (const user of users) if (user.deadline < now) user.timeOut(now)
    }, OVERDUE_MS)
    try {
      await Promise.all(users.map(work))
    } finally {
      clearInterval(overdue)
    }
  }
  return {
    counts,
    send,
    close: async () => {
      for (const user of users) user.close()
    },
  }
}

/** Keeps what failed, and nothing else, over the whole window. */
class CountingStatistics extends EndpointStatistics {
  readonly #messages: string[] = []

  override fail(message: string): void {
    this.#messages.push(message)
  }

  moveFailures(into: Map<string, number>): void {
    for (const message of this.#messages.splice(0))
      if (into.has(message) || into.size < 100) into.set(message, (into.get(message) ?? 0) + 1)
  }
}

function choose(weights: readonly number[], random: number): number {
  let left = random * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => (left -= weight) < 0)
  return index === -1 ? weights.length - 1 : index
}
