import type { Place } from '../../../places/place.ts'
import type { ReceivedResponse } from '../../assertions/types.ts'
import type { Api, Changes } from '../../project/api.ts'
import type { Flow } from '../../project/flow.ts'
import { below } from '../../project/merge-request.ts'
import type { Layer } from '../../project/merge-request.ts'
import { readLayers } from '../../project/read-layers.ts'
import { isNamedRequest } from '../../project/request.ts'
import type { NamedRequest } from '../../project/request.ts'
import type { RequestDefinition } from '../../project/request-types.ts'
import type { TestSession } from '../../project/test-session.ts'
import { isSecret } from '../../project/take-captures.ts'
import { anywhere } from '../../report/find-place.ts'
import type { ServiceAddress } from '../../services/service-definition.ts'
import type { Data } from '../../values/data.ts'
import { compileStep } from './compile-step.ts'
import type { TracedStep } from './compile-step.ts'
import type { CompiledCapture } from './load-program.ts'
import type { SlotTracer } from './slot-tracer.ts'

/** One `api.send` of a task. */
export interface TracedSend {
  readonly traced: TracedStep
  readonly layers: readonly Layer[]
  readonly captures: readonly CompiledCapture[]
  readonly place: Place
  /** Of the request, where it has one. */
  readonly name: string | undefined
}

interface Around {
  readonly session: TestSession
  readonly tracer: SlotTracer
  /** Its steps stand below. */
  readonly place: Place
  readonly sent: TracedSend[]
}

/** The `api` of a task while it is traced: nothing is sent, and what answers will bring is a placeholder. */
export class TraceApi implements Api {
  readonly captures: Readonly<Record<string, Data>>
  readonly #around: Around
  readonly #made = new Map<string, unknown>()
  #steps = 0

  constructor(around: Around) {
    this.#around = around
    this.captures = new Proxy(Object.create(null) as Record<string, Data>, {
      get: (_, name) => (typeof name === 'string' ? this.#read(name) : undefined),
    })
  }

  async send(request: NamedRequest | RequestDefinition, ...changes: readonly Changes[]): Promise<ReceivedResponse> {
    const { session, tracer, sent } = this.#around
    const place = this.#nextPlace()
    // Functions of requests ask it for captures and fixtures, which is all that `readLayers` has a session for.
    const asked = this as unknown as TestSession
    const layers = await readLayers({ session: asked, place, request, changes, frames: () => '' })
    const traced = await compileStep(layers, { session, tracer })
    const captures = traced.merged.captures.map((capture): CompiledCapture => {
      const cell = tracer.newCell()
      const label = `captures.${capture.name}`
      this.#made.set(capture.name, tracer.placeholder({ label, read: (values) => values.cells[cell] }))
      return { ...capture, cell, secret: isSecret(capture.capture) }
    })
    const { name } = traced.merged.request
    sent.push({ traced, layers, captures, place, name: name ?? (isNamedRequest(request) ? request.name : undefined) })
    return undefined as unknown as ReceivedResponse
  }

  async flow<Params>(flow: Flow<Params>, params?: Params, { name = flow.name }: { name?: string } = {}): Promise<void> {
    this.#nextPlace()
    const inner = new TraceApi({ ...this.#around, place: anywhere('flows', flow.name) })
    this.#made.set(name, inner.captures)
    await flow.steps(inner, params ?? ({} as Params))
  }

  fixture(name: string): Promise<Data> {
    return this.#around.session.fixture(name)
  }

  service(name?: string): Promise<ServiceAddress> {
    return this.#around.session.service(name)
  }

  stub(name: string): Promise<ServiceAddress> {
    return this.#around.session.stub(name)
  }

  mock(): Promise<void> {
    return Promise.reject(new Error('A load does not mock anything'))
  }

  cleanup(): void {
    throw new Error('A load does not clean up')
  }

  #nextPlace(): Place {
    return below(this.#around.place, 'steps', this.#steps++)
  }

  #read(name: string): unknown {
    if (this.#made.has(name)) return this.#made.get(name)
    if (name === 'then' || name === 'toJSON') return undefined
    throw new Error(`Nothing has been captured as \`${name}\``)
  }
}
