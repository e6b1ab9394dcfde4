import type { CompiledTask } from '../program/load-program.ts'
import type { Random } from '../../values/random.ts'
import type { DataRows } from './data-rows.ts'
import type { UserSurroundings } from './user-surroundings.ts'
import { VirtualUser } from './virtual-user.ts'

export interface ArrivalsOptions {
  readonly around: UserSurroundings
  readonly choose: (random: Random) => CompiledTask
  readonly rows: DataRows
  /** Connections of this thread. */
  readonly mostUsers: number
  readonly firstUser: number
  readonly userStep: number
}

/**
 * The open model: tasks begin when they are due. One that finds no connection free waits for one, and its response time counts from when
 * it was due; none is left out.
 */
export class Arrivals {
  readonly #options: ArrivalsOptions
  readonly #users: VirtualUser[] = []
  readonly #idle: VirtualUser[] = []
  /** When those that wait were due, the oldest at `#head`. */
  #queue: number[] = []
  #head = 0
  #stopped = false

  constructor(options: ArrivalsOptions) {
    this.#options = options
  }

  get users(): readonly VirtualUser[] {
    return this.#users
  }

  get queued(): number {
    return this.#queue.length - this.#head
  }

  get busy(): number {
    return this.#users.length - this.#idle.length
  }

  /** A task is due; `at` on the clock of `performance.now()`. */
  arrive(at: number): void {
    if (this.#options.rows.exhausted) return
    const user = this.#idle.pop() ?? this.#newUser()
    if (user === undefined) this.#queue.push(at)
    else this.#start(user, at)
  }

  /** Users who are in the middle of a task send no further steps. */
  leave(): void {
    for (const user of this.#users) user.leave()
  }

  /** Those that wait are given up; returns how many they were. */
  abandon(): number {
    const { queued } = this
    this.#stopped = true
    this.#queue = []
    this.#head = 0
    return queued
  }

  #newUser(): VirtualUser | undefined {
    const { around, mostUsers, firstUser, userStep } = this.#options
    if (this.#users.length >= mostUsers) return undefined
    const user = new VirtualUser(around, firstUser + this.#users.length * userStep)
    this.#users.push(user)
    return user
  }

  #start(user: VirtualUser, intendedAt: number): void {
    const { choose, rows } = this.#options
    user.run(choose(user.random), { row: rows.take(), intendedAt, ended: () => this.#free(user) })
  }

  #free(user: VirtualUser): void {
    if (this.#stopped || this.queued === 0) {
      this.#idle.push(user)
      return
    }
    const at = this.#queue[this.#head++] as number
    if (this.#head > 10_000 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    this.#start(user, at)
  }
}
