import { Server } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { serveFetch } from './serve-fetch.ts'
import type { FetchHandler } from './serve-fetch.ts'

/** What an application is made of, as a server takes it. */
export type AppListener =
  | { readonly kind: 'listener'; readonly listener: RequestListener; close(): Promise<void> }
  /** It brought its own server, which may listen already. */
  | { readonly kind: 'server'; readonly server: Server; close(): Promise<void> }

/**
 * Recognises what the export of a module is; `undefined` for what is no application. Frameworks that answer errors themselves are asked
 * to tell them to `onError` too: in tests they print none.
 */
export async function appListener(app: unknown, onError: (error: unknown) => void): Promise<AppListener | undefined> {
  if (app instanceof Server) return { kind: 'server', server: app, close: nothing }
  if ((typeof app !== 'object' && typeof app !== 'function') || app === null) return undefined
  const parts = app as Parts
  // Fastify
  if (typeof parts.ready === 'function' && typeof parts.routing === 'function') {
    tryTo(() => parts.addHook?.('onError', async (_request, _reply, error) => onError(error)))
    await parts.ready()
    return { kind: 'listener', listener: (request, response) => parts.routing!(request, response), close: async () => parts.close?.() }
  }
  // Hono, itty-router, workers
  if (typeof parts.fetch === 'function') return listener(serveFetch((request) => parts.fetch!(request)))
  // Koa
  if (typeof parts.callback === 'function') return listener(parts.callback())
  if (typeof app !== 'function') return undefined
  if (typeof parts.use === 'function' && typeof parts.handle === 'function') parts.use(expressErrors(onError))
  // A function of one parameter has nothing to answer with but what it returns.
  if (app.length === 1) return listener(serveFetch(app as FetchHandler))
  return app.length === 0 && !('handle' in app) ? undefined : listener(app as RequestListener)
}

/** In words, for an export that is none. */
export function describeApp(app: unknown): string {
  if (app === undefined) return 'undefined'
  if (typeof app === 'function') return 'a function without parameters; a function that makes the application is written with `()`'
  if (typeof app !== 'object' || app === null) return `a ${app === null ? 'null' : typeof app}`
  const keys = Object.keys(app).slice(0, 8)
  return keys.length === 0 ? 'an object without keys' : `an object with the keys ${keys.join(', ')}`
}

/** Behind the application's own error handlers, so it sees what they leave; four parameters make it one of them. */
function expressErrors(onError: (error: unknown) => void): ExpressErrors {
  return (error, _request, _response, next) => {
    const { status = 500 } = (typeof error === 'object' && error !== null ? error : {}) as { status?: unknown }
    if (Number(status) >= 500) onError(error)
    next(error)
  }
}

/** An application that is ready already takes no more hooks. */
function tryTo(action: () => void): void {
  try {
    action()
  } catch {
    // it goes on without
  }
}

type ExpressErrors = (error: unknown, request: unknown, response: unknown, next: (error: unknown) => void) => void
type FastifyHook = (request: unknown, reply: unknown, error: unknown) => Promise<void>

interface Parts {
  use?(handler: ExpressErrors): void
  handle?: unknown
  addHook?(name: 'onError', hook: FastifyHook): void
  ready?(): Promise<unknown>
  routing?(request: IncomingMessage, response: unknown): void
  close?(): Promise<void>
  fetch?: FetchHandler
  callback?(): RequestListener
}

function listener(handle: RequestListener): AppListener {
  return { kind: 'listener', listener: handle, close: nothing }
}

async function nothing(): Promise<void> {}
