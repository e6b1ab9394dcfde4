import { MalformedAnswer, parseHead } from './answer-head.ts'
import type { AnswerHead } from './answer-head.ts'
import { ChunkReader } from './chunk-reader.ts'
import { answerLimits } from './transport.ts'

const headEnd = Buffer.from('\r\n\r\n')
const nothing = Buffer.alloc(0)

/**
 * Reads one answer of HTTP/1.1 after another, from pieces of any size. Servers send the same head again and again, so one that is the
 * same as the one before is not read again.
 */
export class AnswerReader {
  head: AnswerHead | undefined
  /** Of the whole answer, when it is complete; in the reader's own memory or in the piece that came last. */
  body: Buffer | undefined
  #known: AnswerHead | undefined
  #isHead = false
  #keep = false
  #rest = nothing
  #got = 0
  #kept: Buffer[] = []
  #chunks: ChunkReader | undefined

  /** What is asked next: for HEAD no body follows, whatever the head says. */
  begin(isHead: boolean, keepBody: boolean): void {
    this.head = undefined
    this.body = undefined
    this.#isHead = isHead
    this.#keep = keepBody
    this.#got = 0
    this.#chunks = undefined
    if (this.#kept.length > 0) this.#kept = []
  }

  get begun(): boolean {
    return this.head !== undefined || this.#rest.length > 0
  }

  /** Takes a piece; true when the answer is complete. Throws `MalformedAnswer`. */
  read(piece: Buffer, length: number): boolean {
    let bytes = piece
    let end = length
    let at = 0
    if (this.#rest.length > 0) {
      bytes = Buffer.concat([this.#rest, piece.subarray(0, length)])
      end = bytes.length
      this.#rest = nothing
    }
    while (this.head === undefined) {
      const next = this.#readHead(bytes, at, end)
      if (next < 0) return false
      at = next
    }
    return this.#readBody(this.head, bytes, at, end)
  }

  /** The connection was closed; true when that is the end of the answer. */
  end(): boolean {
    if (this.head === undefined || this.#bodyOf(this.head) !== 'until close') return false
    this.#finish()
    return true
  }

  /** Where the head ends, or -1 while it is not all there. */
  #readHead(bytes: Buffer, start: number, end: number): number {
    const found = bytes.indexOf(headEnd, start)
    if (found < 0 || found + 4 > end) {
      if (end - start > answerLimits.headBytes) throw new MalformedAnswer('the headers of the answer are larger than 64 KiB')
      this.#rest = Buffer.from(bytes.subarray(start, end))
      if (end - start >= 5 && bytes.toString('latin1', start, start + 5) !== 'HTTP/')
        throw new MalformedAnswer('the answer does not begin with an HTTP/1.1 status line')
      return -1
    }
    if (found - start > answerLimits.headBytes) throw new MalformedAnswer('the headers of the answer are larger than 64 KiB')
    const text = bytes.toString('latin1', start, found)
    const known = this.#known
    const head = known !== undefined && known.text === text ? known : parseHead(text)
    if (head.status === 101) throw new MalformedAnswer('the answer switches to another protocol')
    // 100 Continue, 103 Early Hints: the answer follows.
    if (head.status >= 200) this.head = this.#known = head
    return found + 4
  }

  #bodyOf({ status, body }: AnswerHead): AnswerHead['body'] {
    return this.#isHead || status === 204 || status === 304 ? 0 : body
  }

  #readBody(head: AnswerHead, bytes: Buffer, start: number, end: number): boolean {
    const body = this.#bodyOf(head)
    // So that a failure can show what came.
    const keep = this.#keep || head.status >= 400
    if (body === 'chunked') return this.#readChunks(bytes, start, end, keep)
    const to = body === 'until close' ? end : Math.min(end, start + body - this.#got)
    if (body !== 'until close' && to < end) throw new MalformedAnswer('bytes follow behind the end of the answer')
    const whole = this.#got === 0 && to - start === body
    this.#got += to - start
    if (whole) {
      this.body = keep ? bytes.subarray(start, to) : undefined
      return true
    }
    if (keep) this.#keepPart(bytes, start, to)
    if (this.#got !== body) return false
    this.#finish()
    return true
  }

  #readChunks(bytes: Buffer, start: number, end: number, keep: boolean): boolean {
    this.#chunks ??= new ChunkReader()
    const at = this.#chunks.read(bytes, start, end, (from, to) => {
      this.#got += to - from
      if (keep) this.#keepPart(bytes, from, to)
    })
    if (!this.#chunks.done) return false
    if (at < end) throw new MalformedAnswer('bytes follow behind the end of the answer')
    this.#finish()
    return true
  }

  /** The piece is used again for what comes next, so its bytes are copied. */
  #keepPart(bytes: Buffer, from: number, to: number): void {
    if (this.#got > answerLimits.keptBodyBytes) throw new MalformedAnswer('the body of the answer is larger than 64 MiB')
    if (to > from) this.#kept.push(Buffer.from(bytes.subarray(from, to)))
  }

  #finish(): void {
    this.body = this.#kept.length === 1 ? this.#kept[0] : Buffer.concat(this.#kept)
  }
}
