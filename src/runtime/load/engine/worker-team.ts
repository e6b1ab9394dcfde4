import { Worker } from 'node:worker_threads'
import type { GeneratorPart } from './generator.ts'
import type { LoadOverrides } from './load-plan.ts'
import type { FromWorker, ProgramFacts, ToWorker, WorkerSettings } from './worker-messages.ts'

/** What a request leaves behind is gone at once, so a small nursery costs nothing and keeps the memory of a thread small. */
const youngMegabytes = 8

/** A thread could not begin: the message, and whether it is because something is not there. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure'
  readonly missing: boolean

  constructor(message: string, { missing }: { missing: boolean }) {
    super(message)
    this.missing = missing
  }
}

export interface TeamOptions {
  /** The program of a thread. */
  readonly program: URL
  readonly settings: Omit<WorkerSettings, 'worker' | 'workers'>
  readonly workers: number
  /** All parts of a second; with `last` those that ended the run. */
  readonly onSecond: (second: number, parts: readonly GeneratorPart[]) => void
  /** What users captured that nobody is to see, also not in what the services print. */
  readonly onSecrets: (secrets: readonly string[]) => void
  /** A thread ended that should not have. */
  readonly onLost: (worker: number, message: string) => void
}

/** The threads of the generator, as one. */
export class WorkerTeam {
  readonly #options: TeamOptions
  readonly #members: Member[]

  constructor(options: TeamOptions) {
    this.#options = options
    this.#members = Array.from({ length: options.workers }, (_, worker) => new Member(worker, options, () => this.#drain()))
  }

  get members(): readonly { readonly id: string; readonly lost: boolean; readonly last: GeneratorPart | undefined }[] {
    return this.#members
  }

  /** Resolves when all have read the load and are ready to start. */
  async ready(): Promise<ProgramFacts> {
    const [first] = await Promise.all(this.#members.map((member) => member.ready))
    if (first === undefined) throw new Error('A load needs a thread')
    return first
  }

  start(at: number, overrides: LoadOverrides): void {
    this.#tell({ kind: 'start', at, overrides })
  }

  setLevel(level: number): void {
    this.#tell({ kind: 'level', level })
  }

  /** Resolves when all have told what they did to the end. */
  async stop(graceMs: number): Promise<void> {
    this.#tell({ kind: 'stop', graceMs })
    await Promise.all(this.#members.map((member) => member.done))
    this.#drain()
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()))
  }

  #tell(message: ToWorker): void {
    for (const member of this.#members) member.tell(message)
  }

  /** Hands on every second of which all threads have told; one that has ended has nothing more to tell. */
  #drain(): void {
    for (;;) {
      const open = this.#members.filter((member) => !member.ended)
      const seconds = this.#members.flatMap((member) => member.parts[0]?.second ?? [])
      if (seconds.length === 0) return
      const second = Math.min(...seconds)
      if (open.some((member) => member.parts[0] === undefined)) return
      const parts = this.#members.flatMap((member) => (member.parts[0]?.second === second ? (member.parts.shift()?.part ?? []) : []))
      this.#options.onSecond(second, parts)
    }
  }
}

class Member {
  readonly id: string
  readonly ready: Promise<ProgramFacts>
  readonly done: Promise<void>
  readonly parts: { readonly second: number; readonly part: GeneratorPart }[] = []
  ended = false
  lost = false
  last: GeneratorPart | undefined
  readonly #thread: Worker

  constructor(worker: number, { program, settings, workers, onSecrets, onLost }: TeamOptions, news: () => void) {
    this.id = `worker ${worker + 1}`
    const own: WorkerSettings = { ...settings, worker, workers }
    this.#thread = new Worker(program, {
      workerData: own,
      name: `apitest ${this.id}`,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    })
    const { promise, resolve: finish } = withResolvers()
    this.done = promise
    this.ready = new Promise((resolve, reject) => {
      this.#thread.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve(message.program)
        else if (message.kind === 'failed') reject(new WorkerFailure(message.message, message))
        else {
          onSecrets(message.secrets)
          this.last = message.part
          this.parts.push(message)
          if (message.last) this.ended = true
          news()
          if (message.last) finish()
        }
      })
      const lost = (reason: string): void => {
        reject(new WorkerFailure(reason, { missing: false }))
        if (!this.ended) {
          this.lost = this.ended = true
          onLost(worker, reason)
        }
        news()
        finish()
      }
      this.#thread.on('error', (error: unknown) => lost(error instanceof Error ? (error.stack ?? error.message) : String(error)))
      this.#thread.on('exit', (code) => lost(`the thread ended with exit code ${code}`))
    })
    // Whoever waits for it hears of it; nobody may be waiting.
    this.ready.catch(() => undefined)
  }

  tell(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    this.#thread.postMessage(message)
  }

  async close(): Promise<void> {
    this.ended = true
    await this.#thread.terminate()
  }
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const made: { resolve?: () => void } = {}
  const promise = new Promise<void>((resolve) => (made.resolve = resolve))
  return { promise, resolve: () => made.resolve?.() }
}
