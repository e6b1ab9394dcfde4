import { pathToFileURL } from 'node:url'
import { writeRunLine } from '../report/write-exchanges.ts'
import type { ServiceAddress } from '../services/service-definition.ts'
import { serviceError } from '../services/service-error.ts'
import type { Reach } from '../services/service-kind.ts'
import { withRandom } from '../values/random.ts'
import { StubWindow } from './stub-calls.ts'
import type { StubCounts, StubTrouble } from './stub-calls.ts'
import type { StubDefinition, StubEntry } from './stub-definition.ts'
import { Stub } from './stub.ts'
import { loopback } from './stub-server.ts'
import type { Tape } from './tape/tape.ts'

export interface StubHostOptions {
  readonly stubs: Readonly<Record<string, StubEntry>>
  /** The project's folder, absolute. */
  readonly folder: string
  /** A line for the user while the run goes on. */
  say(message: string): void
}

/** Owns the stubs of a run, beside its services: starts each when somebody needs its address, and knows which test each call belongs to. */
export class StubHost {
  readonly #options: StubHostOptions
  readonly #stubs = new Map<string, Promise<Stub>>()
  readonly #tapes: Tape[] = []
  readonly #windows = new Map<string, StubWindow>()
  /** Calls that came while no test ran. */
  #stray: StubTrouble[] = []

  constructor(options: StubHostOptions) {
    this.#options = options
  }

  /** Where a stub listens; `reach` says for whom. */
  async start(name: string, reach: Reach = loopback): Promise<ServiceAddress> {
    const stub = this.#stubs.get(name) ?? this.#create(name)
    this.#stubs.set(name, stub)
    return (await stub).listen(reach)
  }

  /** From here on calls are this test's. */
  async begin(test: string): Promise<void> {
    const alone = this.#windows.size === 0
    const window = new StubWindow(this.#stray.map(asStray))
    this.#stray = []
    this.#windows.set(test, window)
    if (alone) for (const stub of this.#stubs.values()) (await stub).rewind()
    else for (const open of this.#windows.values()) open.shared = true
  }

  counts(test: string): StubCounts {
    return this.#window(test).counts
  }

  /** What went wrong since it was last asked. */
  takeTrouble(test: string): readonly StubTrouble[] {
    return this.#window(test).takeTrouble()
  }

  end(test: string): readonly StubTrouble[] {
    const trouble = this.takeTrouble(test)
    this.#windows.delete(test)
    return trouble
  }

  get names(): readonly string[] {
    return [...this.#stubs.keys()]
  }

  async stop(): Promise<void> {
    for (const stub of this.#stubs.values()) await (await stub.catch(() => undefined))?.close()
    for (const tape of this.#tapes) {
      const result = await tape.save().catch((error: unknown) => `${tape.file} cannot be written: ${(error as Error).message}`)
      if (result !== undefined) this.#options.say(result)
    }
    this.#tellStray()
  }

  async #create(name: string): Promise<Stub> {
    const entry = Object.hasOwn(this.#options.stubs, name) ? this.#options.stubs[name] : undefined
    if (entry === undefined) {
      const known = Object.keys(this.#options.stubs)
      throw serviceError({
        service: name,
        message: `No stub is named \`${name}\``,
        hint: known.length === 0 ? 'There are no stubs' : `Known stubs: ${known.join(', ')}`,
      })
    }
    const definition = typeof entry === 'function' ? withRandom(`stub ${name}`, entry) : entry
    const folder = pathToFileURL(`${this.#options.folder.replace(/[\\/]+$/, '')}/`)
    return new Stub({ name, definition, folder, tape: await this.#tape(name, definition, folder), events: this.#events() })
  }

  async #tape(name: string, { record }: StubDefinition, folder: URL): Promise<Tape | undefined> {
    if (record === undefined) return undefined
    const { openTape } = await import('./tape/tape.ts')
    const tape = await openTape({ name, record, folder, recording: process.env['APITEST_RECORD'] === '1' })
    this.#tapes.push(tape)
    return tape
  }

  #events() {
    const everyWindow = (tell: (window: StubWindow) => void) => {
      for (const window of this.#windows.values()) tell(window)
    }
    return {
      called: (stub: string, route: string) => everyWindow((window) => window.count(stub, route)),
      unmatched: (stub: string, call: string) => everyWindow((window) => window.countUnmatched(stub, call)),
      trouble: (trouble: StubTrouble) => {
        if (this.#windows.size === 0) this.#stray.push(trouble)
        everyWindow((window) => window.add(trouble))
      },
    }
  }

  #window(test: string): StubWindow {
    const window = this.#windows.get(test)
    if (window === undefined) throw new Error(`No test ${test} has begun`)
    return window
  }

  /** Behind the last test nobody is left to blame, and it must not pass silently. */
  #tellStray(): void {
    const [first, ...others] = this.#stray.map(({ message, hint }) => ({
      kind: 'stub',
      message: `${message} (while no test ran)`,
      place: undefined,
      frame: undefined,
      hint,
      diff: undefined,
      exchange: undefined,
      log: undefined,
    }))
    if (first === undefined) return
    writeRunLine({ test: undefined, failures: [first, ...others] })
    for (const { message } of [first, ...others]) this.#options.say(message)
    process.exitCode ||= 1
  }
}

function asStray(trouble: StubTrouble): StubTrouble {
  return { ...trouble, message: `${trouble.message} (before this test, while none ran)` }
}
