import type { Answer } from '../program/answer.ts'
import type { Values } from '../program/load-program.ts'
import type { RequestEncoder } from '../program/request-encoder.ts'

/** Why there is no answer: nobody to connect to or a broken connection; an answer that is no HTTP. */
export interface TransportError {
  readonly kind: 'connection' | 'protocol'
  /** Without anything that varies from request to request. */
  readonly message: string
}

/** What becomes of a request; exactly one of the two is called, never before `send` has returned. */
export interface Receiver {
  /** The answer may be read until this returns. */
  answered(answer: Answer): void
  failed(error: TransportError): void
}

/** One request of a step, ready to be written. */
export interface Outgoing {
  readonly method: string
  readonly encoder: RequestEncoder
  readonly values: Values
  /** From the user's cookie jar. */
  readonly cookies: string
  readonly needsBody: boolean
}

/** A connection to one origin, with one request at a time. It connects when it is needed, and again after it was closed. */
export interface Connection {
  /** False when this encoder cannot write the request; nothing is sent then. */
  send(request: Outgoing): boolean
  /** Bytes of the request that was sent last, and of all that came for it. */
  readonly sentBytes: number
  readonly receivedBytes: number
  /** Ends the request that is under way, without telling the receiver. */
  cancel(): void
  close(): void
}

/** How many connections were made; a service that closes them after each answer shows here. */
export interface TransportCounts {
  connects: number
}

export interface Transport {
  connect(origin: string, receiver: Receiver): Connection
  readonly counts: TransportCounts
}

/** Beyond these an answer is broken, or meant to break its reader. */
export const answerLimits = { headBytes: 64 * 1024, keptBodyBytes: 64 * 1024 * 1024 }
