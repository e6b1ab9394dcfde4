import { H1Connection } from './h1-connection.ts'
import type { Connection, Receiver, Transport, TransportCounts } from './transport.ts'

/** A thread reads one piece at a time, so all its connections share the memory for it. */
const pieceBytes = 64 * 1024

/** For `http://` without a proxy: HTTP/1.1 on plain sockets. */
export class H1Transport implements Transport {
  readonly counts: TransportCounts = { connects: 0 }
  readonly #buffer = Buffer.allocUnsafeSlow(pieceBytes)

  connect(origin: string, receiver: Receiver): Connection {
    return new H1Connection(origin, { receiver, counts: this.counts, buffer: this.#buffer })
  }
}
