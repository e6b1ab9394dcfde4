/** One part of a form with files; texts are raw, with marked expressions. */
export interface HttpField {
  readonly name: string
  readonly text?: string
  /** A path, as the source has it. */
  readonly file?: string
  readonly contentType?: string
  readonly fileName?: string
}

export type HttpBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'multipart'; readonly fields: readonly HttpField[] }

/** A request as curl or a browser sent it; all texts raw, with marked expressions. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  /** `undefined`: the header is not sent, though clients usually do. */
  readonly headers: readonly (readonly [name: string, value: string | undefined])[]
  readonly body: HttpBody | undefined
  readonly auth?: Readonly<Record<string, unknown>> | undefined
  readonly timeout?: string | undefined
  readonly redirects?: number | undefined
}
