import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Place } from '../../places/place.ts'
import { withRandom } from '../values/random.ts'
import { redact } from '../values/secrets.ts'
import type { ServiceAddress } from '../services/service-definition.ts'
import { explainUnmatched, nearestRoute } from './explain-unmatched.ts'
import { makeAnswer } from './make-answer.ts'
import type { WireAnswer } from './make-answer.ts'
import { fitRoute } from './match-route.ts'
import { readRoute } from './route.ts'
import type { Route } from './route.ts'
import { sendAnswer } from './send-answer.ts'
import type { StubTrouble } from './stub-calls.ts'
import type { StubAnswer, StubCallScope, StubDefinition, StubReply } from './stub-definition.ts'
import { StubRequest } from './stub-request.ts'
import { StubServer } from './stub-server.ts'
import type { Reach } from '../services/service-kind.ts'
import type { Tape } from './tape/tape.ts'

export interface StubOptions {
  readonly name: string
  readonly definition: StubDefinition
  /** The project's folder, with a slash at its end. */
  readonly folder: URL
  readonly tape: Tape | undefined
  readonly events: StubEvents
}

/** What a stub tells while it answers. */
export interface StubEvents {
  called(stub: string, route: string): void
  unmatched(stub: string, call: string): void
  trouble(trouble: StubTrouble): void
}

/** One stand-in: holds each call against its routes in their order, answers, and tells who counts. */
export class Stub {
  readonly #options: StubOptions
  readonly #server = new StubServer((request, response, body) => this.#answer(request, response, body))
  readonly #own: readonly Route[]
  /** Those of the spec, then those of the tape. */
  readonly #routes: readonly Route[]
  readonly #folder: string
  readonly #turns = new Map<Route, number>()
  #calls = 0

  constructor(options: StubOptions) {
    this.#options = options
    const { definition, tape, folder } = options
    this.#own = (definition.routes ?? []).map((route) => readRoute(route))
    this.#routes = tape === undefined || tape.recording ? this.#own : [...this.#own, ...tape.routes]
    this.#folder = fileURLToPath(folder)
  }

  listen(reach: Reach): Promise<ServiceAddress> {
    return this.#server.listen(reach)
  }

  /** Lists of answers begin again. */
  rewind(): void {
    this.#turns.clear()
    this.#options.tape?.rewind()
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse, body: Uint8Array): Promise<void> {
    const request = new StubRequest(incoming, body)
    const { name, definition, tape, events } = this.#options
    const found = await this.#find(request)
    if (found !== undefined) {
      events.called(name, found.route.name)
      await sendAnswer(response, await this.#wire(this.#next(found.route), found.path, { request, at: this.#placeOf(found.route) }))
      return
    }
    const call = redact(`${request.method} ${request.target}`)
    if (tape?.recording === true) {
      await sendAnswer(response, await this.#record(tape, request, call))
      return
    }
    events.unmatched(name, call)
    const { unmatched = 'fail' } = definition
    if (unmatched !== 'fail') {
      await sendAnswer(response, await this.#wire(unmatched, {}, { request, at: this.#place('unmatched') }))
      return
    }
    const nearest = await nearestRoute(this.#routes, request, this.#folder)
    const message = redact(`The stub \`${name}\` got ${explainUnmatched(call, nearest)}`)
    const place = nearest === undefined ? this.#place() : this.#placeOf(nearest.route, nearest.reasons[0]?.path)
    events.trouble({ stub: name, message, place, hint: this.#hint() })
    await sendAnswer(response, plainAnswer(501, message))
  }

  async #find(request: StubRequest): Promise<{ route: Route; path: Readonly<Record<string, string>> } | undefined> {
    for (const route of this.#routes) {
      const path = await fitRoute(route, request, this.#folder)
      if (path !== undefined) return { route, path }
    }
    return undefined
  }

  /** One answer after another; the last one repeats. */
  #next(route: Route): StubReply {
    const turn = this.#turns.get(route) ?? 0
    this.#turns.set(route, turn + 1)
    const reply = route.replies[Math.min(turn, route.replies.length - 1)]
    if (reply === undefined) throw new Error(`The route ${route.name} of the stub ${this.#options.name} has no answer`)
    return reply
  }

  async #wire(
    reply: StubReply,
    path: Readonly<Record<string, string>>,
    { request, at }: { request: StubRequest; at: Place },
  ): Promise<WireAnswer> {
    const { name, folder, events } = this.#options
    try {
      const compute = (reply: (call: StubCallScope) => StubAnswer) => reply({ path, request: request.scope() })
      const answer = typeof reply === 'function' ? withRandom(`stub ${name} ${this.#calls++}`, () => compute(reply)) : reply
      return await makeAnswer(answer, folder)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = redact(`The stub \`${name}\` cannot answer ${request.method} ${request.target}: ${reason}`)
      events.trouble({
        stub: name,
        message,
        place: at,
        hint: 'A part of the request that may be missing wants a route of its own, with `when`',
      })
      return plainAnswer(500, message)
    }
  }

  async #record(tape: Tape, request: StubRequest, call: string): Promise<WireAnswer> {
    const { name, events } = this.#options
    try {
      return await tape.record(request)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = redact(`The stub \`${name}\` could not record ${call}: ${reason}`)
      events.trouble({ stub: name, message, place: this.#place('record', 'target'), hint: 'Is the real API up, and its address right?' })
      return plainAnswer(502, message)
    }
  }

  #hint(): string {
    const { tape } = this.#options
    if (tape === undefined) return 'Add a route, or let such calls pass with `unmatched: { status: 404 }`'
    return tape.exists
      ? 'Record it with `apitest run --record`, or add a route'
      : `There is no ${tape.file} yet: \`apitest run --record\` writes it`
  }

  #place(...path: readonly (string | number)[]): Place {
    return { file: '', path: ['stubs', this.#options.name, ...path] }
  }

  #placeOf(route: Route, inside: readonly (string | number)[] = []): Place {
    const { tape } = this.#options
    const index = this.#own.indexOf(route)
    if (index >= 0) return this.#place('routes', index, ...inside)
    return { file: tape?.file ?? '', path: ['routes', tape?.routes.indexOf(route) ?? 0, ...inside] }
  }
}

/** The caller may show it to its own caller, so it says the same as the failure. */
function plainAnswer(status: number, message: string): WireAnswer {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ apitest: message })),
    delayMs: 0,
    fault: undefined,
  }
}
