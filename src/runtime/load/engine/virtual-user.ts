import { CookieJar } from '../../http/cookie-jar.ts'
import { parseSetCookie } from '../../http/parse-set-cookie.ts'
import type { TestSession } from '../../project/test-session.ts'
import { createRandom, useRandom } from '../../values/random.ts'
import type { Random } from '../../values/random.ts'
import { redact } from '../../values/secrets.ts'
import type { Answer } from '../program/answer.ts'
import { loadSession } from '../program/load-session.ts'
import type { CompiledStep, CompiledTask, Values } from '../program/load-program.ts'
import type { RequestEncoder } from '../program/request-encoder.ts'
import type { Connection, Outgoing, Receiver, TransportError } from '../transport/transport.ts'
import type { EndpointStatistics } from './endpoint-statistics.ts'
import { judgeAnswer, readCaptures, sendWhole } from './judge-answer.ts'
import type { Verdict } from './judge-answer.ts'
import { describeRequest, describeAnswer } from './failure-example.ts'
import type { UserSurroundings } from './user-surroundings.ts'

/** How a run of a task ended. */
export type TaskEnd = 'done' | 'failed' | 'no connection' | 'cancelled'

/** Runs tasks, one after another, with connections, cookies and values of its own. Nothing is allocated for a request that goes well. */
export class VirtualUser implements Receiver {
  /** When the request at hand has taken too long, on the clock of `performance.now()`. */
  deadline = Number.POSITIVE_INFINITY
  readonly random: Random
  readonly #around: UserSurroundings
  readonly #values: Values
  readonly #outgoing: { -readonly [Key in keyof Outgoing]: Outgoing[Key] }
  readonly #connections = new Map<string, Connection>()
  #jar: CookieJar | undefined
  #session: TestSession | undefined
  #task: CompiledTask | undefined
  #index = 0
  #step: CompiledStep | undefined
  #statistics: EndpointStatistics | undefined
  #connection: Connection | undefined
  #intendedAt: number | undefined
  #sentAt = 0
  /** Grows with every request, so that what comes late for an earlier one is told apart. */
  #turn = 0
  #ended: (end: TaskEnd) => void = () => undefined
  #leaving = false

  constructor(around: UserSurroundings, index: number) {
    this.#around = around
    this.random = createRandom(`${around.of.section} ${around.of.name} user ${index}`)
    const cells = Math.max(0, ...around.program.tasks.map((task) => task.cells))
    this.#values = { cells: Array.from({ length: cells }), row: undefined }
    this.#outgoing = { method: '', encoder: undefined as never, values: this.#values, cookies: '', needsBody: false }
  }

  /** Begins a task. `intendedAt` is when it should have begun, where that was decided before; response times count from there. */
  run(
    task: CompiledTask,
    { row, intendedAt, ended }: { row: unknown; intendedAt: number | undefined; ended: (end: TaskEnd) => void },
  ): void {
    this.#task = task
    this.#index = 0
    this.#values.row = row
    if (task.cells > 0) this.#values.cells.fill(undefined)
    this.#ended = ended
    this.#begin(intendedAt)
  }

  /** No further steps: the request at hand may end. */
  leave(): void {
    this.#leaving = true
  }

  /** Ends the request at hand. */
  cancel(): void {
    if (this.#step === undefined) return
    this.#connection?.cancel()
    if (this.#statistics !== undefined) this.#statistics.cancelled++
    this.#finish('cancelled')
  }

  timeOut(now: number): void {
    if (this.#step === undefined || this.#statistics === undefined) return
    this.#connection?.cancel()
    this.#statistics.timedOut++
    this.#time(now)
    this.#statistics.fail(`timeout: no answer within ${this.#step.timeoutMs / 1000} s`, { example: () => this.#example() })
    this.#finish('failed')
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
  }

  #begin(intendedAt: number | undefined): void {
    const step = this.#task?.steps[this.#index] as CompiledStep
    const statistics = this.#around.statistics[step.endpoint] as EndpointStatistics
    const now = performance.now()
    this.#step = step
    this.#statistics = statistics
    this.#intendedAt = intendedAt
    this.#sentAt = now
    this.#turn++
    this.deadline = now + step.timeoutMs
    statistics.started++
    this.#around.counts.inFlight++
    if (intendedAt !== undefined) this.#around.counts.lateness.record((now - intendedAt) * 1000)
    useRandom(this.random)
    if (!this.#send(step)) void this.#sendWhole(step)
  }

  #send(step: CompiledStep): boolean {
    const { encoder } = step
    if (encoder === undefined) return false
    const connection = this.#connectTo(step.origin)
    const outgoing = this.#outgoing
    outgoing.method = step.method
    outgoing.encoder = encoder
    outgoing.cookies = this.#jar === undefined ? '' : this.#cookiesFor(step, encoder)
    outgoing.needsBody = step.check.needsBody || step.captures.length > 0
    this.#connection = connection
    if (!connection.send(outgoing)) return false
    if (this.#statistics !== undefined) this.#statistics.bytesSent += connection.sentBytes
    return true
  }

  answered(answer: Answer): void {
    const { status } = answer
    const step = this.#step as CompiledStep
    const statistics = this.#statistics as EndpointStatistics
    const now = performance.now()
    statistics.bytesReceived += (this.#connection as Connection).receivedBytes
    if (answer.setsCookies) this.#keepCookies(answer, step)
    if (answer.redirects && step.redirects > 0) return void this.#later(step, () => this.#follow(answer, step))
    const quick = step.check.holds(answer, this.#values) && readCaptures(step, answer, this.#values)
    if (!quick) return void this.#later(step, () => this.#judge(answer, step), now)
    statistics.status(status)
    this.#time(now)
    statistics.ok++
    this.#next()
  }

  failed({ kind, message }: TransportError): void {
    const statistics = this.#statistics as EndpointStatistics
    statistics.failed++
    this.#time(performance.now())
    statistics.fail(`${kind}: ${message}`, { example: () => this.#example() })
    this.#finish(kind === 'connection' ? 'no connection' : 'failed')
  }

  /** What takes more than a moment; meanwhile the request may be cancelled or time out. */
  async #later(step: CompiledStep, work: () => Promise<Verdict>, finishedAt?: number): Promise<void> {
    const turn = this.#turn
    // The answer is there: only what is done with it takes time.
    if (finishedAt !== undefined) this.deadline = Number.POSITIVE_INFINITY
    const verdict = await work().catch((error: unknown): Verdict => this.#thrown(error))
    if (turn !== this.#turn || this.#step !== step) return
    this.#settle(verdict, finishedAt ?? performance.now())
  }

  #settle({ status, problem, place, timedOut, example, received, exception = false }: Verdict, now: number): void {
    const statistics = this.#statistics as EndpointStatistics
    if (status !== undefined) statistics.status(status)
    statistics.bytesReceived += received ?? 0
    this.#time(now)
    if (problem === undefined) {
      statistics.ok++
      return this.#next()
    }
    if (timedOut === true) statistics.timedOut++
    else statistics.failed++
    statistics.fail(problem, { place, exception, example: () => example ?? this.#example() })
    this.#finish(problem.startsWith('connection') ? 'no connection' : 'failed')
  }

  /** Code of the profile did: a hook, a value that is put together anew. */
  #thrown(error: unknown): Verdict {
    const detail = redact(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return { problem: redact(String(error)).split('\n')[0] ?? '', exception: true, example: { ...this.#example(), detail } }
  }

  #judge(answer: Answer, step: CompiledStep): Promise<Verdict> {
    const shown = describeAnswer(answer)
    return judgeAnswer({
      session: this.#ownSession(),
      step,
      answer,
      values: this.#values,
      tracer: this.#around.program.tracer,
      example: () => this.#example(shown),
    })
  }

  #follow(answer: Answer, step: CompiledStep): Promise<Verdict> {
    const first = { answer: answer.response(), method: step.method }
    return sendWhole({ session: this.#ownSession(), step, values: this.#values, tracer: this.#around.program.tracer, first })
  }

  /** As a test would send it: for what no encoder can do. */
  #sendWhole(step: CompiledStep): Promise<void> {
    this.#connection = undefined
    return this.#later(step, () =>
      sendWhole({ session: this.#ownSession(), step, values: this.#values, tracer: this.#around.program.tracer }),
    )
  }

  #time(now: number): void {
    const { response, service } = this.#statistics as EndpointStatistics
    const serviceMicros = (now - this.#sentAt) * 1000
    if (this.#intendedAt === undefined) {
      response.record(serviceMicros)
    } else {
      response.record((now - this.#intendedAt) * 1000)
    }
    service.record(serviceMicros)
  }

  #next(): void {
    this.#index++
    const more = this.#index < (this.#task as CompiledTask).steps.length
    if (!more || this.#leaving) return this.#finish('done')
    this.#around.counts.inFlight--
    this.#begin(undefined)
  }

  #finish(end: TaskEnd): void {
    this.#step = undefined
    this.#turn++
    this.deadline = Number.POSITIVE_INFINITY
    this.#around.counts.inFlight--
    this.#ended(end)
  }

  #connectTo(origin: string): Connection {
    let connection = this.#connections.get(origin)
    if (connection === undefined) {
      connection = this.#around.transport.connect(origin, this)
      this.#connections.set(origin, connection)
    }
    return connection
  }

  #keepCookies(answer: Answer, { origin, encoder }: CompiledStep): void {
    const lines = [...answer.head.matchAll(/^set-cookie:[ \t]*(.*?)[ \t]*\r?$/gim)].map(([, line = '']) => line)
    const cookies = lines.map(parseSetCookie).filter((cookie) => cookie !== undefined)
    this.#ownJar().store(new URL(`${origin}${encoder?.path(this.#values) ?? '/'}`), cookies)
  }

  #cookiesFor({ origin }: CompiledStep, encoder: RequestEncoder): string {
    const jar = this.#ownJar()
    if (jar.isEmpty) return ''
    return jar
      .cookiesFor(new URL(`${origin}${encoder.path(this.#values) ?? '/'}`))
      .filter(([name]) => !encoder.ownCookies.has(name))
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  }

  #ownJar(): CookieJar {
    this.#jar ??= this.#session?.run.jar ?? new CookieJar()
    return this.#jar
  }

  #ownSession(): TestSession {
    if (this.#session === undefined) {
      const jar = this.#ownJar()
      this.#session = loadSession(this.#around.of, jar)
    }
    return this.#session
  }

  #example(response?: string): { request: string; response?: string } {
    const step = this.#step as CompiledStep
    return { request: describeRequest(step, this.#values, this.#outgoing.cookies), ...(response !== undefined && { response }) }
  }
}
