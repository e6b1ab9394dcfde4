import type { HttpResponse } from '../../http/http-response.ts'

/** An answer as transports hand it over. It is read while it is handed over: afterwards its bytes belong to the next one. */
export interface Answer {
  readonly status: number
  /** Status line and header lines, without the empty line behind them. */
  readonly head: string
  /** Has `set-cookie`, `location` with a redirecting status, or `content-encoding`. */
  readonly setsCookies: boolean
  readonly redirects: boolean
  readonly encoded: boolean
  /** As it came; empty where nobody needs it. */
  readonly body: Buffer
  /** From sending to the end of the answer. */
  readonly durationMs: number
  /** The body as JSON, read once. Throws where it is none. */
  json(): unknown
  /** The answer as expectations see it, with copies of what it holds. */
  response(): Promise<HttpResponse>
}
