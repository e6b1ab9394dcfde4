import type { Duplex } from 'node:stream'
import type { MockProblem, MockRecord } from '../../../mocks/mock-definition.ts'
import type { MockCommand } from '../../../mocks/mock-protocol.ts'

/** What the shim needs to know first. */
export interface ShimOptions {
  readonly app: string
  /** The descriptor of the listening socket. */
  readonly socket: number
  readonly mocks: object
  readonly coverage: boolean
  /** When the run began, in seconds since the epoch. */
  readonly since: number
}

/** How the start ended; undefined when the process ended without a word. */
export type ShimStart = { readonly event: 'ready'; readonly interface: 'wsgi' | 'asgi' } | ShimFailure | undefined

export interface ShimFailure {
  readonly event: 'failed'
  readonly stage: 'python' | 'import' | 'attribute' | 'call' | 'kind' | 'startup' | 'coverage' | 'mock' | null
  readonly message: string
  readonly hint?: string | null
  readonly traceback?: readonly string[]
  /** The mock that cannot be made. */
  readonly target?: string | null
}

export interface ShimReply {
  readonly problems?: readonly MockProblem[]
  readonly record?: MockRecord | null
  readonly stack?: readonly string[]
  readonly error?: string
}

type Command = MockCommand | { readonly op: 'stack' }

/** JSON lines to and from `apitest_shim`, as its `control.py` has them. */
export class ShimChannel {
  /** Settles once, with the first event. */
  readonly started: Promise<ShimStart>
  readonly #stream: Duplex
  readonly #pending = new Map<number, { resolve(reply: ShimReply): void; reject(error: Error): void }>()
  #lastId = 0
  #settleStart: (start: ShimStart) => void = () => {}
  #closed = false

  constructor(stream: Duplex, options: ShimOptions) {
    this.#stream = stream
    this.started = new Promise((resolve) => (this.#settleStart = resolve))
    let rest = ''
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#accept(JSON.parse(line) as ShimStart & { id?: number })
    })
    stream.on('error', () => this.#close()).on('close', () => this.#close())
    this.#send(options)
  }

  ask(command: Command): Promise<ShimReply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('The service has ended'))
      const id = ++this.#lastId
      this.#pending.set(id, { resolve, reject })
      this.#send({ id, ...command })
    })
  }

  /** The end of this channel no longer ends the service. */
  keep(): void {
    this.#send({ op: 'keep' })
  }

  #send(message: object): void {
    if (this.#stream.writable) this.#stream.write(`${JSON.stringify(message)}\n`)
  }

  #accept(message: ShimStart & { id?: number }): void {
    if (message.id === undefined) return this.#settleStart(message)
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    pending?.resolve(message as ShimReply)
  }

  #close(): void {
    this.#closed = true
    this.#settleStart(undefined)
    for (const { reject } of this.#pending.values()) reject(new Error('The service has ended'))
    this.#pending.clear()
  }
}
