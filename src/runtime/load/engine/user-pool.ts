import type { CompiledTask } from '../program/load-program.ts'
import type { Random } from '../../values/random.ts'
import type { DataRows } from './data-rows.ts'
import type { Wait } from './load-plan.ts'
import type { UserSurroundings } from './user-surroundings.ts'
import { VirtualUser } from './virtual-user.ts'
import type { TaskEnd } from './virtual-user.ts'

/** A user who cannot connect asks again this much later, not at once: a service that is down shall not cost a core. */
const pauseWithoutConnectionMs = 20

export interface PoolOptions {
  readonly around: UserSurroundings
  readonly wait: Wait
  readonly choose: (random: Random) => CompiledTask
  readonly rows: DataRows
  /** Numbers of users, which make their random values: the first, and from one to the next. */
  readonly firstUser: number
  readonly userStep: number
}

/** The closed model: users who each wait for their answer, then for themselves, and begin again. */
export class UserPool {
  readonly #options: PoolOptions
  readonly #active = new Set<PoolUser>()
  #made = 0

  constructor(options: PoolOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#active.size
  }

  get users(): Iterable<VirtualUser> {
    return [...this.#active].map(({ user }) => user)
  }

  /** Starts users, or lets some go when they have finished what they do. */
  resize(count: number): void {
    while (this.#active.size < count && !this.#options.rows.exhausted) this.#add()
    const surplus = this.#active.size - count
    if (surplus > 0) for (const user of [...this.#active].slice(-surplus)) this.#release(user)
  }

  #add(): void {
    const { around, firstUser, userStep } = this.#options
    const user = new PoolUser(new VirtualUser(around, firstUser + this.#made++ * userStep), this.#options, () => this.#active.delete(user))
    this.#active.add(user)
    user.begin()
  }

  #release(user: PoolUser): void {
    this.#active.delete(user)
    user.leave()
    this.leaving.add(user.user)
    user.left = () => this.leaving.delete(user.user)
  }

  /** Users who have been told to go and still wait for an answer. */
  readonly leaving = new Set<VirtualUser>()
}

class PoolUser {
  readonly user: VirtualUser
  left: () => void = () => undefined
  readonly #options: PoolOptions
  readonly #gone: () => void
  #timer: NodeJS.Timeout | undefined
  #leaving = false
  #busy = false
  #intendedAt: number | undefined

  constructor(user: VirtualUser, options: PoolOptions, gone: () => void) {
    this.user = user
    this.#options = options
    this.#gone = gone
  }

  begin(): void {
    const { rows, choose, wait } = this.#options
    if (rows.exhausted) return this.#go()
    if (wait.kind === 'pacing') this.#intendedAt ??= performance.now()
    this.#busy = true
    this.user.run(choose(this.user.random), {
      row: rows.take(),
      intendedAt: this.#intendedAt,
      ended: this.#ended,
    })
  }

  leave(): void {
    this.#leaving = true
    this.user.leave()
    clearTimeout(this.#timer)
    if (!this.#busy) this.#go()
  }

  readonly #ended = (end: TaskEnd): void => {
    this.#busy = false
    if (this.#leaving) return this.#go()
    const pause = end === 'no connection' ? Math.max(pauseWithoutConnectionMs, this.#pause()) : this.#pause()
    if (pause > 0) this.#timer = setTimeout(this.#beginLater, pause)
    else this.begin()
  }

  readonly #beginLater = (): void => this.begin()

  #pause(): number {
    const { wait } = this.#options
    if (wait.kind === 'none') return 0
    if (wait.kind === 'between') return wait.fromMs + this.user.random() * (wait.toMs - wait.fromMs)
    // Behind schedule there is no pause, and the response time says since when the task was due.
    this.#intendedAt = (this.#intendedAt ?? performance.now()) + wait.everyMs
    return this.#intendedAt - performance.now()
  }

  #go(): void {
    clearTimeout(this.#timer)
    this.user.close()
    this.#gone()
    this.left()
  }
}
