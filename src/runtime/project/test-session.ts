import type { Place } from '../../places/place.ts'
import type { ReceivedResponse } from '../assertions/types.ts'
import { methodKeys } from '../http/prepare-request.ts'
import type { ServiceAddress } from '../services/service-definition.ts'
import type { Data } from '../values/data.ts'
import { untraced } from '../values/placeholder.ts'
import { enterRandom } from '../values/random.ts'
import type { Api, Changes } from './api.ts'
import { Captures } from './captures.ts'
import type { Flow } from './flow.ts'
import { anywhere } from '../report/find-place.ts'
import { mockFunctions } from './mock-functions.ts'
import type { Mocks } from '../mocks/mock-definition.ts'
import { makeFixture } from './make-fixture.ts'
import { below } from './merge-request.ts'
import { isNamedRequest } from './request.ts'
import { captureFrames } from './request-failure.ts'
import { rememberItem } from '../session/jumps.ts'
import { sendRequest } from './send-request.ts'
import { accessService, accessStub } from './service-access.ts'
import type { TestRun } from './test-run.ts'

/** A step that runs after the test. */
export interface CleanupStep {
  readonly session: TestSession
  readonly place: Place
  readonly run: () => unknown
}

/** In words, and where it stands. */
export interface PendingWork {
  readonly what: string
  readonly place: Place
}

/** A request by name, written out, or computed when its turn has come. */
type Sendable = Parameters<Api['send']>[0]

interface TestSessionOptions {
  readonly run: TestRun
  /** Where its requests stand: `numbered` for tests and flows, whose steps are counted. */
  readonly place: Place
  readonly numbered: boolean
  readonly signal: AbortSignal | undefined
  readonly cleanups: CleanupStep[]
  /** The fixtures that its requests help to make, the outermost first. @default none */
  readonly making?: readonly string[]
}

/** The `api` of a test, flow or hook. */
export class TestSession implements Api {
  readonly run: TestRun
  readonly captured = new Captures()
  readonly cleanups: CleanupStep[]
  /** What was begun and has not ended. */
  readonly pending = new Set<PendingWork>()
  readonly #options: TestSessionOptions
  #steps = 0
  /** The step of `cleanup` that runs at the moment. */
  #cleanup: Place | undefined
  #signal: AbortSignal | undefined

  constructor(options: TestSessionOptions) {
    this.#options = options
    this.run = options.run
    this.cleanups = options.cleanups
    this.#signal = options.signal
  }

  /** A session beside this one, with captures of its own. */
  open(options: Partial<TestSessionOptions>): TestSession {
    return new TestSession({ ...this.#options, signal: this.#signal, ...options })
  }

  get captures(): Readonly<Record<string, Data>> {
    return this.captured.view
  }

  get making(): readonly string[] {
    return this.#options.making ?? []
  }

  get signal(): AbortSignal | undefined {
    return this.#signal
  }

  async send(request: Sendable, ...changes: readonly Changes[]): Promise<ReceivedResponse> {
    const frames = captureFrames(this.send)
    if (this.run.concurrent) enterRandom(this.run.random)
    const place = this.#nextStep()
    const send = (session: TestSession): Promise<ReceivedResponse> => sendRequest({ session, place, request, changes, frames })
    if (this.#cleanup === undefined) rememberItem(this, send)
    return this.#track({ what: `the request ${describeRequest(request)}`, place }, send(this))
  }

  async flow<Params>(flow: Flow<Params>, params?: Params, { name = flow.name }: { name?: string } = {}): Promise<void> {
    if (this.run.concurrent) enterRandom(this.run.random)
    const place = this.#nextStep()
    const inner = this.open({ place: anywhere('flows', flow.name), numbered: true })
    this.captured.set(name, inner.captures)
    // A flow without parameters that are required can be run without any.
    await this.#track({ what: `the flow \`${flow.name}\``, place }, Promise.resolve(flow.steps(inner, params ?? ({} as Params))))
  }

  async mock(mocks: Mocks, { service }: { service?: string } = {}): Promise<void> {
    const frames = captureFrames(this.mock)
    const what = `the mock of ${Object.keys(mocks).join(', ')}`
    const place = below(this.run.place, 'mocks')
    await this.#track({ what, place }, mockFunctions({ session: this, mocks, service, frames }))
  }

  cleanup(step: () => unknown): void {
    this.cleanups.push({ session: this, place: below(this.run.place, 'cleanup', this.cleanups.length), run: step })
  }

  async fixture(name: string): Promise<Data> {
    const frames = captureFrames(this.fixture)
    return this.#track(
      { what: `the fixture \`${name}\``, place: anywhere('fixtures', name) },
      untraced(() => makeFixture(this, name, frames)),
    )
  }

  async service(name?: string): Promise<ServiceAddress> {
    const services = this.run.project.services ?? {}
    const { address } = await accessService(services, name ?? Object.keys(services)[0] ?? 'default')
    return address
  }

  stub(name: string): Promise<ServiceAddress> {
    return accessStub(name)
  }

  /** Runs a step of `cleanup`: its requests stand there, and the end of the test does not cancel them. */
  async runCleanup({ place, run }: CleanupStep): Promise<void> {
    this.#cleanup = place
    this.#signal = undefined
    await run()
  }

  #nextStep(): Place {
    if (this.#cleanup !== undefined) return this.#cleanup
    const { place, numbered } = this.#options
    return numbered ? below(place, 'steps', this.#steps++) : place
  }

  async #track<T>(pending: PendingWork, work: Promise<T>): Promise<T> {
    this.pending.add(pending)
    try {
      return await work
    } finally {
      this.pending.delete(pending)
    }
  }
}

function describeRequest(request: Sendable): string {
  if (typeof request === 'function') return 'of this step'
  if (isNamedRequest(request)) return `\`${request.name}\``
  const key = methodKeys.find((name) => typeof request[name] === 'string')
  return key === undefined ? `${request.method} ${request.path}` : `${key.toUpperCase()} ${String(request[key])}`
}
