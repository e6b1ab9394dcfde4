import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { addSecret } from '../../values/secrets.ts'
import { ServiceError, serviceError } from '../service-error.ts'
import type { StubHost } from '../../stubs/stub-host.ts'
import type { Hub } from './hub.ts'
import { formatHubAddress } from './hub-protocol.ts'
import type { HubMethod, HubRequest, HubResponse, Params, Result } from './hub-protocol.ts'
import { Holds } from './holds.ts'
import { readJsonLines, writeJsonLine } from './json-lines.ts'

export interface HubServer {
  /** For `APITEST_HUB`. */
  readonly address: string
  /** Settles when no worker has anything left to undo, or has had long enough. */
  released(): Promise<void>
  close(): void
}

/** The system's limit for the path of a socket is 104 to 108 bytes. */
const LONGEST_PATH = 100
/** How long the fixtures of the whole run may take to be undone. */
const UNDO_LIMIT_MS = 30_000
/** What a service printed before its answer may still be in its pipe when the worker asks. */
const PIPE_DELAY_MS = 20

/** Lets the workers of this run talk to the hub, and nobody else. */
export async function serveHub({ hub, stubs, folder }: { hub: Hub; stubs: StubHost; folder: string }): Promise<HubServer> {
  const token = randomBytes(16).toString('hex')
  const connections = new Set<Socket>()
  const holds = new Holds()
  const methods = hubMethods(hub, stubs, holds)
  const server = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket) && holds.remove(socket)).on('error', () => socket.destroy())
    serveConnection(socket, { token, methods })
  })
  const place = await listen(server, join(folder, 'hub.sock'))
  server.unref()
  return {
    address: formatHubAddress({ token, place }),
    released: () => Promise.race([holds.empty(), sleep(UNDO_LIMIT_MS, undefined, { ref: false })]),
    close() {
      server.close()
      for (const socket of connections) socket.destroy()
    },
  }
}

type Methods = { readonly [Method in HubMethod]: (params: Params<Method>, from: Socket) => Promise<Result<Method>> }

function hubMethods(hub: Hub, stubs: StubHost, holds: Holds): Methods {
  const told = new Set<string>()
  return {
    async start({ service }) {
      try {
        const { url, host, port } = await hub.start(service)
        return { url, host, port }
      } catch (error) {
        throw told.size === told.add(service).size ? shorten(service, error) : error
      }
    },
    async log({ service, since }) {
      await sleep(PIPE_DELAY_MS)
      return hub.report(service, since)
    },
    async secret({ value }) {
      addSecret(value)
      hub.noteSecret()
      return null
    },
    async mock({ service, command }) {
      const handle = await hub.start(service)
      if (handle.mock === undefined) throw new Error(`The functions of a service of kind \`${handle.kind}\` cannot be replaced`)
      return handle.mock(command)
    },
    app: async ({ service, app }) => ({ logFile: hub.apps.note(service, app) }),
    async hold(_, holder) {
      holds.add(holder)
      return null
    },
    async release({ failed }, holder) {
      // plain vitest would end with the exit code of its tests
      if (failed) process.exitCode = 1
      holds.remove(holder)
      return null
    },
    results: async () => hub.results(),
    stub: ({ stub }) => stubs.start(stub),
    async beginStubs({ test }) {
      await stubs.begin(test)
      return null
    },
    stubCounts: async ({ test }) => stubs.counts(test),
    stubTrouble: async ({ test, ends }) => (ends ? stubs.end(test) : stubs.takeTrouble(test)),
  }
}

/** A hundred tests that need the same service must not print the same block a hundred times. */
function shorten(service: string, error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error
  const { failure } = error
  const message = `${failure.message} (told in full by the first test that needed it)`
  if (failure.place === undefined) return serviceError({ service, message, path: failure.path })
  return new ServiceError({ ...failure, message, details: [], frame: undefined, hint: undefined, log: undefined })
}

function serveConnection(socket: Socket, { token, methods }: { token: string; methods: Methods }): void {
  let trusted = false
  readJsonLines(socket, (message) => {
    if (!trusted) {
      trusted = isToken(message, token)
      if (!trusted) socket.destroy()
      return
    }
    void answer(message as HubRequest, { methods, from: socket }).then((response) => writeJsonLine(socket, response))
  })
}

async function answer({ id, method, params }: HubRequest, { methods, from }: { methods: Methods; from: Socket }): Promise<HubResponse> {
  try {
    // Client and server are of one version, so the parameters are what the method takes.
    return { id, result: await (methods[method] as (params: unknown, from: Socket) => Promise<unknown>)(params, from) }
  } catch (error) {
    const failure = error instanceof ServiceError ? error.failure : undefined
    return { id, error: { message: error instanceof Error ? error.message : String(error), failure } }
  }
}

function isToken(message: unknown, token: string): boolean {
  const given = typeof message === 'object' && message !== null && 'token' in message ? Buffer.from(String(message.token)) : Buffer.alloc(0)
  return given.length === token.length && timingSafeEqual(given, Buffer.from(token))
}

/** A socket in the session's private folder; where its path would be too long, a loopback port, which the token guards. */
function listen(server: Server, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    if (process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_PATH) {
      server.listen(path, () => resolve(path))
      return
    }
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : path)
    })
  })
}
