import { createServer } from 'node:http'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { setMock } from '../../../mocks/replaced-functions.ts'
import type { NodeDefinition, ServiceAddress } from '../../service-definition.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceLog } from '../../service-log.ts'
import { appListener, describeApp } from './app-listener.ts'
import type { AppListener } from './app-listener.ts'
import { serveWithOutput, withOutput } from './app-output.ts'

const FRAME = /^ {4}at /
/** The folder of this package, as frames name it. */
const HERE = dirname(fileURLToPath(import.meta.url))
/** For a failing test; the whole log is in its file. */
const LOG_LINES = 200

/** An application that runs beside the tests. */
export interface NodeApp {
  readonly address: ServiceAddress
  /** What it printed and threw since a moment, in milliseconds since the epoch. */
  log(sinceMs: number): readonly string[]
  close(): Promise<void>
}

/** Loads an application and lets it listen on a free loopback port. Throws `ServiceError`. */
export async function startNodeApp(name: string, { definition, log }: { definition: NodeDefinition; log: ServiceLog }): Promise<NodeApp> {
  for (const [variable, value] of Object.entries(definition.env ?? {})) process.env[variable] = String(value)
  for (const [target, mock] of Object.entries(definition.mocks ?? {})) setMock(target, mock)
  const onError = (error: unknown): void => log.accept('stderr', `${stackOf(error).join('\n')}\n`)
  const found = await withOutput(log, async () => recognise(name, { app: await load(name, definition), onError }))
  const server = found.kind === 'server' ? found.server : createServer(guarded(found.listener, onError))
  serveWithOutput(server, log)
  const port = await listen(name, server)
  return {
    address: { url: `http://127.0.0.1:${port}`, host: '127.0.0.1', port },
    log: (sinceMs) => log.lines({ sinceMs, limit: LOG_LINES }),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await withOutput(log, () => found.close())
      log.close()
    },
  }
}

async function load(name: string, { app }: NodeDefinition): Promise<unknown> {
  try {
    return await app()
  } catch (error) {
    throw serviceError(
      {
        service: name,
        message: `Service \`${name}\` cannot start: its module cannot be loaded: ${messageOf(error)}`,
        path: ['node', 'app'],
        log: stackOf(error),
      },
      { cause: error },
    )
  }
}

async function recognise(name: string, { app, onError }: { app: unknown; onError(error: unknown): void }): Promise<AppListener> {
  const found = await appListener(app, onError).catch((error: unknown) => {
    throw serviceError(
      { service: name, message: `Service \`${name}\` cannot start: ${messageOf(error)}`, path: ['node', 'app'], log: stackOf(error) },
      { cause: error },
    )
  })
  if (found !== undefined) return found
  throw serviceError({
    service: name,
    message: `Service \`${name}\` cannot start: its export is ${describeApp(app)}`,
    path: ['node', 'app'],
    hint: 'An application is a function `(request, response)`, an application of Express, Fastify, Hono or Koa, or an object with `fetch(Request)`',
  })
}

/** What an application throws must neither end the process of the tests nor leave the request without an answer. */
function guarded(listener: RequestListener, onError: (error: unknown) => void): RequestListener {
  return (request, response) => {
    // A listener may return a promise, whatever its type says.
    void Promise.resolve()
      .then(() => listener(request, response))
      .catch((error: unknown) => {
        onError(error)
        fail(response, error)
      })
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(messageOf(error))
}

function listen(name: string, server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const opened = () => {
      const address = server.address()
      server.unref()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else
        reject(
          serviceError({
            service: name,
            message: `Service \`${name}\` listens on ${String(address)}, which is no port`,
            path: ['node', 'app'],
          }),
        )
    }
    if (server.listening) return opened()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', opened)
  })
}

/** Tools that compile print their errors in colours. */
function messageOf(error: unknown): string {
  return stripVTControlCharacters(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

/** What was thrown, and the user's own frames: those of frameworks and of this package say nothing. */
function stackOf(error: unknown): readonly string[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = stripVTControlCharacters(text).split('\n')
  const frames = lines.filter((line) => FRAME.test(line))
  const own = frames.filter((line) => !/node:internal|\/node_modules\//.test(line) && !line.includes(HERE))
  return [...lines.filter((line) => !FRAME.test(line)).slice(0, 12), ...(own.length === 0 ? frames.slice(0, 3) : own.slice(0, 4))]
}
