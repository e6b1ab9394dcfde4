import type { Data } from '../values/data.ts'

/** A stand-in for an API that the service calls, as the generated `stubs.ts` writes it. */
export interface StubDefinition {
  /** Stands above the stub in the generated code. */
  readonly description?: string
  /** The first route that fits answers. @default [] */
  readonly routes?: readonly StubRoute[]
  /** Records answers of the real API with `apitest run --record`, and replays them otherwise. */
  readonly record?: StubRecord
  /** What happens to a call that no route fits. @default 'fail': the test that caused it fails */
  readonly unmatched?: 'fail' | StubReply
}

/** One thing that a stub answers; the method is a key with the path as its value, or stands in `method`. */
export interface StubRoute {
  /** The path, in which `{name}` stands for one part of it; likewise for the other methods. */
  readonly get?: string
  readonly head?: string
  readonly post?: string
  readonly put?: string
  readonly patch?: string
  readonly delete?: string
  readonly options?: string
  /** Any other method, with `path`. */
  readonly method?: string
  /** The path, where `method` names the method. */
  readonly path?: string
  /** What else the request must be. */
  readonly when?: StubWhen
  /** The answer; a list answers one call after another, and its last item all that follow. */
  readonly respond: StubReply | readonly StubReply[]
}

/** Plain values are compared, maps are matchers, as in `expect`. */
export interface StubWhen {
  readonly query?: object
  readonly headers?: object
  readonly cookies?: object
  readonly json?: unknown
  readonly jsonLike?: unknown
  readonly jsonPath?: object
  readonly text?: unknown
}

export type StubReply = StubAnswer | ((call: StubCallScope) => StubAnswer)

/** What a stub sends back; at most one of `json`, `text`, `file` and `fault`. */
export interface StubAnswer {
  /** @default 200 */
  readonly status?: unknown
  /** A list sends a header several times. */
  readonly headers?: object
  /** The body as JSON. */
  readonly json?: unknown
  /** The body as it stands. */
  readonly text?: string
  /** The body from a file; relative to the project's folder. */
  readonly file?: string
  /** How long the answer is held back. @default '0s' */
  readonly delay?: string
  /** Instead of an answer. */
  readonly fault?: 'reset' | 'timeout' | 'malformed'
}

export interface StubRecord {
  /** The address of the real API. */
  readonly target: string
  /** The YAML file that holds the answers, relative to the project's folder. */
  readonly to: string
  /** Headers that are not written. @default ['authorization', 'cookie', 'set-cookie'] */
  readonly redact?: readonly string[]
}

/** What an answer that is written as a function knows of the call. */
export interface StubCallScope {
  /** The parts of the path that `{name}` stands for. */
  readonly path: Readonly<Record<string, string>>
  /** The call as it came. */
  readonly request: {
    readonly method: string
    readonly path: string
    /** Several values of one name are a list. */
    readonly query: Data
    /** Names in lower case. */
    readonly headers: Data
    readonly cookies: Data
    /** JSON and forms as data, anything else as text. */
    readonly body: Data
  }
}

/** A stub whose definition holds values known only at run time is a function. */
export type StubEntry = StubDefinition | (() => StubDefinition)

/**
 * The stubs of a project, by name. Answers that speak of the call are functions.
 *
 * @example
 * defineStubs({
 *   pricing: {
 *     routes: [
 *       { get: '/price/{sku}', respond: ({ path }) => ({ json: { sku: path.sku, price: 9.5 } }) },
 *       { post: '/orders', when: { jsonPath: { '$.qty': { gt: 100 } } }, respond: { fault: 'reset' } },
 *     ],
 *   },
 * })
 */
export function defineStubs<Names extends string>(stubs: Readonly<Record<Names, StubEntry>>): Readonly<Record<Names, StubEntry>> {
  return stubs
}
