import { parseJson } from '../../assertions/values/parse-json.ts'
import { decodeBody } from '../../http/decode-body.ts'
import { decodeText, HttpResponse } from '../../http/http-response.ts'
import type { Answer } from '../program/answer.ts'
import type { AnswerHead } from './answer-head.ts'

const nothing = Buffer.alloc(0)

/** The answer of a connection; one object is used again and again. */
export class ReceivedAnswer implements Answer {
  body: Buffer = nothing
  durationMs = 0
  url = ''
  #head: AnswerHead | undefined
  #json: { readonly value: unknown } | undefined

  fill(head: AnswerHead, body: Buffer | undefined, durationMs: number): void {
    this.#head = head
    this.body = body ?? nothing
    this.durationMs = durationMs
    this.#json = undefined
  }

  get status(): number {
    return this.#known.status
  }

  get head(): string {
    return this.#known.text
  }

  get setsCookies(): boolean {
    return this.#known.setsCookies
  }

  get redirects(): boolean {
    return this.#known.redirects
  }

  get encoded(): boolean {
    return this.#known.encoded
  }

  json(): unknown {
    if (this.encoded) throw new Error('The body is compressed')
    this.#json ??= { value: parseJson(this.#text()) }
    return this.#json.value
  }

  async response(): Promise<HttpResponse> {
    const { status, text, encoded } = this.#known
    const { durationMs, url } = this
    const rawHeaders = text
      .split(/\r?\n/)
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const)
    const own = Buffer.from(this.body)
    const encodings = encoded ? rawHeaders.filter(([name]) => name.toLowerCase() === 'content-encoding').map(([, value]) => value) : []
    const body = encodings.length === 0 ? own : await decodeBody(own, encodings)
    return new HttpResponse({ status, rawHeaders, body, url, redirects: [], durationMs })
  }

  /** A byte order mark is left out, as everywhere. */
  #text(): string {
    const { body } = this
    const type = this.#known.utf8 ? undefined : /^content-type:\s*(.*)$/im.exec(this.head)?.[1]
    return type === undefined && body[0] !== 0xef ? body.toString('utf8') : decodeText(body, type)
  }

  get #known(): AnswerHead {
    if (this.#head === undefined) throw new Error('There is no answer yet')
    return this.#head
  }
}
