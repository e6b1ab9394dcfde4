import type { BeforeStep } from '../session/before.ts'
import type { Check } from '../session/checks.ts'
import type { Api } from './api.ts'
import type { Data } from '../values/data.ts'

/**
 * A request with the keys of the YAML. One method key, at most one body key; every key has the meaning and the default that
 * the language gives it.
 *
 * @example
 * const request: RequestDefinition = {
 *   post: '/items',
 *   json: { sku: 'abc' },
 *   expect: { status: 201 },
 *   capture: { id: '$.id' },
 * }
 */
export interface RequestDefinition {
  /** Shown in reports in place of method and path. */
  name?: string
  /** The path, from the service's address on, or a whole URL; likewise for the other methods. One method only. */
  get?: string
  head?: string
  post?: string
  put?: string
  /** As a text the path of a PATCH request; as a map changes to the JSON body, by JSONPath. */
  patch?: string | Readonly<Record<string, unknown>>
  delete?: string
  options?: string
  /** Any other method, with `path`. */
  method?: string
  /** The path of the request, where `method` names the method. */
  path?: string
  /** @default the first service of the project */
  service?: string
  /** Lists repeat the parameter, `null` leaves it out. */
  query?: Readonly<Record<string, unknown>>
  /** Names in any case; `null` leaves one out that came from below. */
  headers?: Readonly<Record<string, unknown>>
  /** Sent beside those that the service has set in this test. */
  cookies?: Readonly<Record<string, unknown>>
  /** Whether cookies of earlier answers are sent, and those of this one kept. @default true */
  jar?: boolean
  /** How the request says who sends it; `null` sends nothing. @default that of the project's defaults, else none */
  auth?: Auth | null
  /** The body as JSON. At most one body key: `json`, `form`, `multipart`, `text`, `file` or `graphql`. */
  json?: unknown
  /** The body as `application/x-www-form-urlencoded`; lists repeat the field. */
  form?: Readonly<Record<string, unknown>>
  /** The body as `multipart/form-data`: a text, or `{ file, contentType, filename }`, by name of the part. */
  multipart?: Readonly<Record<string, unknown>>
  /** The body as it stands, `text/plain` unless a header says otherwise. */
  text?: string
  /** Path of a file, relative to the project's folder, or its bytes. */
  file?: string | Uint8Array
  /** A query with its variables, sent as JSON by POST. */
  graphql?: GraphqlBody
  /** Parts of the JSON body to leave out, as JSONPaths; taken out before `patch` sets anything. */
  unset?: readonly string[]
  /** How long the whole exchange may take, redirects included and repetitions not. @default '30s' */
  timeout?: string
  /** How many redirects to follow; 0 shows the redirect itself. @default 10 */
  redirects?: number
  /** Sends the request again when it fails in a way that another attempt may mend. @default no retry */
  retry?: Retry | null
  /** Repeats the request until its expectations hold. */
  poll?: Poll
  /** What the answer must be. @default a status below 400 */
  expect?: Expect
  /** What is done ahead of the request: session values set, scripts run, time waited. */
  before?: readonly BeforeStep[]
  /** Named checks, in order; where there are any, nothing is implied about the status. */
  checks?: readonly Check[]
  /** Values of the answer, by the name under which `api.captures` keeps them. */
  capture?: Readonly<Record<string, Capture>>
}

export interface GraphqlBody {
  query: string
  variables?: unknown
  operationName?: string
}

/** How a request says who sends it. Exactly one key. */
export interface Auth {
  /** User name and password in base64 (RFC 7617). */
  basic?: { username: string; password: string }
  /** A token, sent as `Authorization: Bearer …`. */
  bearer?: string
  /** A value in a header or in the query, by its name. */
  apiKey?: { header?: string; query?: string; value: string }
  /** Client credentials: a token is fetched once and kept until it expires. */
  oauth2?: { tokenUrl: string; clientId: string; clientSecret: string; scope?: string }
  /** Answers the challenge of the server (RFC 7616). */
  digest?: { username: string; password: string }
  /** Signature version 4. */
  aws?: AwsAuth
  hawk?: HawkAuth
  /** RFC 5849. */
  oauth1?: OAuth1Auth
  /** A token that is signed for each request. */
  jwt?: JwtAuth
}

export interface AwsAuth {
  accessKey: string
  secretKey: string
  sessionToken?: string
  region?: string
  service?: string
  in?: 'header' | 'query'
}

export interface HawkAuth {
  id: string
  key: string
  algorithm?: 'sha256' | 'sha1'
  signBody?: boolean
  ext?: string
  app?: string
  delegation?: string
  nonce?: string
  timestamp?: string
}

export interface OAuth1Auth {
  consumerKey: string
  consumerSecret?: string
  token?: string
  tokenSecret?: string
  signatureMethod?: string
  /** PEM text, for RSA methods. */
  privateKey?: string
  in?: 'header' | 'query' | 'body'
  signBody?: boolean
  realm?: string
  callback?: string
  verifier?: string
  version?: string
  nonce?: string
  timestamp?: string
}

export interface JwtAuth {
  algorithm?: string
  secret?: string
  secretIsBase64?: boolean
  /** PEM text, for all but HS algorithms. */
  privateKey?: string
  claims?: Readonly<Record<string, unknown>>
  header?: Readonly<Record<string, unknown>>
  prefix?: string
  query?: string
}

/** Sends a request again after answers or failures that pass by themselves. */
export interface Retry {
  /** Attempts after the first. */
  times: number
  /** Statuses, classes such as `5xx`, `connection` and `timeout`. @default ['connection', 'timeout', 502, 503, 504] */
  on?: readonly (number | string)[]
  /** Before the first repetition. @default '200ms' */
  delay?: string
  /** Factor by which the delay grows. @default 1 */
  backoff?: number
}

/** Sends a request again until its expectations hold; the failures of the last answer are told when the time is over. */
export interface Poll {
  /** How long at the most, such as `'10s'`. */
  for: string
  /** The pause between an answer and the next attempt. @default '200ms' */
  every?: string
}

/** A JSONPath, or where else to look; `secret` hides the value in everything that is shown. */
export type Capture =
  | string
  | {
      jsonPath?: string
      header?: string
      cookie?: string
      /** A regular expression with one group. */
      text?: string
      secret?: boolean
    }

/** What must hold; all keys are checked and all failures shown together. */
export interface Expect {
  /** `200`, `'2xx'`, a list, a matcher, or `'any'`. @default below 400 */
  status?: unknown
  /** By name, in any case: a value, or a matcher such as `{ contains: 'json' }`. */
  headers?: Readonly<Record<string, unknown>>
  /** The whole body, exactly. */
  json?: unknown
  /** A part of the body: maps may have more keys. */
  jsonLike?: unknown
  /** Values or matchers by JSONPath (RFC 9535); a path that selects nothing fails unless `exists: false` or `optional` is said. */
  jsonPath?: Readonly<Record<string, unknown>>
  /** A JSON Schema, or the path of one; draft 2020-12 unless `$schema` says 2019-09 or 07. */
  jsonSchema?: unknown
  /** The body as text: a value or a matcher. */
  text?: unknown
  /** Values or matchers by XPath 1.0, over XML and HTML. */
  xpath?: Readonly<Record<string, unknown>>
  /** Values or matchers by CSS selector; `a.next::attr(href)` looks at an attribute. */
  html?: Readonly<Record<string, unknown>>
  /** Cookies that this answer sets, by name; `name[attribute]` looks at an attribute. */
  cookies?: Readonly<Record<string, unknown>>
  /** Length of the decompressed body, such as `{ lt: '64KiB' }`. */
  size?: unknown
  /** How long the answer took, body included, such as `{ lt: '500ms' }`. */
  time?: unknown
  /** How many redirects were followed, or a list of where each led. */
  redirects?: unknown
  /** The exchange keeps to the OpenAPI document of the project. */
  openapi?: unknown
  /** The body is as it was when the snapshot was written; `apitest run --update` writes it anew. */
  snapshot?: unknown
  /** Calls of replaced functions, by name. */
  mocks?: Readonly<Record<string, unknown>>
  /** Calls of stubs so far in this test, by name and route. */
  stubs?: Readonly<Record<string, unknown>>
  /** An exported function of the hooks file; what it throws is the failure. */
  hook?: unknown
}

/** Keys that every request has unless it says otherwise. */
export type RequestDefaults = Pick<RequestDefinition, 'timeout' | 'redirects' | 'retry' | 'expect'> & {
  headers?: LateValues
  query?: LateValues
  cookies?: LateValues
  auth?: Auth | null | Late<Auth>
  /** An expectation that means failure wherever it holds. */
  failIf?: Expect
}

/**
 * Computed for each request that does not replace it, such as a token that a fixture makes. The requests that make a fixture are sent
 * without what needs that fixture.
 *
 * @example authorization: async (api) => text`Bearer ${await api.fixture('token')}`
 */
export type Late<Value> = (api: Api) => Promise<Value>

/** Values by name, some of them computed for each request. */
export type LateValues = Readonly<Record<string, object | string | number | boolean | bigint | null | undefined | Late<unknown>>>

/** What a named request may read beside the api. */
export interface Given {
  /** The row of the test's table. */
  readonly row: Data
  /** The parameters of the flow. */
  readonly params: Data
}
