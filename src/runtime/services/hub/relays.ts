import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { ServiceAddress } from '../service-definition.ts'
import type { Reach } from '../service-kind.ts'

/**
 * What listens on the loopback address of this machine cannot be reached from inside a container: a relay listens where containers come
 * out, and hands each connection on. Relays end with the run.
 */
export class Relays {
  readonly #open = new Map<string, Promise<ServiceAddress>>()
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()

  /** The address for callers in containers; that of a service elsewhere holds for them as it is. */
  reach(address: ServiceAddress, reach: Reach): Promise<ServiceAddress> {
    if (!isLoopback(address.host)) return Promise.resolve(address)
    // A virtual machine hands the name on to the loopback address by itself.
    if (isLoopback(reach.bind)) return Promise.resolve(renamed(address, { host: reach.host, port: address.port }))
    const key = `${reach.bind} ${address.host}:${address.port}`
    const opening = this.#open.get(key) ?? this.#listen(address, reach)
    this.#open.set(key, opening)
    return opening
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #listen(address: ServiceAddress, { bind, host }: Reach): Promise<ServiceAddress> {
    const server = createServer({ allowHalfOpen: true }, (caller) => this.#join(caller, address))
    this.#servers.push(server)
    server.unref()
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, bind, () => {
        const own = server.address()
        resolve(renamed(address, { host, port: typeof own === 'object' && own !== null ? own.port : 0 }))
      })
    })
  }

  #join(caller: Socket, { host, port }: ServiceAddress): void {
    const service = connect({ host, port, allowHalfOpen: true })
    for (const [one, other] of [
      [caller, service],
      [service, caller],
    ] as const) {
      this.#sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy()).on('close', () => this.#sockets.delete(one))
    }
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Protocol and path stay. */
function renamed({ url }: ServiceAddress, { host, port }: { host: string; port: number }): ServiceAddress {
  const changed = new URL(url)
  changed.hostname = host.includes(':') ? `[${host}]` : host
  changed.port = String(port)
  return { url: changed.href.replace(/\/+$/, ''), host, port }
}
