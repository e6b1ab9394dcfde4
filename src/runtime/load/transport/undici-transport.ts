import type { Client, Dispatcher } from 'undici'
import { explainError } from '../../http/request-error.ts'
import { forwardedRequest } from '../../http/proxy/forwarded-request.ts'
import { proxyFor } from '../../http/proxy/proxy-for.ts'
import type { Proxy } from '../../http/proxy/proxy-for.ts'
import { tunnelThrough } from '../../http/proxy/tunnel.ts'
import { requireLazily } from '../../values/require-lazily.ts'
import type { AnswerHead } from './answer-head.ts'
import { parseHead } from './answer-head.ts'
import { ReceivedAnswer } from './received-answer.ts'
import { answerLimits } from './transport.ts'
import type { Connection, Outgoing, Receiver, Transport, TransportCounts, TransportError } from './transport.ts'

export interface UndiciTransportOptions {
  /** Which proxy an origin is reached through. Default: as the environment says. */
  readonly proxyOf?: (origin: string) => Proxy | undefined
  /** Certificates to trust, as PEM. Default: those of Node. */
  readonly ca?: string
}

/** For TLS, HTTP/2 and proxies: undici, with one client for each connection. */
export class UndiciTransport implements Transport {
  readonly counts: TransportCounts = { connects: 0 }
  readonly #options: UndiciTransportOptions

  constructor(options: UndiciTransportOptions = {}) {
    this.#options = options
  }

  connect(origin: string, receiver: Receiver): Connection {
    const { proxyOf = proxyFor, ca } = this.#options
    return new UndiciConnection(origin, { receiver, counts: this.counts, proxy: proxyOf(origin), ca })
  }
}

interface ConnectionOptions {
  readonly receiver: Receiver
  readonly counts: TransportCounts
  readonly proxy: Proxy | undefined
  readonly ca: string | undefined
}

class UndiciConnection implements Connection {
  sentBytes = 0
  receivedBytes = 0
  readonly #origin: string
  readonly #receiver: Receiver
  readonly #counts: TransportCounts
  readonly #proxy: Proxy | undefined
  readonly #ca: string | undefined
  readonly #answer = new ReceivedAnswer()
  #client: Client | undefined
  /** Answers of requests that were given up are nobody's. */
  #current = 0

  constructor(origin: string, { receiver, counts, proxy, ca }: ConnectionOptions) {
    this.#origin = origin
    this.#proxy = proxy
    this.#ca = ca
    this.#receiver = receiver
    this.#counts = counts
    this.#answer.url = origin
  }

  send({ method, encoder, values, cookies, needsBody }: Outgoing): boolean {
    const parts = encoder.parts(values, cookies)
    if (parts === undefined) return false
    const { path, headers, body } = parts
    this.receivedBytes = 0
    this.sentBytes = (body?.length ?? 0) + headers.reduce((sum, text) => sum + text.length + 2, method.length + path.length + 13)
    const own = headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== 'connection')
    const handler = this.#handler(++this.#current, needsBody)
    this.#client ??= this.#open()
    const direct = { path, headers: own }
    const sent = this.#forwardsTo === undefined ? direct : forwardedRequest(this.#forwardsTo, this.#origin, direct)
    this.#client.dispatch({ ...sent, method: method as Dispatcher.HttpMethod, body: body ?? null }, handler)
    return true
  }

  /** A proxy takes requests for http as they are; for https it opens a tunnel. */
  get #forwardsTo(): Proxy | undefined {
    return this.#origin.startsWith('http:') ? this.#proxy : undefined
  }

  #open(): Client {
    const Own = requireLazily<typeof Client>('undici/lib/dispatcher/client.js')
    const forwardsTo = this.#forwardsTo
    const tunnel = forwardsTo === undefined ? this.#proxy : undefined
    const connect = { timeout: 0, allowH2: true, ...(this.#ca !== undefined && { ca: this.#ca }) }
    // Time limits are the engine's.
    const client = new Own(forwardsTo?.origin ?? this.#origin, {
      allowH2: true,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      maxHeaderSize: answerLimits.headBytes,
      connect: tunnel === undefined ? connect : tunnelThrough(tunnel, connect),
    })
    client.on('connect', () => this.#counts.connects++)
    return client
  }

  #handler(number: number, needsBody: boolean): Dispatcher.DispatchHandler {
    const sentAt = performance.now()
    let head: AnswerHead | undefined
    let kept = 0
    const chunks: Buffer[] = []
    const mine = (): boolean => number === this.#current
    return {
      onRequestStart: () => undefined,
      onResponseStart: (controller, status) => {
        if (!mine() || status < 200) return
        const text = headText(controller, status)
        this.receivedBytes += text.length + 4
        head = parseHead(text)
      },
      onResponseData: (_, chunk) => {
        if (!mine()) return
        this.receivedBytes += chunk.length
        if (!needsBody && (head?.status ?? 0) < 400) return
        kept += chunk.length
        if (kept > answerLimits.keptBodyBytes) this.#fail({ kind: 'protocol', message: 'the body of the answer is larger than 64 MiB' })
        else chunks.push(chunk)
      },
      onResponseEnd: () => {
        if (!mine() || head === undefined) return
        this.#current++
        this.#answer.fill(head, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks), performance.now() - sentAt)
        // Undici frees the connection after this has returned.
        queueMicrotask(() => this.#receiver.answered(this.#answer))
      },
      onResponseError: (_, error) => {
        if (mine()) queueMicrotask(() => mine() && this.#fail(describe(error, this.#origin, this.receivedBytes)))
      },
    }
  }

  #fail(error: TransportError): void {
    this.cancel()
    this.#receiver.failed(error)
  }

  cancel(): void {
    this.#current++
    this.close()
  }

  close(): void {
    const client = this.#client
    this.#client = undefined
    client?.destroy().catch(() => undefined)
  }
}

/** The head as HTTP/1.1 would have written it; a length beside chunks has been refused by undici's own parser. */
function headText(controller: Dispatcher.DispatchController, status: number): string {
  const raw = (controller as { rawHeaders?: readonly (Buffer | string)[] | null }).rawHeaders ?? []
  const lines = [`HTTP/1.1 ${status} `]
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = latin1(raw[index])
    if (!name.startsWith(':')) lines.push(`${name}: ${latin1(raw[index + 1])}`)
  }
  return lines.join('\r\n')
}

function latin1(value: Buffer | string | undefined): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : (value ?? '')
}

function describe(error: unknown, origin: string, received: number): TransportError {
  const phase = received > 0 ? 'body' : 'first byte'
  // Bytes would make every failure another one.
  const explained = explainError(error, origin, { phase, receivedBytes: 0 })
  const message = explained.message.replace(/, after 0 bytes$/, '')
  return { kind: explained.kind === 'answer' ? 'protocol' : 'connection', message }
}
