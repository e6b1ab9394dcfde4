import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { ServiceError } from '../service-error.ts'
import { HUB_VARIABLE, parseHubAddress } from './hub-protocol.ts'
import type { HubMethod, HubResponse, Params, Result } from './hub-protocol.ts'
import { readJsonLines, writeJsonLine } from './json-lines.ts'

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
}

let open: Connection | undefined

/** Asks the hub in the main process. The connection is made at the first call and keeps no worker alive. */
export function callHub<Method extends HubMethod>(method: Method, params: Params<Method>): Promise<Result<Method>> {
  const address = process.env[HUB_VARIABLE]
  if (address === undefined) {
    return Promise.reject(
      new Error(`No services here: ${HUB_VARIABLE} is not set. Has the vitest configuration \`globalSetup: './setup.ts'\`?`),
    )
  }
  if (open?.address !== address || open.closed) open = new Connection(address)
  return open.call(method, params) as Promise<Result<Method>>
}

class Connection {
  readonly address: string
  closed = false
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  constructor(address: string) {
    this.address = address
    const { token, place } = parseHubAddress(address)
    const [, host, port] = /^([\d.]+):(\d+)$/.exec(place) ?? []
    this.#socket = port === undefined ? connect(place) : connect(Number(port), host)
    this.#socket.on('error', (error) => this.#close(error)).on('close', () => this.#close())
    readJsonLines(this.#socket, (message) => this.#settle(message as HubResponse))
    writeJsonLine(this.#socket, { token })
  }

  call(method: HubMethod, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#pending.set(id, { resolve, reject })
      this.#socket.ref()
      writeJsonLine(this.#socket, { id, method, params })
    })
  }

  #settle(response: HubResponse): void {
    const pending = this.#pending.get(response.id)
    this.#pending.delete(response.id)
    if (this.#pending.size === 0) this.#socket.unref()
    if ('result' in response) pending?.resolve(response.result)
    else
      pending?.reject(response.error.failure === undefined ? new Error(response.error.message) : new ServiceError(response.error.failure))
  }

  #close(error?: Error): void {
    this.closed = true
    for (const { reject } of this.#pending.values()) reject(new Error('The run is ending: its services are gone', { cause: error }))
    this.#pending.clear()
  }
}
