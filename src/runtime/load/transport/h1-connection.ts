import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { MalformedAnswer } from './answer-head.ts'
import { AnswerReader } from './answer-reader.ts'
import { ReceivedAnswer } from './received-answer.ts'
import type { Connection, Outgoing, Receiver, TransportCounts } from './transport.ts'

/** An idle connection this old may just be closed from the other side. */
const riskyIdleMs = 1000

/** HTTP/1.1 on a plain socket: one write a request, one buffer that all answers are read into. */
export class H1Connection implements Connection {
  sentBytes = 0
  receivedBytes = 0
  readonly #origin: { readonly host: string; readonly port: number; readonly url: string }
  readonly #receiver: Receiver
  readonly #counts: TransportCounts
  readonly #buffer: Buffer
  readonly #reader = new AnswerReader()
  readonly #answer = new ReceivedAnswer()
  #socket: Socket | undefined
  #connected = false
  #waiting = false
  #data: string | Buffer = ''
  #isHead = false
  #needsBody = false
  #sentAt = 0
  #idleSince = 0
  #idleMs = Number.POSITIVE_INFINITY
  /** The request went out on a connection that had been idle for a while. */
  #risky = false

  constructor(origin: string, { receiver, counts, buffer }: { receiver: Receiver; counts: TransportCounts; buffer: Buffer }) {
    const { hostname, port } = new URL(origin)
    this.#origin = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80), url: origin }
    this.#receiver = receiver
    this.#counts = counts
    this.#buffer = buffer
  }

  send(request: Outgoing): boolean {
    const data = request.encoder.encode(request.values, request.cookies)
    if (data === undefined) return false
    this.#data = data
    this.#isHead = request.method === 'HEAD'
    this.#needsBody = request.needsBody
    this.sentBytes = data.length
    const now = performance.now()
    this.#sentAt = now
    const idle = now - this.#idleSince
    if (this.#socket !== undefined && idle > this.#idleMs) this.close()
    this.#risky = this.#socket !== undefined && idle > riskyIdleMs
    this.#start()
    return true
  }

  #start(): void {
    this.receivedBytes = 0
    this.#waiting = true
    this.#reader.begin(this.#isHead, this.#needsBody)
    if (this.#socket === undefined) this.#connect()
    else if (this.#connected) this.#write()
  }

  #write(): void {
    const data = this.#data
    if (typeof data === 'string') this.#socket?.write(data, 'latin1')
    else this.#socket?.write(data)
  }

  #connect(): void {
    this.#counts.connects++
    const { host, port } = this.#origin
    const buffer = this.#buffer
    const callback = (length: number): boolean => this.#received(socket, length)
    const socket: Socket = connect({ host, port, noDelay: true, onread: { buffer, callback } })
    this.#socket = socket
    this.#connected = false
    socket.once('connect', () => {
      if (this.#socket !== socket) return
      this.#connected = true
      if (this.#waiting) this.#write()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(socket, error))
    socket.once('end', () => this.#lost(socket, undefined))
    socket.once('close', () => this.#lost(socket, undefined))
  }

  #received(socket: Socket, length: number): boolean {
    if (this.#socket !== socket) return false
    if (!this.#waiting) {
      // Nobody has asked: whatever it is, it must not be taken for the next answer.
      this.close()
      return false
    }
    this.receivedBytes += length
    try {
      if (this.#reader.read(this.#buffer, length)) this.#complete()
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error
      this.#fail('protocol', error.message)
    }
    return true
  }

  #complete(): void {
    const { head, body } = this.#reader
    if (head === undefined) return
    const now = performance.now()
    this.#waiting = false
    this.#idleSince = now
    this.#idleMs = head.idleMs ?? Number.POSITIVE_INFINITY
    if (!head.keepAlive || head.body === 'until close') this.close()
    this.#answer.url = this.#origin.url
    this.#answer.fill(head, body, now - this.#sentAt)
    this.#receiver.answered(this.#answer)
  }

  #lost(socket: Socket, error: NodeJS.ErrnoException | undefined): void {
    if (this.#socket !== socket) return
    this.#forget()
    if (!this.#waiting) return
    const begun = this.#reader.begun
    if (error === undefined && this.#reader.end()) return this.#complete()
    if (this.#risky && !begun) {
      // The server closed the idle connection while the request was on its way, and has not seen it.
      this.#risky = false
      return this.#start()
    }
    this.#fail('connection', describe(error, begun))
  }

  #fail(kind: 'connection' | 'protocol', message: string): void {
    this.#waiting = false
    this.close()
    this.#receiver.failed({ kind, message })
  }

  cancel(): void {
    this.#waiting = false
    this.close()
  }

  close(): void {
    const socket = this.#socket
    this.#forget()
    socket?.destroy()
  }

  #forget(): void {
    this.#socket = undefined
    this.#connected = false
  }
}

function describe(error: NodeJS.ErrnoException | undefined, begun: boolean): string {
  const { code } = error ?? {}
  if (code === 'ECONNREFUSED') return 'connection refused: nothing listens there'
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many open files: raise the limit (ulimit -n) or use fewer users'
  if (code === 'EADDRNOTAVAIL') return 'no free port on this machine for another connection'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host name cannot be found (DNS: ${code})`
  if (code !== undefined && code !== 'ECONNRESET' && code !== 'EPIPE') return `the connection failed (${code})`
  const how = code === undefined ? 'closed' : 'reset'
  return begun ? `connection ${how} in the middle of the answer` : `connection ${how} without an answer`
}
