import { Readable } from 'node:stream'
import type { Agent, Dispatcher } from 'undici'
import { requireLazily } from '../values/require-lazily.ts'
import { forwardedRequest } from './proxy/forwarded-request.ts'
import { proxyFor } from './proxy/proxy-for.ts'
import type { Proxy } from './proxy/proxy-for.ts'
import { proxyHint, tunnelThrough } from './proxy/tunnel.ts'
import type { WireBody } from './wire-body.ts'
import { openBody } from './wire-body.ts'
import { explainError, RequestError, timeoutError } from './request-error.ts'
import type { Progress } from './request-error.ts'

/** A request as it goes over the wire: nothing is added, encoded or followed any more. */
export interface WireRequest {
  readonly method: string
  /** Scheme, host and port, such as `http://127.0.0.1:4000`. */
  readonly origin: string
  /** Path and query, encoded. */
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: WireBody | undefined
}

export interface WireResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** As it came, still compressed. */
  readonly body: Buffer
}

export interface SendLimits {
  /** What the whole request may take, for the message. */
  readonly timeoutMs: number
  /** When that time is over, on the clock of `performance.now()`. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
}

/** By the proxy that they tunnel through; a direct one has none. */
const agents = new Map<string, Agent>()

/** Undici's entry loads fetch, websockets and caches too; its agent alone is half of that. */
export function loadAgent(): typeof Agent {
  return requireLazily<typeof Agent>('undici/lib/dispatcher/agent.js')
}

/** One pool of kept-alive connections a process, and one for each proxy that tunnels. */
function agentFor(tunnel: Proxy | undefined): Agent {
  const key = tunnel === undefined ? '' : `${tunnel.origin} ${tunnel.authorization ?? ''}`
  let agent = agents.get(key)
  if (agent === undefined) {
    const OwnAgent = loadAgent()
    // Time limits are ours, since they tell what was waited for. Idle connections are given up before common servers do so (gunicorn: 2s).
    agent = new OwnAgent({
      connect: tunnel === undefined ? { timeout: 0 } : tunnelThrough(tunnel, { timeout: 0 }),
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 1500,
      keepAliveMaxTimeout: 10_000,
      maxHeaderSize: 64 * 1024,
    })
    agents.set(key, agent)
  }
  return agent
}

/** Sends one request and reads its answer to the end; throws a `RequestError`. */
export function sendOnce(request: WireRequest, { timeoutMs, deadline, signal }: SendLimits): Promise<WireResponse> {
  const url = `${request.origin}${request.path}`
  return new Promise((resolve, reject) => {
    let progress: Progress = { phase: 'connect', receivedBytes: 0 }
    let controller: Dispatcher.DispatchController | undefined
    let ended: RequestError | undefined
    let forwardedTo: Proxy | undefined
    let status = 0
    let headers: [string, string][] = []
    const chunks: Buffer[] = []

    const end = (error: RequestError | undefined): void => {
      if (error === undefined && ended !== undefined) return
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
      if (error === undefined) resolve({ status, headers, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) })
      else reject(error)
    }
    const stop = (error: RequestError): void => {
      if (ended !== undefined) return
      ended = error
      controller?.abort(error)
      end(error)
    }
    const explain = (error: unknown): RequestError =>
      progress.phase === 'connect' && forwardedTo !== undefined ? explainProxyError(error, forwardedTo) : explainError(error, url, progress)
    const cancel = (): void => stop(new RequestError('cancelled', `${url} was cancelled: the test is over`))
    const timer = setTimeout(() => stop(timeoutError(timeoutMs, url, progress)), Math.max(0, deadline - performance.now()))
    if (signal?.aborted === true) return cancel()
    signal?.addEventListener('abort', cancel, { once: true })

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        progress = { phase: 'first byte', receivedBytes: 0 }
        // Time ran out while it waited for a connection.
        if (ended !== undefined) started.abort(ended)
      },
      onResponseStart(started, code) {
        if (code < 200) return
        progress = { phase: 'body', receivedBytes: 0 }
        status = code
        headers = readHeaders(started)
      },
      onResponseData(_controller, chunk) {
        progress = { phase: 'body', receivedBytes: progress.receivedBytes + chunk.length }
        chunks.push(chunk)
      },
      onResponseEnd: () => {
        // Undici frees the connection one turn of the event loop later; the next request shall use it, not open a second one, which
        // a server with a single thread would never look at.
        if (ended === undefined) queueMicrotask(() => setImmediate(() => end(undefined)))
      },
      onResponseError: (_controller, error) => {
        if (ended === undefined) stop(explain(error))
      },
    }
    try {
      const body = openBody(request.body)
      // Undici counts bytes, but not those of a stream.
      const length = body instanceof Readable ? [['content-length', String(request.body?.bytes)]] : []
      const proxy = proxyFor(request.origin)
      forwardedTo = request.origin.startsWith('http:') ? proxy : undefined
      const own = { path: request.path, headers: [...request.headers, ...length].flat() }
      agentFor(forwardedTo === undefined ? proxy : undefined).dispatch(
        {
          origin: forwardedTo?.origin ?? request.origin,
          method: request.method as Dispatcher.HttpMethod,
          ...(forwardedTo === undefined ? own : forwardedRequest(forwardedTo, request.origin, own)),
          body,
        },
        handler,
      )
    } catch (error) {
      stop(explain(error))
    }
  })
}

/** Nobody but the proxy was spoken to. */
function explainProxyError(error: unknown, { origin }: Proxy): RequestError {
  const { kind, message, code, hint } = explainError(error, origin, { phase: 'connect', receivedBytes: 0 })
  return new RequestError(kind, message.replace(/^Nothing listens on/, 'No proxy listens on'), {
    cause: error,
    hint: hint ?? proxyHint,
    ...(code !== undefined && { code }),
  })
}

/** Undici gives the lines as they came, name and value in turn, in latin1. */
function readHeaders(controller: Dispatcher.DispatchController): [string, string][] {
  const raw = (controller as { rawHeaders?: readonly (Buffer | string)[] | null }).rawHeaders ?? []
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([toLatin1(raw[index]!), toLatin1(raw[index + 1]!)])
  return headers
}

function toLatin1(value: Buffer | string): string {
  return typeof value === 'string' ? value : value.toString('latin1')
}
