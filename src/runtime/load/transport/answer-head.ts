/** What the head of an answer says about the rest of it. */
export interface AnswerHead {
  /** Status line and header lines, without the empty line. */
  readonly text: string
  readonly status: number
  /** `chunked`, until the connection closes, or so many bytes. */
  readonly body: 'chunked' | 'until close' | number
  readonly keepAlive: boolean
  /** Milliseconds after which the server closes an idle connection, where it says so. */
  readonly idleMs: number | undefined
  readonly setsCookies: boolean
  readonly redirects: boolean
  readonly encoded: boolean
  /** UTF-8, or nothing said. */
  readonly utf8: boolean
}

/** What is wrong with an answer, in words that do not vary. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'
}

const redirecting = new Set([301, 302, 303, 307, 308])

/** Reads a head in latin1. Throws `MalformedAnswer` for what two readers could understand differently. */
export function parseHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split(/\r?\n/)
  const [, minor, status] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first) ?? []
  if (status === undefined) throw new MalformedAnswer('the answer does not begin with an HTTP/1.1 status line')
  const headers = readLines(lines)
  const connection = (headers.get('connection') ?? []).join(',').toLowerCase()
  const code = Number(status)
  return {
    text,
    status: code,
    body: framing(headers),
    keepAlive: minor === '1' ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection),
    idleMs: idleOf(headers.get('keep-alive')),
    setsCookies: headers.has('set-cookie'),
    redirects: redirecting.has(code) && headers.has('location'),
    encoded: headers.has('content-encoding'),
    utf8: !/charset\s*=\s*"?(?!utf-?8)/i.test(headers.get('content-type')?.[0] ?? ''),
  }
}

function readLines(lines: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
    // oxlint-disable-next-line no-control-regex -- a zero byte is never part of a header
    if (name === undefined || value.includes('\u0000')) throw new MalformedAnswer('the answer has a line among its headers that is none')
    const key = name.toLowerCase()
    headers.set(key, [...(headers.get(key) ?? []), value])
  }
  return headers
}

function framing(headers: ReadonlyMap<string, readonly string[]>): AnswerHead['body'] {
  const coding = headers.get('transfer-encoding')
  const lengths = new Set(headers.get('content-length'))
  if (coding !== undefined) {
    if (lengths.size > 0) throw new MalformedAnswer('the answer has both content-length and transfer-encoding')
    if (coding.join(',').toLowerCase().trim() !== 'chunked')
      throw new MalformedAnswer('the answer has a transfer-encoding other than chunked')
    return 'chunked'
  }
  const [length, other] = lengths
  if (length === undefined) return 'until close'
  if (other !== undefined || !/^\d{1,15}$/.test(length)) throw new MalformedAnswer('the content-length of the answer is no number')
  return Number(length)
}

/** A second less than said, because the server counts from when it sent the answer. */
function idleOf(lines: readonly string[] | undefined): number | undefined {
  const seconds = /timeout\s*=\s*(\d+)/i.exec(lines?.[0] ?? '')?.[1]
  return seconds === undefined ? undefined : Math.max(0, Number(seconds) * 1000 - 1000)
}
