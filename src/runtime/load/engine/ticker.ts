import { Worker } from 'node:worker_threads'

/**
 * Wakes the event loop at a moment, five times closer than a timer and without spinning: a thread that sleeps until then. Clocks of
 * threads are compared by `performance.timeOrigin + performance.now()`.
 */
export class Ticker {
  readonly #due = new Float64Array(new SharedArrayBuffer(8))
  readonly #flag = new Int32Array(new SharedArrayBuffer(4))
  readonly #thread: Worker
  /** Called at the moment. */
  wake: () => void = () => undefined

  constructor() {
    this.#due[0] = Number.POSITIVE_INFINITY
    this.#thread = new Worker(program, {
      eval: true,
      workerData: { due: this.#due, flag: this.#flag },
      name: 'apitest ticker',
      stdout: false,
    })
    this.#thread.on('message', () => this.wake())
    this.#thread.unref()
  }

  /** Resolves when the thread runs, which may take a while on a busy machine. */
  ready(): Promise<void> {
    // Nothing else may keep this thread alive while it waits.
    this.#thread.ref()
    return new Promise((resolve, reject) => {
      this.wake = () => {
        this.#thread.unref()
        resolve()
      }
      this.#thread.once('error', reject)
      this.wakeAt(0)
    })
  }

  /** Wakes once at or after `at`, on the clock of `performance.now()`; another moment replaces one that has not come. */
  wakeAt(at: number): void {
    this.#due[0] = performance.timeOrigin + at
    Atomics.add(this.#flag, 0, 1)
    Atomics.notify(this.#flag, 0)
  }

  async close(): Promise<void> {
    await this.#thread.terminate()
  }
}

const program = `
const { parentPort, workerData: { due, flag } } = require('node:worker_threads')
const now = () => performance.timeOrigin + performance.now()
let told = -1
for (;;) {
  const seen = Atomics.load(flag, 0)
  const wait = seen === told ? Infinity : due[0] - now()
  if (wait > 0) Atomics.wait(flag, 0, seen, wait === Infinity ? undefined : wait)
  else { told = seen; parentPort.postMessage(0) }
}
`
