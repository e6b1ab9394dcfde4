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
  get?: string
  head?: string
  post?: string
  put?: string
  patch?: string | Readonly<Record<string, unknown>>
  delete?: string
  options?: string
  /** Any other method, with `path`. */
  method?: string
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
  auth?: Auth | null
  json?: unknown
  form?: Readonly<Record<string, unknown>>
  multipart?: Readonly<Record<string, unknown>>
  text?: string
  /** Path of a file, relative to the project's folder, or its bytes. */
  file?: string | Uint8Array
  graphql?: GraphqlBody
  /** Parts of the JSON body to leave out, as JSONPaths; taken out before `patch` sets anything. */
  unset?: readonly string[]
  /** @default '30s' */
  timeout?: string
  /** How many redirects to follow; 0 shows the redirect itself. @default 10 */
  redirects?: number
  /** @default no retry */
  retry?: Retry | null
  /** Repeats the request until its expectations hold. */
  poll?: Poll
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

/** Exactly one key. */
export interface Auth {
  basic?: { username: string; password: string }
  bearer?: string
  apiKey?: { header?: string; query?: string; value: string }
  oauth2?: { tokenUrl: string; clientId: string; clientSecret: string; scope?: string }
  digest?: { username: string; password: string }
  aws?: AwsAuth
  hawk?: HawkAuth
  oauth1?: OAuth1Auth
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

export interface Poll {
  for: string
  /** @default '200ms' */
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
  headers?: Readonly<Record<string, unknown>>
  /** The whole body, exactly. */
  json?: unknown
  /** A part of the body: maps may have more keys. */
  jsonLike?: unknown
  jsonPath?: Readonly<Record<string, unknown>>
  jsonSchema?: unknown
  text?: unknown
  xpath?: Readonly<Record<string, unknown>>
  html?: Readonly<Record<string, unknown>>
  cookies?: Readonly<Record<string, unknown>>
  size?: unknown
  time?: unknown
  redirects?: unknown
  openapi?: unknown
  snapshot?: unknown
  mocks?: Readonly<Record<string, unknown>>
  stubs?: Readonly<Record<string, unknown>>
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
