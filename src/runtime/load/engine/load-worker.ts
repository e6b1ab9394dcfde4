import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { RequestError } from '../../http/request-error.ts'
import { ServiceError } from '../../services/service-error.ts'
import { traceProgram } from '../program/trace-program.ts'
import type { TracedProgram } from '../program/trace-program.ts'
import { takeCapturedSecrets } from './captured-secrets.ts'
import { Generator } from './generator.ts'
import { importLoad } from './import-load.ts'
import { planLoad } from './load-plan.ts'
import type { LoadPlan } from './load-plan.ts'
import { Ticker } from './ticker.ts'
import type { FromWorker, ProgramFacts, ToWorker, WorkerSettings } from './worker-messages.ts'

/** A thread of the generator: reads the load, waits for the start, and tells once a second what it did. */
async function work(): Promise<void> {
  const settings = workerData as WorkerSettings
  const { project, name, profile } = await importLoad(settings.file, settings.host, { moved: settings.moved })
  const tasks = profile.tasks.filter((_, index) => settings.tasks.includes(index))
  const of = { project, section: 'loads', name } as const
  const program = await traceProgram(of, tasks)
  const data = profile.data?.()
  let running: Running | undefined
  const ticker = planLoad(profile, settings.overrides).model === 'open' ? new Ticker() : undefined
  await ticker?.ready()
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'start') {
      const plan = planLoad(profile, message.overrides)
      const { worker, workers, transport } = settings
      const generator = new Generator({ of, program, plan, data, order: profile.order, worker, workers, transport, ticker })
      running = new Running(generator, plan)
      running.start(message.at - performance.timeOrigin)
    } else if (message.kind === 'level') {
      running?.generator.setLevel(message.level)
    } else {
      void (running?.stop(message.graceMs) ?? Promise.resolve()).then(() => parentPort?.close())
    }
  })
  tell({ kind: 'ready', program: factsOf(program) })
}

class Running {
  readonly generator: Generator
  readonly #seconds: number
  #startedAt = 0
  #second = 0
  #timer: NodeJS.Timeout | undefined

  constructor(generator: Generator, plan: LoadPlan) {
    this.generator = generator
    this.#seconds = plan.warmupSeconds + plan.seconds
  }

  start(at: number): void {
    this.#startedAt = at
    this.generator.start(at)
    this.#schedule()
  }

  async stop(graceMs: number): Promise<void> {
    await this.generator.stop(graceMs)
    clearTimeout(this.#timer)
    // What ends behind the last second belongs to it.
    this.#tell(true)
    await this.generator.close()
  }

  #schedule(): void {
    const next = this.#second + 1
    // The last second ends when everything has ended.
    if (next >= this.#seconds) return
    const due = this.#startedAt + next * 1000
    this.#timer = setTimeout(() => {
      this.#tell(false)
      this.#schedule()
    }, due - performance.now())
  }

  #tell(last: boolean): void {
    tell({ kind: 'part', second: this.#second++, last, part: this.generator.take(), secrets: takeCapturedSecrets() })
  }
}

function factsOf({ endpoints, targets, tasks }: TracedProgram): ProgramFacts {
  const steps = tasks.flatMap((task) => task.steps)
  return {
    endpoints,
    targets,
    tasks: tasks.map(({ name, steps: own }) => ({ name, endpoints: [...new Set(own.map(({ endpoint }) => endpoint))] })),
    slow: steps.flatMap(({ endpoint, slow }) => (slow === undefined ? [] : [{ endpoint, reason: slow }])),
  }
}

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(message)
}

await work().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  tell({ kind: 'failed', message, missing: error instanceof ServiceError || error instanceof RequestError })
  parentPort?.close()
})
