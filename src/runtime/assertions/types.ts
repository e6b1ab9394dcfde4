import type { Place } from '../../places/place.ts'
import type { MockRecord } from '../mocks/mock-definition.ts'
import type { SentCall } from '../openapi/sent-call.ts'
import type { StubCounts } from '../stubs/stub-calls.ts'

/** The answer as expectations and hooks see it: the last one, after redirects and repetitions. */
export interface ReceivedResponse {
  readonly status: number
  /** Values by lower-case name, one for each header line, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Every header line as it came. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  /** Decompressed. */
  readonly body: Uint8Array
  /** The body decoded by the charset of its content type, UTF-8 otherwise, without a byte order mark. */
  text(): string
  /** The body read by `parseJson`: integers beyond 2^53 are bigints. Throws a `JsonSyntaxError` with line and column. */
  json(): unknown
  /** After redirects. */
  readonly url: string
  /** Those that were followed, in order. */
  readonly redirects: readonly { readonly status: number; readonly location: string }[]
  /** Milliseconds until the whole body had come, redirects included. */
  readonly durationMs: number
  /** Length of the decompressed body. */
  readonly sizeBytes: number
  /** Those that this answer sets. */
  readonly cookies: readonly ReceivedCookie[]
  /** The header as it came, with its parameters. */
  readonly contentType: string | undefined
}

export interface ReceivedCookie {
  readonly name: string
  readonly value: string
  /** As the server spelt them: `['HttpOnly', true]`, `['Path', '/']`. */
  readonly attributes: readonly (readonly [name: string, value: string | true])[]
}

/** One key of an `expect` map; the entries of its maps lie below its place. */
export interface SourcedExpectation {
  readonly key: string
  readonly expected: unknown
  readonly place: Place
}

/** What expectations need beside the response. */
export interface CheckContext {
  /** The project's folder, absolute: schema files and snapshots lie below it. */
  readonly folder: string
  /**
   * The place of the request. It is blamed when no status is expected and 400 or above came;
   * `undefined` leaves that check out (`failIf`).
   */
  readonly requestPlace: Place | undefined
  /** Names the snapshot file; the same for every attempt of a test. */
  readonly snapshot?: SnapshotTarget
  /** What the stubs were asked in this test so far; absent where the project has no stubs. */
  readonly stubCounts?: (() => Promise<StubCounts>) | undefined
  /** Functions that are replaced in this test, and what was recorded of each. */
  readonly mocks?: MockReader | undefined
  /** Exported functions of the hooks file, by name. */
  readonly hooks?: Readonly<Record<string, unknown>>
  /** The project's OpenAPI document, and the request that it is held against. */
  readonly openapi?: { readonly file: string; readonly sent: SentCall } | undefined
  /** A value of the session as it is now; `undefined` where it is not set. */
  readonly session?: ((name: string) => { readonly value: unknown } | undefined) | undefined
  /** Second argument of a hook, such as `{ captures, … }`. */
  readonly hookContext?: unknown
}

export interface MockReader {
  targets(): readonly string[]
  record(target: string): Promise<MockRecord | undefined>
}

export interface SnapshotTarget {
  readonly suite: string
  readonly test: string
  /** Counts the requests of a test from 1, so that two steps have two snapshots. */
  readonly step: number
  /** @default from APITEST_UPDATE and CI */
  readonly mode?: 'write missing' | 'compare' | 'update'
}

/** One thing that was checked; maps of matchers give one for each matcher. */
export interface CheckResult {
  /** The `expect` key. */
  readonly kind: string
  /** In words, true when it held: `$.sku has size > 0`. */
  readonly text: string
  readonly held: boolean
  /** Expected and received in one line; the same as `text` when it held. */
  readonly message: string
  readonly place: Place
  readonly expected: unknown
  readonly actual: unknown
  /** Lines such as `$.items[1].name: expected "c", got "b"`, where the message does not say it all. */
  readonly diff: readonly string[] | undefined
  readonly hint: string | undefined
  /** A mistake in code of the user, such as a TypeError: it says nothing about the answer. */
  readonly mistake?: Error
}
