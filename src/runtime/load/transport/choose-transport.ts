import { proxyFor } from '../../http/proxy/proxy-for.ts'
import { H1Transport } from './h1-transport.ts'
import type { Connection, Receiver, Transport, TransportCounts } from './transport.ts'
import { UndiciTransport } from './undici-transport.ts'

/** Plain sockets for `http://`, undici for `https://` and proxies; `undici` for everything where that is asked for. */
export class ChosenTransport implements Transport {
  readonly counts: TransportCounts
  readonly #plain: Transport
  readonly #other = new UndiciTransport()

  constructor({ transport = 'auto' }: { transport?: 'auto' | 'undici' } = {}) {
    this.#plain = transport === 'undici' ? this.#other : new H1Transport()
    const [plain, other] = [this.#plain, this.#other]
    this.counts = {
      get connects() {
        return plain.counts.connects + (plain === other ? 0 : other.counts.connects)
      },
    } as TransportCounts
  }

  connect(origin: string, receiver: Receiver): Connection {
    const plain = origin.startsWith('http:') && proxyFor(origin) === undefined
    return (plain ? this.#plain : this.#other).connect(origin, receiver)
  }
}
