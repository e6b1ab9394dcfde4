import { formatDuration } from '../assertions/values/units.ts'

/** `connection` and `timeout` are what `retry: on` may name; `answer` is a broken answer, `request` one that could not be sent. */
export type RequestErrorKind = 'connection' | 'timeout' | 'answer' | 'request' | 'cancelled'

/** Why there is no answer, in one sentence. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly kind: RequestErrorKind
  readonly code: string | undefined
  readonly hint: string | undefined
  /** The key of the request that is to blame, such as `['cookies', 'theme']`. */
  readonly key: readonly string[] | undefined

  constructor(
    kind: RequestErrorKind,
    message: string,
    { code, hint, cause, key }: { code?: string; hint?: string; cause?: unknown; key?: readonly string[] } = {},
  ) {
    super(message, { cause })
    this.kind = kind
    this.code = code
    this.hint = hint
    this.key = key
  }
}

/** How far a request had come. */
export interface Progress {
  readonly phase: 'connect' | 'first byte' | 'body'
  readonly receivedBytes: number
}

const waitedFor: Readonly<Record<Progress['phase'], string>> = {
  connect: 'the connection',
  'first byte': 'the first byte of the answer',
  body: 'the rest of the answer',
}

export function timeoutError(timeoutMs: number, url: string, { phase, receivedBytes }: Progress): RequestError {
  const part = phase === 'body' ? ` after ${receivedBytes} bytes of it` : ''
  return new RequestError('timeout', `${url} took longer than ${formatDuration(timeoutMs)}: waited for ${waitedFor[phase]}${part}`, {
    code: 'TIMEOUT',
    hint: 'A longer `timeout` on the request waits longer; the default is 30s',
  })
}

/** Turns what a socket, TLS, DNS or the HTTP parser threw into a sentence. */
export function explainError(error: unknown, url: string, progress: Progress): RequestError {
  if (error instanceof RequestError) return error
  const { code, message } = readError(error)
  const because = (kind: RequestErrorKind, sentence: string, hint?: string): RequestError =>
    new RequestError(kind, sentence, { code, hint, cause: error })
  const { host, hostname } = new URL(url)
  if (code === 'ECONNREFUSED') return because('connection', `Nothing listens on ${host} (connection refused)`)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME')
    return because('connection', `The host name \`${hostname}\` cannot be found (DNS: ${code})`)
  if (isTls(code)) return because('connection', `The TLS connection to ${host} failed: ${tlsReason(code, message)}`, tlsHint(code))
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return because('connection', closed(host, progress))
  if (error instanceof Error && error.name === 'HTTPParserError')
    return because('answer', `${host} did not answer in HTTP: ${parserReason(message)}`)
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return because('answer', `The answer of ${host} is shorter or longer than its content-length says`)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return because('answer', `The headers of the answer of ${host} are larger than 16 KiB`)
  if (code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH')
    return because('request', 'The request has a `content-length` header that its body does not have; leave the header out')
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED')
    return message === 'invalid upgrade header'
      ? because(
          'request',
          'The request asks for another protocol, and apitest speaks HTTP alone, no WebSockets',
          'Leave the header `upgrade` out',
        )
      : because('request', `The request cannot be sent: ${message}`)
  if (code !== undefined && unreachable.has(code)) return because('connection', `${host} cannot be reached (${code})`)
  return because('connection', `The request to ${host} failed: ${message}${code === undefined ? '' : ` (${code})`}`)
}

const unreachable = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Node tries all addresses of a name; the first of several errors tells most. */
function readError(error: unknown): { code: string | undefined; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return readError(error.errors[0])
  if (!(error instanceof Error)) return { code: undefined, message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { code, message: error.message }
}

/** The parser's own words stand in brackets. */
function parserReason(message: string): string {
  return /\(([^()]+)\)[^()]*$/.exec(message)?.[1] ?? message
}

function closed(host: string, { phase, receivedBytes }: Progress): string {
  if (phase === 'body') return `${host} closed the connection in the middle of the answer, after ${receivedBytes} bytes`
  return phase === 'connect'
    ? `${host} closed the connection before the request could be sent`
    : `${host} closed the connection without an answer`
}

function isTls(code: string | undefined): boolean {
  return code !== undefined && /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH)/.test(code)
}

function tlsReason(code: string | undefined, message: string): string {
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return 'the server does not speak TLS on this port'
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT' || code === 'SELF_SIGNED_CERT_IN_CHAIN') return 'its certificate is self-signed'
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired'
  return `${message} (${code})`
}

function tlsHint(code: string | undefined): string | undefined {
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'Is it `http://`?'
  return code?.includes('CERT') || code?.startsWith('UNABLE_TO_')
    ? 'NODE_EXTRA_CA_CERTS=<file.pem> makes Node trust a certificate'
    : undefined
}
