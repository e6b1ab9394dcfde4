// Generated from schema/apitest.schema.json by `npm run gen`.

/**
 * A name of your own: a letter or `_`, followed by letters, digits, `_` and `-`.
 */
export type Name = string

/**
 * A length of time with its unit: `ms`, `s`, `m`, `h`, also combined as in `1h30m`.
 *
 * @example 500ms
 *
 * @example 3s
 *
 * @example 1h30m
 */
export type Duration = string

/**
 * A number of bytes with its unit: `B`, `KB`, `MB`, `GB` (powers of 1000) or `KiB`, `MiB`, `GiB` (powers of 1024).
 *
 * @example 100B
 *
 * @example 64KiB
 *
 * @example 2GB
 */
export type ByteSize = string

/**
 * Bytes for each request, such as `100B/request`.
 *
 * @example 100B/request
 */
export type Growth = string

/**
 * How often: a number for each second, minute or hour, such as `100/s`.
 *
 * @example 100/s
 *
 * @example 600/m
 */
export type Rate = string

/**
 * A part of the whole in percent, such as `1%`.
 *
 * @example 1%
 *
 * @example 0.1%
 */
export type Share = string

/**
 * A JSONPath (RFC 9535) into the body, beginning with `$`.
 *
 * @example $.id
 *
 * @example $.items[0].name
 */
export type JsonPath = string

/**
 * A path of the service, beginning with `/`, or a whole URL.
 *
 * @example /
 *
 * @example /items/${captures.id}
 */
export type RequestPath = string

/**
 * A path relative to the YAML file that names it.
 */
export type FilePath = string

/**
 * A JavaScript regular expression without slashes around it; it may match anywhere unless `^` and `$` say otherwise.
 */
export type Regex = string

/**
 * Text sent to the service; numbers and booleans are written as text, `null` leaves an inherited entry out.
 */
export type Text = string | number | boolean | null

/**
 * Text sent to the service, or a list to send the same name several times; `null` leaves an inherited entry out.
 */
export type Texts = string | number | boolean | null | (string | number | boolean)[]

/**
 * Where the value stands in the answer: a JSONPath into the body, or a map with exactly one of `jsonPath`, `header`, `cookie` and `text`.
 */
export type Capture =
  | string
  | {
      /**
       * A JSONPath into the body; it must select exactly one value.
       *
       * @example $.id
       */
      jsonPath?: JsonPath
      /**
       * The name of a header; names are case-insensitive.
       *
       * @example etag
       */
      header?: string
      /**
       * The name of a cookie that the answer sets.
       *
       * @example sid
       */
      cookie?: string
      /**
       * A regular expression with one group; the value is what the group matched in the body.
       *
       * @example id=(\d+)
       */
      text?: Regex
      /**
       * Whether the value appears as `***` in every output. Default: `false`.
       *
       * @example true
       */
      secret?: boolean
    }

/**
 * A request or a flow.
 */
export type Step = FlowStep | RequestStep

/**
 * Requests and flows, one after another; captures of a step can be used in those behind it.
 */
export type Steps = Step[]

/**
 * A request, a flow or several steps, with what must hold.
 */
export type Test = StepsTest | FlowTest | RequestTest

/**
 * A status, a class such as `2xx`, or a list of them.
 *
 * @example 200
 *
 * @example 2xx
 */
export type StatusValues = number | string | (number | string)[]

/**
 * A plain value must be equal, with the same type; a map is always a matcher.
 */
export type Expected = string | number | boolean | null | unknown[] | Matcher

/**
 * A plain text must be equal; a map is always a matcher.
 */
export type ExpectedText = string | Matcher

/**
 * A plain text must be equal, a list of texts is compared one by one; a map is always a matcher.
 */
export type ExpectedTexts = string | string[] | Matcher

/**
 * A path beginning with `/`; `{name}` stands for one part of it, read as `${path.name}`.
 *
 * @example /price/{sku}
 */
export type StubPath = string

/**
 * How a collection is forced before each judgement: `auto` does what fits the runtime, `none` does nothing, a request asks the service itself.
 */
export type LeakProbe =
  | string
  | {
      /**
       * Sends GET to this path.
       *
       * @example /items
       */
      get?: RequestPath
      /**
       * Sends POST to this path.
       *
       * @example /__gc
       */
      post?: RequestPath
      /**
       * Sends PUT to this path.
       *
       * @example /items/1
       */
      put?: RequestPath
      /**
       * Sends DELETE to this path.
       *
       * @example /items/1
       */
      delete?: RequestPath
    }

/**
 * A duration such as `3s`; two with `..` between them for a random one, such as `3s..5s`; or a constant cycle, such as `{ pacing: 1s }`.
 */
export type Wait =
  | string
  | {
      /**
       * The time from one start of a task to the next, whatever the task takes.
       *
       * @example 1s
       */
      pacing?: Duration
    }

/**
 * What a user of a load profile does: a request, a flow or several steps.
 */
export type Task = StepsTask | FlowTask | RequestTask

/**
 * HTTP API tests, services, leak windows and load profiles of one project; compiled to a vitest project by apitest.
 */
export interface Spec {
  /**
   * The version of the language: always `1`.
   */
  version: 1
  /**
   * Names the generated project and its first suite. Default: the name of the folder.
   *
   * @example sku-recommender
   */
  name?: string
  /**
   * More files of the project, as paths or patterns relative to this file; names are unique across all files. Default: none.
   *
   * @example ["tests/*.apitest.yaml"]
   */
  include?: string[]
  /**
   * Environment variables that the spec reads as `${env.NAME}`. Example: `env: { API_KEY: { required: true, secret: true } }`.
   */
  env?: {
    [k: string]: EnvVariable
  }
  /**
   * Constants, read as `${variables.name}`; they may use `${…}` themselves. Example: `variables: { region: eu }`.
   */
  variables?: {
    [k: string]: unknown
  }
  /**
   * What is under test, and what it needs; the first service is the default one. Example: `services: { web: { process: { command: node server.js } } }`.
   */
  services?: {
    [k: string]: Service
  }
  /**
   * Stand-ins for the APIs that the service calls. Example: `stubs: { pricing: { routes: [{ get: /price, respond: { json: 9.5 } }] } }`.
   */
  stubs?: {
    [k: string]: Stub
  }
  /**
   * Data and state that tests use as `${fixtures.name}`. Example: `fixtures: { sample: { json: data/sample.json } }`.
   */
  fixtures?: {
    [k: string]: Fixture
  }
  /**
   * Requests by name, used by tests, flows, leak windows and load profiles alike. Example: `requests: { health: { get: / } }`.
   */
  requests?: {
    [k: string]: Request
  }
  /**
   * Steps with parameters, used by name in tests and load profiles. Example: `flows: { login: { params: { user: alice }, steps: […] } }`.
   */
  flows?: {
    [k: string]: Flow
  }
  /**
   * Values and cookies that tests share, in runs whose tests depend on each other. Default: none; every test stands for itself.
   */
  session?: Session
  /**
   * Functional tests, by any name that is unique here. Example: `tests: { health check: { get: /, expect: { status: 200 } } }`.
   */
  tests?: {
    [k: string]: Test
  }
  /**
   * Several lists of tests, where one is not enough. Example: `suites: { smoke: { tests: { … } } }`.
   */
  suites?: {
    [k: string]: Suite
  }
  /**
   * Leak windows: many requests while the memory of the service is watched. Run with `apitest leak NAME`. Example: `leaks: { predict: { request: predict } }`.
   */
  leaks?: {
    [k: string]: Leak
  }
  /**
   * Load profiles. Run with `apitest load NAME`. Example: `loads: { peak: { users: 10, duration: 1m, tasks: [{ request: predict }] } }`.
   */
  loads?: {
    [k: string]: Load
  }
  /**
   * CI pipelines to generate. Example: `ci: { github: {} }`.
   */
  ci?: Ci
  /**
   * What holds for every request: timeout, headers, retry, failIf and others. Example: `defaults: { timeout: 10s }`.
   */
  defaults?: Defaults
  /**
   * A TypeScript or JavaScript file with functions of your own, for fixtures and expectations.
   *
   * @example ./apitest.hooks.ts
   */
  hooks?: string
  /**
   * The OpenAPI document (YAML or JSON) that `expect: { openapi: true }` checks against.
   *
   * @example openapi.yaml
   */
  openapi?: FilePath
}

/**
 * A file that the `include` of another one names: the same as a spec, without version, name and ci.
 */
export interface IncludedFile {
  /**
   * More files of the project, as paths or patterns relative to this file; names are unique across all files. Default: none.
   *
   * @example ["tests/*.apitest.yaml"]
   */
  include?: string[]
  /**
   * Environment variables that the spec reads as `${env.NAME}`. Example: `env: { API_KEY: { required: true, secret: true } }`.
   */
  env?: {
    [k: string]: EnvVariable
  }
  /**
   * Constants, read as `${variables.name}`; they may use `${…}` themselves. Example: `variables: { region: eu }`.
   */
  variables?: {
    [k: string]: unknown
  }
  /**
   * What is under test, and what it needs; the first service is the default one. Example: `services: { web: { process: { command: node server.js } } }`.
   */
  services?: {
    [k: string]: Service
  }
  /**
   * Stand-ins for the APIs that the service calls. Example: `stubs: { pricing: { routes: [{ get: /price, respond: { json: 9.5 } }] } }`.
   */
  stubs?: {
    [k: string]: Stub
  }
  /**
   * Data and state that tests use as `${fixtures.name}`. Example: `fixtures: { sample: { json: data/sample.json } }`.
   */
  fixtures?: {
    [k: string]: Fixture
  }
  /**
   * Requests by name, used by tests, flows, leak windows and load profiles alike. Example: `requests: { health: { get: / } }`.
   */
  requests?: {
    [k: string]: Request
  }
  /**
   * Steps with parameters, used by name in tests and load profiles. Example: `flows: { login: { params: { user: alice }, steps: […] } }`.
   */
  flows?: {
    [k: string]: Flow
  }
  /**
   * Functional tests, by any name that is unique here. Example: `tests: { health check: { get: /, expect: { status: 200 } } }`.
   */
  tests?: {
    [k: string]: Test
  }
  /**
   * Several lists of tests, where one is not enough. Example: `suites: { smoke: { tests: { … } } }`.
   */
  suites?: {
    [k: string]: Suite
  }
  /**
   * Leak windows: many requests while the memory of the service is watched. Run with `apitest leak NAME`. Example: `leaks: { predict: { request: predict } }`.
   */
  leaks?: {
    [k: string]: Leak
  }
  /**
   * Load profiles. Run with `apitest load NAME`. Example: `loads: { peak: { users: 10, duration: 1m, tasks: [{ request: predict }] } }`.
   */
  loads?: {
    [k: string]: Load
  }
  /**
   * What holds for every request: timeout, headers, retry, failIf and others. Example: `defaults: { timeout: 10s }`.
   */
  defaults?: Defaults
  /**
   * A TypeScript or JavaScript file with functions of your own, for fixtures and expectations.
   *
   * @example ./apitest.hooks.ts
   */
  hooks?: string
  /**
   * The OpenAPI document (YAML or JSON) that `expect: { openapi: true }` checks against.
   *
   * @example openapi.yaml
   */
  openapi?: FilePath
}

/**
 * A row of data, whose columns are read as `${row.name}`; a column `name` names the test.
 */
export interface Row {
  [k: string]: unknown
}

/**
 * An environment variable that the spec reads as `${env.NAME}`.
 */
export interface EnvVariable {
  /**
   * Whether the run stops with exit code 4 when the variable is not set, or is empty, as a secret is that the CI system does not have. Default: `false`.
   *
   * @example true
   */
  required?: boolean
  /**
   * Whether the value appears as `***` in every output, report, log and error, also URL-encoded, in base64 and JSON-escaped. Default: `false`.
   *
   * @example true
   */
  secret?: boolean
  /**
   * The value when the variable is not set; one that is set to an empty text stays empty, unless it is `required`. Environment variables are text, so put numbers in quotes. Default: none.
   *
   * @example ./models
   */
  default?: string
  /**
   * What the variable is for; shown when it is missing.
   *
   * @example Key of the test account
   */
  description?: string
}

/**
 * What is under test, or something it needs. A service starts when the first test, leak or load that uses it starts, once per run, and is stopped afterwards.
 */
export interface Service {
  /**
   * A program on this machine, in any language, started and stopped by the run.
   */
  process?: ProcessService
  /**
   * A service of an existing compose file, with changes for testing.
   */
  compose?: ComposeService
  /**
   * A container from an image or a Dockerfile.
   */
  container?: ContainerService
  /**
   * A WSGI or ASGI application run in-process: no server to start, and its functions can be mocked.
   */
  python?: PythonService
  /**
   * A Node application run inside the test process.
   */
  node?: NodeService
  /**
   * The address of something that already runs; nothing is started or stopped.
   *
   * @example https://staging.example.com
   *
   * @example ${env.STAGING_URL}
   */
  url?: string
  /**
   * Whether leak windows and load profiles may run against this address. Default: `false`.
   *
   * @example true
   */
  allowLoad?: boolean
  /**
   * What the service is, for readers and reports.
   *
   * @example The recommender behind the shop
   */
  description?: string
  /**
   * Names of services that must be ready before this one starts; they stop after it. Default: none.
   *
   * @example ["db"]
   */
  dependsOn?: string[]
  /**
   * Headers sent with every request to this service; a request may change or remove them. They may use fixtures that a request makes, such as a token; the requests that make a fixture are sent without what needs that fixture. Example: `headers: { authorization: "Bearer ${fixtures.token}" }`. Default: none.
   */
  headers?: Headers
  /**
   * A path put before the path of every request to this service. Default: none.
   *
   * @example /api/v1
   */
  basePath?: string
  /**
   * An expectation that means failure wherever the service answers; for services that report errors with status 200. Default: none.
   */
  failIf?: Expect
}

/**
 * A program on this machine. Its whole process tree is stopped after the run, also when it turns itself into a daemon.
 */
export interface ProcessService {
  /**
   * The program and its arguments: one string of shell words (no shell runs) or a list. `${port}` is the port chosen for it.
   *
   * @example node server.js
   */
  command: string | string[]
  /**
   * The folder in which the program starts. Default: the folder of the YAML file.
   *
   * @example project
   */
  cwd?: FilePath
  /**
   * Environment variables for the program, added to those of the run; `null` takes one away, and `PORT` is always set. Example: `env: { MODE: test }`. Default: none.
   */
  env?: {
    [k: string]: string | number | boolean | null
  }
  /**
   * Where it listens: `auto` picks a free port and hands it over as `${port}` and in the environment variable `PORT`. Default: `auto`.
   *
   * @example auto
   *
   * @example 8080
   */
  port?: number | string
  /**
   * How to tell that it is ready. Default: its port accepts connections within 60s.
   */
  ready?: Readiness
  /**
   * How to end it. Default: SIGTERM, then SIGKILL after 5s.
   */
  stop?: Stop
}

/**
 * How to tell that a service is ready: by exactly one of `http`, `tcp`, `log` and `command`.
 */
export interface Readiness {
  /**
   * A path that is asked until it answers; any answer counts unless `status` is given.
   *
   * @example /
   *
   * @example /health
   */
  http?: string
  /**
   * The status that the answer must have. Default: any.
   *
   * @example 200
   */
  status?: StatusValues
  /**
   * Waits until the port accepts connections.
   */
  tcp?: true
  /**
   * A regular expression that a line of its output must match.
   *
   * @example Listening at
   */
  log?: Regex
  /**
   * A command that must exit with 0: one string of shell words (no shell runs) or a list. For `compose` and `container` services it runs inside the container.
   *
   * @example pg_isready -h 127.0.0.1
   */
  command?: string | string[]
  /**
   * How long to wait before the service counts as failed. Default: `60s`.
   *
   * @example 60s
   */
  timeout?: Duration
  /**
   * The pause between two attempts. Default: growing from `10ms` to `250ms`.
   *
   * @example 100ms
   */
  interval?: Duration
}

/**
 * How a process is ended.
 */
export interface Stop {
  /**
   * The signal sent first. Default: `SIGTERM`.
   */
  signal?: 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGKILL' | 'SIGUSR1' | 'SIGUSR2'
  /**
   * How long to wait for it to end before it is killed. Default: `5s`.
   *
   * @example 10s
   */
  grace?: Duration
}

/**
 * A service of an existing compose file. Each run has its own compose project, so that runs side by side never collide.
 */
export interface ComposeService {
  /**
   * The compose file, or several that compose merges in this order. Services of the same files run as one stack, and reach each other by name.
   *
   * @example docker-compose.yml
   */
  file: string | string[]
  /**
   * The name of the service in the compose file.
   *
   * @example web
   */
  service: string
  /**
   * The port inside the container; it is published on a free loopback port.
   *
   * @example 5000
   */
  port: number | string
  /**
   * Changes to the service for testing, in the format of compose files and with paths that start at the folder of the first file, compiled into a committed override file. `null` removes a key; `environment`, `labels`, `depends_on` and `networks` merge by name, `volumes` by target; everything else, lists and `build` included, replaces what the file says. Example: `override: { image: null, build: { context: project/ } }`. Default: no changes.
   */
  override?: {
    [k: string]: unknown
  }
  /**
   * Other services of the file to start too; those in `depends_on` start anyway. Default: none.
   *
   * @example ["redis"]
   */
  also?: string[]
  /**
   * How to tell that it is ready. Default: its port accepts connections within 60s.
   */
  ready?: Readiness
  /**
   * What is removed after the run beside containers and networks. Default: volumes, no images.
   */
  cleanup?: ComposeCleanup
}

/**
 * What `docker compose down` removes beside containers and networks.
 */
export interface ComposeCleanup {
  /**
   * Whether volumes are removed (`down -v`). Default: `true`.
   *
   * @example true
   */
  volumes?: boolean
  /**
   * Which images are removed. Default: `none`.
   */
  images?: 'none' | 'local' | 'all'
}

/**
 * A container of its own, from an image or a Dockerfile; it is removed after the run.
 */
export interface ContainerService {
  /**
   * The image to run.
   *
   * @example redis:7
   */
  image?: string
  /**
   * Builds the image from a Dockerfile.
   */
  build?: Build
  /**
   * The port inside the container; it is published on a free loopback port.
   *
   * @example 5000
   */
  port: number | string
  /**
   * Environment variables inside the container. Example: `env: { MODE: test }`. Default: none.
   */
  env?: {
    [k: string]: string | number | boolean
  }
  /**
   * Mounts as compose writes them, `source:target[:ro]`; sources are relative to the YAML file. Default: none.
   *
   * @example ["./models:/model:ro"]
   */
  volumes?: string[]
  /**
   * Replaces the command of the image: one string of shell words or a list. Default: that of the image.
   *
   * @example redis-server --save ""
   */
  command?: string | string[]
  /**
   * The memory limit of the container. Default: none.
   *
   * @example 512MiB
   */
  memory?: ByteSize
  /**
   * How many GPUs the container sees, or `all`. Default: none.
   *
   * @example all
   *
   * @example 1
   */
  gpus?: number | string
  /**
   * How to tell that it is ready. Default: its port accepts connections within 60s.
   */
  ready?: Readiness
}

/**
 * How to build an image, as in compose files.
 */
export interface Build {
  /**
   * The folder that the build may read.
   *
   * @example project/
   */
  context: FilePath
  /**
   * The Dockerfile, relative to `context`. Default: `Dockerfile`.
   *
   * @example Dockerfile-api
   */
  dockerfile?: string
  /**
   * The stage to build. Default: the last one.
   *
   * @example runtime
   */
  target?: string
  /**
   * Build arguments. Example: `args: { VERSION: "3.12" }`. Default: none.
   */
  args?: {
    [k: string]: string | number | boolean
  }
}

/**
 * A WSGI or ASGI application (Flask, Django, FastAPI …), served by a small program of apitest’s in a process of its own, so that tests can replace its functions by mocks.
 */
export interface PythonService {
  /**
   * The application as `module:attribute`; `()` behind it calls a factory.
   *
   * @example app:app
   *
   * @example app:create_app()
   */
  app: string
  /**
   * The folder from which the module is imported. Default: the folder of the YAML file.
   *
   * @example project
   */
  cwd?: FilePath
  /**
   * The Python interpreter, 3.9 or newer; a path starts at the YAML file. Default: the one of the active virtual environment, else `python3`.
   *
   * @example python3
   *
   * @example .venv/bin/python
   */
  python?: string
  /**
   * Environment variables for the application. Example: `env: { MODE: test }`. Default: none.
   */
  env?: {
    [k: string]: string | number | boolean
  }
  /**
   * Functions replaced for all tests of this service; a test may replace more. Default: none.
   */
  mocks?: Mocks
  /**
   * How long it may take until it is ready. Example: `ready: { timeout: 5m }`. Default: 2m.
   */
  ready?: PythonReadiness
  /**
   * Whether coverage.py records which lines of the application ran, into `.coverage` in `cwd`, as `coverage run` would: its configuration is read there, and with `parallel = true` files are left for `coverage combine`. Default: `false`.
   *
   * @example true
   */
  coverage?: boolean
}

/**
 * A Python service is ready when its module is imported and its startup is over.
 */
export interface PythonReadiness {
  /**
   * How long to wait before the service counts as failed. Default: `2m`.
   *
   * @example 5m
   */
  timeout: Duration
}

/**
 * A Node application inside the test process: a request listener, an Express, Fastify or Hono application, or an object with `fetch(Request)`.
 */
export interface NodeService {
  /**
   * The module and, behind `#`, its export; `()` behind that calls a function that makes the application. TypeScript sources work too. Without `#` the default export.
   *
   * @example src/app.ts#app
   */
  app: string
  /**
   * Environment variables for the application, set before it is loaded. Example: `env: { PRICING_URL: "${stubs.pricing.url}" }`. Default: none.
   */
  env?: {
    [k: string]: string | number | boolean
  }
  /**
   * Functions replaced for all tests of this service, as `module#export`; a test may replace more. Default: none.
   */
  mocks?: Mocks
}

/**
 * Functions to replace, by the place where they are looked up. Example: `mocks: { server.predict: { return: 2 } }`.
 */
export interface Mocks {
  [k: string]: Mock
}

/**
 * What stands in for a function, as in Python’s `unittest.mock.patch`: exactly one of these.
 */
export interface Mock {
  /**
   * Every call returns this value.
   *
   * @example 2
   */
  return?: unknown
  /**
   * Every call raises this exception, written as Python would.
   *
   * @example ValueError("bad")
   */
  raise?: string
  /**
   * Each call returns the next value; one call too many is a failure.
   *
   * @example [1,2]
   */
  sequence?: unknown[]
  /**
   * Replaces the attribute itself; for constants and settings.
   *
   * @example test
   */
  value?: unknown
  /**
   * Calls the real function and records the calls.
   */
  wraps?: true
  /**
   * Whether a call with wrong arguments fails as it would in production. Default: `true` for functions.
   *
   * @example false
   */
  autospec?: boolean
}

/**
 * One HTTP request with what its answer must be; used by name in tests, flows, leak windows and load profiles.
 */
export interface Request {
  /**
   * What the request is for; becomes its comment in the generated code.
   *
   * @example Recommends products for a basket
   */
  description?: string
  /**
   * Sends GET to this path.
   *
   * @example /items
   */
  get?: RequestPath
  /**
   * Sends HEAD to this path; the answer has no body.
   *
   * @example /items
   */
  head?: RequestPath
  /**
   * Sends POST to this path.
   *
   * @example /items
   */
  post?: RequestPath
  /**
   * Sends PUT to this path.
   *
   * @example /items/1
   */
  put?: RequestPath
  /**
   * As text: sends PATCH to this path. As a map: changes the JSON body before it is sent, JSONPath to new value; to do both, write `method: PATCH` with `path`. Example: `patch: { $.mode: fast }`. Default: the body is sent as it is.
   */
  patch?:
    | string
    | {
        [k: string]: unknown
      }
  /**
   * Sends DELETE to this path.
   *
   * @example /items/1
   */
  delete?: RequestPath
  /**
   * Sends OPTIONS to this path.
   *
   * @example /items
   */
  options?: RequestPath
  /**
   * Sends this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   *
   * @example /files
   */
  path?: RequestPath
  /**
   * The name of the service that receives it. Default: that of the test or suite, else the first service.
   *
   * @example web
   */
  service?: string
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * Whether the cookies of earlier answers are sent, and those of this answer kept. Default: `true`.
   *
   * @example false
   */
  jar?: boolean
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * The body as JSON, with content type `application/json`. Example: `json: { sku: abc }`.
   */
  json?: unknown
  /**
   * The body as a form, with content type `application/x-www-form-urlencoded`. Example: `form: { user: alice }`.
   */
  form?: {
    [k: string]: Texts
  }
  /**
   * The body as `multipart/form-data`, field by field.
   */
  multipart?: Multipart
  /**
   * The body as text, with content type `text/plain` unless a header says otherwise.
   *
   * @example hello
   */
  text?: string
  /**
   * The body is the content of this file, or a fixture with bytes.
   *
   * @example image.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The body is a GraphQL query.
   */
  graphql?: GraphQl
  /**
   * JSONPaths that are removed from the JSON body before it is sent, ahead of `patch`. Default: none.
   *
   * @example ["$.debug"]
   */
  unset?: JsonPath[]
  /**
   * How long the answer may take, body included. Default: `30s`.
   *
   * @example 30s
   */
  timeout?: Duration
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * What to do ahead of the request, in order. Example: `before: [{ set: { id: "${uuid()}" } }]`. Default: nothing.
   */
  before?: BeforeStep[]
  /**
   * What the answer must be; holds wherever the request is used. Default: a status below 400.
   */
  expect?: Expect
  /**
   * Named checks, looked at in order, each with a result of its own; where there are any, nothing is implied about the status. Example: `checks: [{ check: is created, expect: { status: 201 } }]`. Default: none.
   */
  checks?: Check[]
  /**
   * Values of the answer to keep as `${captures.name}` for later steps. Default: none.
   */
  capture?: Captures
  /**
   * Repeats the request until its expectations hold. Default: it is sent once.
   */
  poll?: Poll
}

/**
 * Headers by name; names are case-insensitive. A list sends a name several times, `null` leaves out an inherited header. Example: `headers: { x-api-key: "${env.API_KEY}" }`.
 */
export interface Headers {
  [k: string]: Texts
}

/**
 * How a request proves who sends it: exactly one of these.
 */
export interface Auth {
  /**
   * HTTP basic authentication.
   */
  basic?: PasswordAuth
  /**
   * A token sent as `Authorization: Bearer …`.
   *
   * @example ${fixtures.token}
   */
  bearer?: string
  /**
   * A key in a header or in the query.
   */
  apiKey?: ApiKeyAuth
  /**
   * A token fetched once with client credentials and reused until it expires.
   */
  oauth2?: OAuth2Auth
  /**
   * HTTP digest authentication.
   */
  digest?: PasswordAuth
  /**
   * AWS Signature Version 4, as API Gateway, S3 and other services of AWS ask for it.
   */
  aws?: AwsAuth
  /**
   * The Hawk scheme: a MAC over the request.
   */
  hawk?: HawkAuth
  /**
   * OAuth 1.0a: a signature over the request.
   */
  oauth1?: OAuth1Auth
  /**
   * A JSON Web Token that is signed for each request.
   */
  jwt?: JwtAuth
}

/**
 * A user name and a password.
 */
export interface PasswordAuth {
  /**
   * The user name.
   *
   * @example alice
   */
  username: string
  /**
   * The password; keep it in a secret environment variable.
   *
   * @example ${env.PASSWORD}
   */
  password: string
}

/**
 * A key that is sent in a header or in the query.
 */
export interface ApiKeyAuth {
  /**
   * The header that carries the key.
   *
   * @example x-api-key
   */
  header?: string
  /**
   * The query parameter that carries the key.
   *
   * @example key
   */
  query?: string
  /**
   * The key; keep it in a secret environment variable.
   *
   * @example ${env.API_KEY}
   */
  value: string
}

/**
 * Keys of AWS that sign each request (Signature Version 4). Signed are `host`, `content-type` and every `x-amz-…` header.
 */
export interface AwsAuth {
  /**
   * The access key’s id.
   *
   * @example ${env.AWS_ACCESS_KEY_ID}
   */
  accessKey: string
  /**
   * The secret key; keep it in a secret environment variable.
   *
   * @example ${env.AWS_SECRET_ACCESS_KEY}
   */
  secretKey: string
  /**
   * The token of temporary keys. Default: none.
   *
   * @example ${env.AWS_SESSION_TOKEN}
   */
  sessionToken?: string
  /**
   * The region of the service. Default: `us-east-1`.
   *
   * @example eu-west-1
   */
  region?: string
  /**
   * The service’s name in the signature. Default: `execute-api`, which is API Gateway.
   *
   * @example s3
   */
  service?: string
  /**
   * Where the signature travels. Default: `header`.
   */
  in?: 'header' | 'query'
}

/**
 * An id and a key that sign each request by the Hawk scheme.
 */
export interface HawkAuth {
  /**
   * The key’s id.
   *
   * @example client
   */
  id: string
  /**
   * The key; keep it in a secret environment variable.
   *
   * @example ${env.HAWK_KEY}
   */
  key: string
  /**
   * The hash of the signature. Default: `sha256`.
   */
  algorithm?: 'sha256' | 'sha1'
  /**
   * The body is signed too. Default: `false`.
   *
   * @example true
   */
  signBody?: boolean
  /**
   * Data of the application that is signed too. Default: none.
   *
   * @example tenant=7
   */
  ext?: string
  /**
   * The application’s id. Default: none.
   *
   * @example shop
   */
  app?: string
  /**
   * The id of the application that delegates, beside `app`. Default: none.
   *
   * @example partner
   */
  delegation?: string
  /**
   * A fixed nonce, to see that a service refuses one that it knows. Default: random for each request.
   *
   * @example j4h3g2
   */
  nonce?: string
  /**
   * A fixed time in seconds since 1970, to see that a service refuses an old one. Default: now.
   *
   * @example 1700000000
   */
  timestamp?: string
}

/**
 * Keys that sign each request by OAuth 1.0a, the fields of a form included.
 */
export interface OAuth1Auth {
  /**
   * The client’s key.
   *
   * @example ${env.CONSUMER_KEY}
   */
  consumerKey: string
  /**
   * The client’s secret; keep it in a secret environment variable. Default: none.
   *
   * @example ${env.CONSUMER_SECRET}
   */
  consumerSecret?: string
  /**
   * The user’s token. Default: none.
   *
   * @example ${env.TOKEN}
   */
  token?: string
  /**
   * The token’s secret. Default: none.
   *
   * @example ${env.TOKEN_SECRET}
   */
  tokenSecret?: string
  /**
   * How requests are signed. Default: `HMAC-SHA1`.
   */
  signatureMethod?: 'HMAC-SHA1' | 'HMAC-SHA256' | 'HMAC-SHA512' | 'RSA-SHA1' | 'RSA-SHA256' | 'RSA-SHA512' | 'PLAINTEXT'
  /**
   * The key of an RSA method as PEM text. Default: none.
   *
   * @example ${fixtures.private_key}
   */
  privateKey?: string
  /**
   * Where the signature travels. Default: `header`.
   */
  in?: 'header' | 'query' | 'body'
  /**
   * The hash of a body that is no form is signed too. Default: `false`.
   *
   * @example true
   */
  signBody?: boolean
  /**
   * The realm of the header. Default: none.
   *
   * @example shop
   */
  realm?: string
  /**
   * The address to return to, `oauth_callback`. Default: none.
   *
   * @example https://example.com/back
   */
  callback?: string
  /**
   * The code that the user was given, `oauth_verifier`. Default: none.
   *
   * @example 473f82d3
   */
  verifier?: string
  /**
   * The value of `oauth_version`. Default: `1.0`.
   *
   * @example 1.0
   */
  version?: string
  /**
   * A fixed nonce, to see that a service refuses one that it knows. Default: random for each request.
   *
   * @example j4h3g2
   */
  nonce?: string
  /**
   * A fixed time in seconds since 1970, to see that a service refuses an old one. Default: now.
   *
   * @example 1700000000
   */
  timestamp?: string
}

/**
 * Claims that are signed for each request and sent as `Authorization: Bearer …`.
 */
export interface JwtAuth {
  /**
   * How the token is signed. Default: `HS256`.
   */
  algorithm?: 'HS256' | 'HS384' | 'HS512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512'
  /**
   * The secret of an HS algorithm; keep it in a secret environment variable. Default: none.
   *
   * @example ${env.JWT_SECRET}
   */
  secret?: string
  /**
   * The secret is written in base64. Default: `false`.
   *
   * @example true
   */
  secretIsBase64?: boolean
  /**
   * The key of any other algorithm as PEM text. Default: none.
   *
   * @example ${fixtures.private_key}
   */
  privateKey?: string
  /**
   * The token’s payload. Default: `{}`.
   *
   * @example {"sub":"alice","iat":"${timestamp()}"}
   */
  claims?: {
    [k: string]: unknown
  }
  /**
   * More keys of the token’s header beside `alg`. Default: none.
   *
   * @example {"kid":"k1"}
   */
  header?: {
    [k: string]: unknown
  }
  /**
   * The word before the token. Default: `Bearer`.
   *
   * @example JWT
   */
  prefix?: string
  /**
   * The query parameter that carries the token in place of the header. Default: none.
   *
   * @example token
   */
  query?: string
}

/**
 * Client credentials that are exchanged for a token.
 */
export interface OAuth2Auth {
  /**
   * Where the token is fetched: a whole URL, or a path of the service.
   *
   * @example https://login.example.com/token
   */
  tokenUrl: string
  /**
   * The client’s id.
   *
   * @example ${env.CLIENT_ID}
   */
  clientId: string
  /**
   * The client’s secret; keep it in a secret environment variable.
   *
   * @example ${env.CLIENT_SECRET}
   */
  clientSecret: string
  /**
   * The scopes to ask for, separated by spaces. Default: none.
   *
   * @example read write
   */
  scope?: string
}

/**
 * Fields of a `multipart/form-data` body: text, a part with a file, or a list of them. Example: `multipart: { name: cat, image: { file: cat.jpg } }`.
 */
export interface Multipart {
  [k: string]: string | number | boolean | (string | number | boolean | MultipartFields)[] | MultipartFields
}

/**
 * One part of a multipart body.
 */
export interface MultipartFields {
  /**
   * The part is the content of this file, or a fixture with bytes.
   *
   * @example cat.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The part is this text.
   *
   * @example cat
   */
  text?: string
  /**
   * The part is this value as JSON. Example: `json: { top: 3 }`.
   */
  json?: unknown
  /**
   * The file name sent with the part. Default: the name of the file.
   *
   * @example upload.jpg
   */
  filename?: string
  /**
   * The content type of the part. Default: guessed from the file name; `text/plain` or `application/json` otherwise.
   *
   * @example image/jpeg
   */
  contentType?: string
}

/**
 * A GraphQL query, sent as JSON.
 */
export interface GraphQl {
  /**
   * The query or mutation.
   *
   * @example { items { id } }
   */
  query: string
  /**
   * Values of the query’s variables. Example: `variables: { id: 1 }`. Default: none.
   */
  variables?:
    | {
        [k: string]: unknown
      }
    | string
  /**
   * Which operation runs when the query has several. Default: the only one.
   *
   * @example Items
   */
  operationName?: string
}

/**
 * When and how a failed request is sent again.
 */
export interface Retry {
  /**
   * How many more attempts are made.
   *
   * @example 3
   */
  times: number | string
  /**
   * What counts as failed: statuses, classes such as `5xx`, `connection` (refused or reset) and `timeout`. Default: `[connection, timeout, 502, 503, 504]`.
   *
   * @example [502,503,"connection"]
   */
  on?: (number | string)[]
  /**
   * The pause before the next attempt. Default: `200ms`.
   *
   * @example 200ms
   */
  delay?: Duration
  /**
   * What the pause is multiplied by after each attempt. Default: `1`.
   *
   * @example 2
   */
  backoff?: number | string
}

/**
 * Repeats a request until its expectations hold.
 */
export interface Poll {
  /**
   * How long to go on before the test fails with the last answer.
   *
   * @example 10s
   */
  for: Duration
  /**
   * The pause between two attempts. Default: `200ms`.
   *
   * @example 200ms
   */
  every?: Duration
}

/**
 * Values of the answer to keep, by name. Example: `capture: { id: $.id, etag: { header: etag } }`.
 */
export interface Captures {
  [k: string]: Capture
}

/**
 * Runs a flow; its captures become `${captures.flow.name}`.
 */
export interface FlowStep {
  /**
   * A name for reports. Default: the method and path, or the name of the request or flow.
   *
   * @example create an item
   */
  name?: string
  /**
   * The name of the flow to run.
   *
   * @example login
   */
  flow: string
  /**
   * Values for the parameters of the flow. Example: `args: { user: bob }`. Default: the parameters’ own defaults.
   */
  args?: {
    [k: string]: unknown
  }
}

/**
 * Sends a request, named or written out.
 */
export interface RequestStep {
  /**
   * A name for reports. Default: the method and path, or the name of the request or flow.
   *
   * @example create an item
   */
  name?: string
  /**
   * The name of a request to start from; any request key beside it overrides.
   *
   * @example predict
   */
  request?: string
  /**
   * Sends GET to this path.
   *
   * @example /items
   */
  get?: RequestPath
  /**
   * Sends HEAD to this path; the answer has no body.
   *
   * @example /items
   */
  head?: RequestPath
  /**
   * Sends POST to this path.
   *
   * @example /items
   */
  post?: RequestPath
  /**
   * Sends PUT to this path.
   *
   * @example /items/1
   */
  put?: RequestPath
  /**
   * As text: sends PATCH to this path. As a map: changes the JSON body before it is sent, JSONPath to new value; to do both, write `method: PATCH` with `path`. Example: `patch: { $.mode: fast }`. Default: the body is sent as it is.
   */
  patch?:
    | string
    | {
        [k: string]: unknown
      }
  /**
   * Sends DELETE to this path.
   *
   * @example /items/1
   */
  delete?: RequestPath
  /**
   * Sends OPTIONS to this path.
   *
   * @example /items
   */
  options?: RequestPath
  /**
   * Sends this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   *
   * @example /files
   */
  path?: RequestPath
  /**
   * The name of the service that receives it. Default: that of the test or suite, else the first service.
   *
   * @example web
   */
  service?: string
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * Whether the cookies of earlier answers are sent, and those of this answer kept. Default: `true`.
   *
   * @example false
   */
  jar?: boolean
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * The body as JSON, with content type `application/json`. Example: `json: { sku: abc }`.
   */
  json?: unknown
  /**
   * The body as a form, with content type `application/x-www-form-urlencoded`. Example: `form: { user: alice }`.
   */
  form?: {
    [k: string]: Texts
  }
  /**
   * The body as `multipart/form-data`, field by field.
   */
  multipart?: Multipart
  /**
   * The body as text, with content type `text/plain` unless a header says otherwise.
   *
   * @example hello
   */
  text?: string
  /**
   * The body is the content of this file, or a fixture with bytes.
   *
   * @example image.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The body is a GraphQL query.
   */
  graphql?: GraphQl
  /**
   * JSONPaths that are removed from the JSON body before it is sent, ahead of `patch`. Default: none.
   *
   * @example ["$.debug"]
   */
  unset?: JsonPath[]
  /**
   * How long the answer may take, body included. Default: `30s`.
   *
   * @example 30s
   */
  timeout?: Duration
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * What to do ahead of the request, in order. Example: `before: [{ set: { id: "${uuid()}" } }]`. Default: nothing.
   */
  before?: BeforeStep[]
  /**
   * Named checks, looked at in order, each with a result of its own; where there are any, nothing is implied about the status. Example: `checks: [{ check: is created, expect: { status: 201 } }]`. Default: none.
   */
  checks?: Check[]
  /**
   * What the answer must be; holds wherever the request is used. Default: a status below 400.
   */
  expect?: Expect
  /**
   * Values of the answer to keep as `${captures.name}` for later steps. Default: none.
   */
  capture?: Captures
  /**
   * Repeats the request until its expectations hold. Default: it is sent once.
   */
  poll?: Poll
  flow?: never
}

/**
 * Steps with parameters that tests, load profiles and other flows use by name.
 */
export interface Flow {
  /**
   * What the flow is for; becomes its comment in the generated code.
   *
   * @example Signs a user in
   */
  description?: string
  /**
   * Parameters, read as `${params.name}`, with their defaults; `null` makes one required. Example: `params: { user: alice }`. Default: none.
   */
  params?: {
    [k: string]: unknown
  }
  /**
   * The requests and flows that it runs, one after another.
   */
  steps: Steps
}

/**
 * A test of several steps.
 */
export interface StepsTest {
  /**
   * What the test is about, for readers and reports.
   *
   * @example The shop calls this on every page
   */
  description?: string
  /**
   * Labels to choose tests by (`--tag smoke`, `--not slow`). Default: none.
   *
   * @example ["smoke"]
   */
  tags?: string[]
  /**
   * Leaves the test out and says why in the report. Default: it runs.
   *
   * @example waits for ticket 12
   */
  skip?: string
  /**
   * Runs only the tests that have this; an error in CI. Default: all tests run.
   */
  only?: true
  /**
   * How long the whole test may take, retries and cleanup excluded. Default: `2m`.
   *
   * @example 10s
   */
  timeout?: Duration
  /**
   * How often a failed test is run again; a pass on retry is reported as flaky. Default: `0`.
   *
   * @example 2
   */
  retries?: number
  /**
   * Keeps the test alone when its suite runs in parallel. Default: `false`.
   *
   * @example true
   */
  serial?: boolean
  /**
   * The service that requests without a `service` of their own are sent to. Default: that of the suite, else the first one.
   *
   * @example web
   */
  service?: string
  /**
   * Functions of a python or node service replaced for this test only. Default: none.
   */
  mocks?: Mocks
  /**
   * One test for each row, named after it: a list of rows, or the name of a csv, json, yaml or value fixture that holds them; read as `${row.…}`. Example: `with: [{ sku: abc }, { sku: def }]`. Default: the test runs once.
   */
  with?: Row[] | string
  /**
   * Steps that run after the test, also when it failed; a step whose captures were never made is left out. Default: none.
   */
  cleanup?: Steps
  /**
   * Requests and flows, one after another; captures of a step can be used in those behind it.
   */
  steps: Steps
  flow?: never
}

/**
 * A test that is one flow.
 */
export interface FlowTest {
  /**
   * What the test is about, for readers and reports.
   *
   * @example The shop calls this on every page
   */
  description?: string
  /**
   * Labels to choose tests by (`--tag smoke`, `--not slow`). Default: none.
   *
   * @example ["smoke"]
   */
  tags?: string[]
  /**
   * Leaves the test out and says why in the report. Default: it runs.
   *
   * @example waits for ticket 12
   */
  skip?: string
  /**
   * Runs only the tests that have this; an error in CI. Default: all tests run.
   */
  only?: true
  /**
   * How long the whole test may take, retries and cleanup excluded. Default: `2m`.
   *
   * @example 10s
   */
  timeout?: Duration
  /**
   * How often a failed test is run again; a pass on retry is reported as flaky. Default: `0`.
   *
   * @example 2
   */
  retries?: number
  /**
   * Keeps the test alone when its suite runs in parallel. Default: `false`.
   *
   * @example true
   */
  serial?: boolean
  /**
   * The service that requests without a `service` of their own are sent to. Default: that of the suite, else the first one.
   *
   * @example web
   */
  service?: string
  /**
   * Functions of a python or node service replaced for this test only. Default: none.
   */
  mocks?: Mocks
  /**
   * One test for each row, named after it: a list of rows, or the name of a csv, json, yaml or value fixture that holds them; read as `${row.…}`. Example: `with: [{ sku: abc }, { sku: def }]`. Default: the test runs once.
   */
  with?: Row[] | string
  /**
   * Steps that run after the test, also when it failed; a step whose captures were never made is left out. Default: none.
   */
  cleanup?: Steps
  /**
   * The name of the flow to run.
   *
   * @example login
   */
  flow: string
  /**
   * Values for the parameters of the flow. Example: `args: { user: bob }`. Default: the parameters’ own defaults.
   */
  args?: {
    [k: string]: unknown
  }
  steps?: never
}

/**
 * A test of one request, named or written out, or a table of cases of it.
 */
export interface RequestTest {
  /**
   * What the test is about, for readers and reports.
   *
   * @example The shop calls this on every page
   */
  description?: string
  /**
   * Labels to choose tests by (`--tag smoke`, `--not slow`). Default: none.
   *
   * @example ["smoke"]
   */
  tags?: string[]
  /**
   * Leaves the test out and says why in the report. Default: it runs.
   *
   * @example waits for ticket 12
   */
  skip?: string
  /**
   * Runs only the tests that have this; an error in CI. Default: all tests run.
   */
  only?: true
  /**
   * How often a failed test is run again; a pass on retry is reported as flaky. Default: `0`.
   *
   * @example 2
   */
  retries?: number
  /**
   * Keeps the test alone when its suite runs in parallel. Default: `false`.
   *
   * @example true
   */
  serial?: boolean
  /**
   * The service that requests without a `service` of their own are sent to. Default: that of the suite, else the first one.
   *
   * @example web
   */
  service?: string
  /**
   * Functions of a python or node service replaced for this test only. Default: none.
   */
  mocks?: Mocks
  /**
   * One test for each row, named after it: a list of rows, or the name of a csv, json, yaml or value fixture that holds them; read as `${row.…}`. Example: `with: [{ sku: abc }, { sku: def }]`. Default: the test runs once.
   */
  with?: Row[] | string
  /**
   * Steps that run after the test, also when it failed; a step whose captures were never made is left out. Default: none.
   */
  cleanup?: Steps
  /**
   * How long the test may take, its request included. Default: `2m` for the test, `30s` for the request.
   *
   * @example 10s
   */
  timeout?: Duration
  /**
   * The name of a request to start from; any request key beside it overrides.
   *
   * @example predict
   */
  request?: string
  /**
   * Sends GET to this path.
   *
   * @example /items
   */
  get?: RequestPath
  /**
   * Sends HEAD to this path; the answer has no body.
   *
   * @example /items
   */
  head?: RequestPath
  /**
   * Sends POST to this path.
   *
   * @example /items
   */
  post?: RequestPath
  /**
   * Sends PUT to this path.
   *
   * @example /items/1
   */
  put?: RequestPath
  /**
   * As text: sends PATCH to this path. As a map: changes the JSON body before it is sent, JSONPath to new value; to do both, write `method: PATCH` with `path`. Example: `patch: { $.mode: fast }`. Default: the body is sent as it is.
   */
  patch?:
    | string
    | {
        [k: string]: unknown
      }
  /**
   * Sends DELETE to this path.
   *
   * @example /items/1
   */
  delete?: RequestPath
  /**
   * Sends OPTIONS to this path.
   *
   * @example /items
   */
  options?: RequestPath
  /**
   * Sends this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   *
   * @example /files
   */
  path?: RequestPath
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * Whether the cookies of earlier answers are sent, and those of this answer kept. Default: `true`.
   *
   * @example false
   */
  jar?: boolean
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * The body as JSON, with content type `application/json`. Example: `json: { sku: abc }`.
   */
  json?: unknown
  /**
   * The body as a form, with content type `application/x-www-form-urlencoded`. Example: `form: { user: alice }`.
   */
  form?: {
    [k: string]: Texts
  }
  /**
   * The body as `multipart/form-data`, field by field.
   */
  multipart?: Multipart
  /**
   * The body as text, with content type `text/plain` unless a header says otherwise.
   *
   * @example hello
   */
  text?: string
  /**
   * The body is the content of this file, or a fixture with bytes.
   *
   * @example image.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The body is a GraphQL query.
   */
  graphql?: GraphQl
  /**
   * JSONPaths that are removed from the JSON body before it is sent, ahead of `patch`. Default: none.
   *
   * @example ["$.debug"]
   */
  unset?: JsonPath[]
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * What to do ahead of the request, in order. Example: `before: [{ set: { id: "${uuid()}" } }]`. Default: nothing.
   */
  before?: BeforeStep[]
  /**
   * Named checks, looked at in order, each with a result of its own; where there are any, nothing is implied about the status. Example: `checks: [{ check: is created, expect: { status: 201 } }]`. Default: none.
   */
  checks?: Check[]
  /**
   * What the answer must be; holds wherever the request is used. Default: a status below 400.
   */
  expect?: Expect
  /**
   * Values of the answer to keep as `${captures.name}` for later steps. Default: none.
   */
  capture?: Captures
  /**
   * Repeats the request until its expectations hold. Default: it is sent once.
   */
  poll?: Poll
  /**
   * One test for each case: the request with changes. Example: `cases: [{ name: no sku, unset: [$.sku], expect: { status: 422 } }]`. Default: the request as it is.
   */
  cases?: Case[]
  flow?: never
  steps?: never
}

/**
 * A test of its own: the request of the test with these changes.
 */
export interface Case {
  /**
   * What the case is about; unique in its test.
   *
   * @example weight above 1
   */
  name: string
  /**
   * Sends GET to this path.
   *
   * @example /items
   */
  get?: RequestPath
  /**
   * Sends HEAD to this path; the answer has no body.
   *
   * @example /items
   */
  head?: RequestPath
  /**
   * Sends POST to this path.
   *
   * @example /items
   */
  post?: RequestPath
  /**
   * Sends PUT to this path.
   *
   * @example /items/1
   */
  put?: RequestPath
  /**
   * As text: sends PATCH to this path. As a map: changes the JSON body before it is sent, JSONPath to new value; to do both, write `method: PATCH` with `path`. Example: `patch: { $.mode: fast }`. Default: the body is sent as it is.
   */
  patch?:
    | string
    | {
        [k: string]: unknown
      }
  /**
   * Sends DELETE to this path.
   *
   * @example /items/1
   */
  delete?: RequestPath
  /**
   * Sends OPTIONS to this path.
   *
   * @example /items
   */
  options?: RequestPath
  /**
   * Sends this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   *
   * @example /files
   */
  path?: RequestPath
  /**
   * The name of the service that receives it. Default: that of the test or suite, else the first service.
   *
   * @example web
   */
  service?: string
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * Whether the cookies of earlier answers are sent, and those of this answer kept. Default: `true`.
   *
   * @example false
   */
  jar?: boolean
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * The body as JSON, with content type `application/json`. Example: `json: { sku: abc }`.
   */
  json?: unknown
  /**
   * The body as a form, with content type `application/x-www-form-urlencoded`. Example: `form: { user: alice }`.
   */
  form?: {
    [k: string]: Texts
  }
  /**
   * The body as `multipart/form-data`, field by field.
   */
  multipart?: Multipart
  /**
   * The body as text, with content type `text/plain` unless a header says otherwise.
   *
   * @example hello
   */
  text?: string
  /**
   * The body is the content of this file, or a fixture with bytes.
   *
   * @example image.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The body is a GraphQL query.
   */
  graphql?: GraphQl
  /**
   * JSONPaths that are removed from the JSON body before it is sent, ahead of `patch`. Default: none.
   *
   * @example ["$.debug"]
   */
  unset?: JsonPath[]
  /**
   * How long the answer may take, body included. Default: `30s`.
   *
   * @example 30s
   */
  timeout?: Duration
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * What to do ahead of the request, in order. Example: `before: [{ set: { id: "${uuid()}" } }]`. Default: nothing.
   */
  before?: BeforeStep[]
  /**
   * Named checks, looked at in order, each with a result of its own; where there are any, nothing is implied about the status. Example: `checks: [{ check: is created, expect: { status: 201 } }]`. Default: none.
   */
  checks?: Check[]
  /**
   * What the answer must be; holds wherever the request is used. Default: a status below 400.
   */
  expect?: Expect
  /**
   * Values of the answer to keep as `${captures.name}` for later steps. Default: none.
   */
  capture?: Captures
  /**
   * Repeats the request until its expectations hold. Default: it is sent once.
   */
  poll?: Poll
}

/**
 * Tests that belong together.
 */
export interface Suite {
  /**
   * What the suite is about, for readers and reports.
   *
   * @example Everything about items
   */
  description?: string
  /**
   * The service that its requests are sent to. Default: the first one.
   *
   * @example web
   */
  service?: string
  /**
   * Labels that all of its tests carry. Default: none.
   *
   * @example ["smoke"]
   */
  tags?: string[]
  /**
   * Names of fixtures that are prepared for its tests even where no test reads them. Default: none; fixtures that a test reads are prepared anyway.
   *
   * @example ["order"]
   */
  fixtures?: string[]
  /**
   * Whether its tests run side by side. Default: `false`.
   *
   * @example true
   */
  parallel?: boolean
  /**
   * The tests of the suite, by name. Example: `tests: { health: { get: /, expect: { status: 200 } } }`.
   */
  tests: {
    [k: string]: Test
  }
}

/**
 * What an answer must be. All of it is checked, and all failures are shown together.
 */
export interface Expect {
  /**
   * The status: a number, a list, a class such as `2xx`, `any`, or a matcher. Default: anything below 400.
   *
   * @example 200
   *
   * @example 2xx
   */
  status?: number | string | (number | string)[] | StatusMatcher
  /**
   * Headers of the answer: a plain text is compared, a list with each line of the header, a map is a matcher; names are case-insensitive. Example: `headers: { content-type: { contains: json } }`.
   */
  headers?: {
    [k: string]: ExpectedTexts
  }
  /**
   * The whole JSON body, exactly. Example: `json: { status: ok }`.
   */
  json?: unknown
  /**
   * A part of the JSON body: keys that are not listed do not matter, at any depth. The items of a list must be there in this order, others may stand between them; `[]` means empty. Example: `jsonLike: { sku: abc }`.
   */
  jsonLike?: unknown
  /**
   * Parts of the JSON body by JSONPath: a plain value is compared, a map is a matcher. A path that selects nothing fails unless `exists: false`. Example: `jsonPath: { $.sku: { size: { gt: 0 } } }`.
   */
  jsonPath?: {
    [k: string]: Expected
  }
  /**
   * A JSON Schema (2020-12, 2019-09 or draft-07) that the body must keep to: the schema itself, or the path of its file.
   *
   * @example schemas/item.json
   */
  jsonSchema?:
    | {
        [k: string]: unknown
      }
    | string
  /**
   * The body as text: a plain value is compared, a map is a matcher. Example: `text: { contains: hello }`.
   */
  text?: ExpectedText
  /**
   * Parts of an XML or HTML body by XPath 1.0; `_:` stands for the default namespace: a plain value is compared, a map is a matcher. Example: `xpath: { count(//item): 3 }`.
   */
  xpath?: {
    [k: string]: Expected
  }
  /**
   * Elements of an HTML body by CSS selector, compared by their text or, behind `::attr(name)`, by an attribute: a plain text is compared with the one that is selected, a list with all of them, a map is a matcher. Example: `html: { h1: Welcome, "a.next::attr(href)": /page/2 }`.
   */
  html?: {
    [k: string]: ExpectedTexts
  }
  /**
   * Cookies that the answer sets, by name, or one of their attributes: a plain value is compared, a map is a matcher. Example: `cookies: { sid: { exists: true }, "sid[Max-Age]": 3600 }`.
   */
  cookies?: {
    [k: string]: Expected
  }
  /**
   * The length of the body, decompressed, in bytes: a size is compared, a map is a matcher. Example: `size: { lt: 64KiB }`.
   */
  size?: string | SizeMatcher
  /**
   * How long the answer took, body included: a duration is compared, a map is a matcher. Example: `time: { lt: 500ms }`.
   */
  time?: string | TimeMatcher
  /**
   * The redirects that were followed: a number is compared with how many there were, a list with where each led, a map is a matcher of their number.
   *
   * @example 0
   *
   * @example 1
   */
  redirects?: number | string | string[] | NumberMatcher
  /**
   * Checks the request and the answer against the OpenAPI document of the spec; `false` turns the check off that `defaults` turned on. Default: `false`.
   *
   * @example true
   */
  openapi?: boolean
  /**
   * Values of the session as they are when it is looked at, by name: a plain value is compared, a map is a matcher; one that is not set is not there. Example: `session: { token: { exists: true } }`.
   */
  session?: {
    [k: string]: Expected
  }
  /**
   * Compares the body with the one that was stored when the test first ran, in a file under `__snapshots__`; `apitest run --update` stores it anew. `true`, a name for the file, or a map that says what may differ. Default: `false`.
   *
   * @example true
   */
  snapshot?:
    | boolean
    | string
    | {
        /**
         * The name of the file. Default: made from the names of suite, test and step.
         *
         * @example items
         */
        name?: string
        /**
         * JSONPaths of the body of which only the type is compared. Default: none.
         *
         * @example ["$.id","$.createdAt"]
         */
        ignore?: JsonPath[]
      }
  /**
   * How mocks were called in this test, by target. Example: `mocks: { server.predict: { calls: 1, with: [abc] } }`.
   */
  mocks?: {
    [k: string]: MockCalls
  }
  /**
   * How often routes of a stub were called in this test, by the name of the stub. Example: `stubs: { pricing: { "GET /price/{sku}": { calls: 1 } } }`.
   */
  stubs?: {
    /**
     * Routes of the stub, as `METHOD /path`. Example: `"GET /price/{sku}": { calls: 1 }`.
     */
    [k: string]: {
      [k: string]: StubCalls
    }
  }
  /**
   * The name of a function of the hooks file that gets the answer and throws when it is wrong.
   *
   * @example checkSignature
   */
  hook?: string
}

/**
 * What a value must be; all keys must hold.
 */
export interface Matcher {
  /**
   * The value is this, with the same type: `1` is not `"1"`.
   *
   * @example ok
   */
  equals?: unknown
  /**
   * The opposite: the value is not this, or does not match. Example: `not: { contains: error }`.
   */
  not?: Expected
  /**
   * The number is greater than this.
   *
   * @example 0
   */
  gt?: number | string
  /**
   * The number is this or greater.
   *
   * @example 1
   */
  gte?: number | string
  /**
   * The number is less than this.
   *
   * @example 100
   */
  lt?: number | string
  /**
   * The number is this or less.
   *
   * @example 100
   */
  lte?: number | string
  /**
   * The value is one of these.
   *
   * @example ["new","used"]
   */
  oneOf?: unknown[]
  /**
   * A text has this part, or a list has this item.
   *
   * @example json
   */
  contains?: unknown
  /**
   * The text begins with this.
   *
   * @example Bearer
   */
  startsWith?: string
  /**
   * The text ends with this.
   *
   * @example .jpg
   */
  endsWith?: string
  /**
   * A regular expression matches somewhere in the text; use `^` and `$` for the whole of it.
   *
   * @example ^\d{3}-\d{4}$
   */
  matches?: Regex
  /**
   * The JSON type of the value; an integer is also a number.
   */
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object'
  /**
   * How many items a list, keys a map or characters a text has: a number or a matcher of numbers. Example: `size: { gt: 0 }`.
   */
  size?: number | string | NumberMatcher
  /**
   * Whether the text, list or map has nothing in it.
   *
   * @example false
   */
  empty?: boolean
  /**
   * Whether the value is there at all; `null` is there.
   *
   * @example true
   */
  exists?: boolean
  /**
   * Whether the value may be absent; what stands beside it holds for one that is there. Default: `false`.
   *
   * @example true
   */
  optional?: boolean
  /**
   * Every item of the list matches, and there is at least one. Example: `each: { type: string }`.
   */
  each?: Expected
  /**
   * At least one item of the list matches. Example: `any: { equals: abc }`.
   */
  any?: Expected
  /**
   * The number is near another. Example: `closeTo: { value: 0.3, within: 0.01 }`.
   */
  closeTo?: CloseTo
  /**
   * A JSON Schema that the value must keep to: the schema itself, or the path of its file.
   *
   * @example schemas/item.json
   */
  schema?:
    | {
        [k: string]: unknown
      }
    | string
  /**
   * Whether all items of the list differ.
   *
   * @example true
   */
  unique?: boolean
}

/**
 * A number and how far away the value may be.
 */
export interface CloseTo {
  /**
   * The number to be near to.
   *
   * @example 0.3
   */
  value: number | string
  /**
   * How far away the value may be, above or below.
   *
   * @example 0.01
   */
  within: number | string
}

/**
 * What a number must be; all keys must hold.
 */
export interface NumberMatcher {
  /**
   * The number is this.
   *
   * @example 1
   */
  equals?: number | string
  /**
   * The number is not this.
   *
   * @example 1
   */
  not?: number | string
  /**
   * The number is greater than this.
   *
   * @example 1
   */
  gt?: number | string
  /**
   * The number is this or greater.
   *
   * @example 1
   */
  gte?: number | string
  /**
   * The number is less than this.
   *
   * @example 1
   */
  lt?: number | string
  /**
   * The number is this or less.
   *
   * @example 1
   */
  lte?: number | string
  /**
   * The number is one of these.
   *
   * @example [1,2]
   */
  oneOf?: (number | string)[]
}

/**
 * What a status must be; all keys must hold.
 */
export interface StatusMatcher {
  /**
   * The status is this, or of this class.
   *
   * @example 200
   *
   * @example 2xx
   */
  equals?: number | string
  /**
   * The status is not this, or not of this class.
   *
   * @example 200
   *
   * @example 2xx
   */
  not?: number | string
  /**
   * The status is greater than this.
   *
   * @example 200
   */
  gt?: number | string
  /**
   * The status is this or greater.
   *
   * @example 200
   */
  gte?: number | string
  /**
   * The status is less than this.
   *
   * @example 200
   */
  lt?: number | string
  /**
   * The status is this or less.
   *
   * @example 200
   */
  lte?: number | string
  /**
   * The status is one of these.
   *
   * @example [200,"2xx"]
   */
  oneOf?: (number | string)[]
}

/**
 * What a size must be; all keys must hold.
 */
export interface SizeMatcher {
  /**
   * The size is this.
   */
  equals?: ByteSize
  /**
   * The size is not this.
   */
  not?: ByteSize
  /**
   * The size is greater than this.
   */
  gt?: ByteSize
  /**
   * The size is this or greater.
   */
  gte?: ByteSize
  /**
   * The size is less than this.
   */
  lt?: ByteSize
  /**
   * The size is this or less.
   */
  lte?: ByteSize
  /**
   * The size is one of these.
   *
   * @example ["1KiB","2KiB"]
   */
  oneOf?: ByteSize[]
}

/**
 * What a duration must be; all keys must hold.
 */
export interface TimeMatcher {
  /**
   * The duration is this.
   */
  equals?: Duration
  /**
   * The duration is not this.
   */
  not?: Duration
  /**
   * The duration is greater than this.
   */
  gt?: Duration
  /**
   * The duration is this or greater.
   */
  gte?: Duration
  /**
   * The duration is less than this.
   */
  lt?: Duration
  /**
   * The duration is this or less.
   */
  lte?: Duration
  /**
   * The duration is one of these.
   *
   * @example ["1ms","2ms"]
   */
  oneOf?: Duration[]
}

/**
 * How a mock must have been called.
 */
export interface MockCalls {
  /**
   * How many calls there were: a number or a matcher; `0` means it was not called.
   *
   * @example 1
   */
  calls?: number | string | NumberMatcher
  /**
   * What the last call was given: a list of all its arguments where none was given by name, or a map of all of them by the names of the parameters. Bytes are `{base64: …}`, objects `{repr: …}`.
   *
   * @example ["abc"]
   */
  with?:
    | unknown[]
    | {
        [k: string]: unknown
      }
}

/**
 * How a route of a stub must have been called.
 */
export interface StubCalls {
  /**
   * How many calls there were: a number or a matcher; `0` means it was not called.
   *
   * @example 1
   */
  calls?: number | string | NumberMatcher
}

/**
 * A stand-in for an API that the service calls; it listens at `${stubs.name.url}`, for services in containers at an address that they can reach.
 */
export interface Stub {
  /**
   * What it stands in for.
   *
   * @example The price service
   */
  description?: string
  /**
   * What it answers; the first route that fits is taken. Example: `routes: [{ get: /price, respond: { json: 9.5 } }]`. Default: none.
   */
  routes?: StubRoute[]
  /**
   * Records real answers with `apitest run --record` and replays them otherwise. Default: nothing is recorded.
   */
  record?: StubRecord
  /**
   * What happens to a call that no route fits: `fail` fails the test that caused it, a map is the answer. Default: `fail`.
   *
   * @example fail
   */
  unmatched?: string | StubAnswer
}

/**
 * One thing that a stub answers.
 */
export interface StubRoute {
  /**
   * Answers GET on this path.
   */
  get?: StubPath
  /**
   * Answers HEAD on this path.
   */
  head?: StubPath
  /**
   * Answers POST on this path.
   */
  post?: StubPath
  /**
   * Answers PUT on this path.
   */
  put?: StubPath
  /**
   * Answers PATCH on this path.
   */
  patch?: StubPath
  /**
   * Answers DELETE on this path.
   */
  delete?: StubPath
  /**
   * Answers OPTIONS on this path.
   */
  options?: StubPath
  /**
   * Answers this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   */
  path?: StubPath
  /**
   * What else the request must be for the route to fit. Default: any request on its path.
   */
  when?: StubWhen
  /**
   * The answer, or a list of answers for one call after another; the last one repeats. Example: `respond: { status: 200, json: { price: 9.5 } }`.
   */
  respond: StubAnswer[] | StubAnswer
}

/**
 * What a request must be for a route to fit; all keys must hold.
 */
export interface StubWhen {
  /**
   * Query parameters: a plain value is compared, a map is a matcher. Example: `query: { top: "3" }`.
   */
  query?: {
    [k: string]: ExpectedText
  }
  /**
   * Headers: a plain value is compared, a map is a matcher. Example: `headers: { x-api-key: { exists: true } }`.
   */
  headers?: {
    [k: string]: ExpectedText
  }
  /**
   * Cookies: a plain value is compared, a map is a matcher. Example: `cookies: { theme: dark }`.
   */
  cookies?: {
    [k: string]: ExpectedText
  }
  /**
   * The whole JSON body, exactly. Example: `json: { status: ok }`.
   */
  json?: unknown
  /**
   * A part of the JSON body: keys that are not listed do not matter, at any depth. The items of a list must be there in this order, others may stand between them; `[]` means empty. Example: `jsonLike: { sku: abc }`.
   */
  jsonLike?: unknown
  /**
   * Parts of the JSON body by JSONPath: a plain value is compared, a map is a matcher. A path that selects nothing fails unless `exists: false`. Example: `jsonPath: { $.sku: { size: { gt: 0 } } }`.
   */
  jsonPath?: {
    [k: string]: Expected
  }
  /**
   * The body as text: a plain value is compared, a map is a matcher. Example: `text: { contains: hello }`.
   */
  text?: ExpectedText
}

/**
 * What a stub answers.
 */
export interface StubAnswer {
  /**
   * The status. Default: `200`.
   *
   * @example 200
   *
   * @example 404
   */
  status?: number | string
  /**
   * Headers of the answer. Example: `headers: { etag: abc }`. Default: the content type of the body.
   */
  headers?: Headers
  /**
   * The body as JSON. Example: `json: { price: 9.5 }`.
   */
  json?: unknown
  /**
   * The body as text.
   *
   * @example ok
   */
  text?: string
  /**
   * The body is the content of this file.
   *
   * @example answers/price.json
   */
  file?: FilePath
  /**
   * How long to wait before answering. Default: `0s`.
   *
   * @example 20ms
   */
  delay?: Duration
  /**
   * Breaks the connection instead of answering. Default: none.
   */
  fault?: 'reset' | 'timeout' | 'malformed'
}

/**
 * Answers of the real API, recorded once and replayed in tests.
 */
export interface StubRecord {
  /**
   * The address of the real API.
   *
   * @example https://api.example.com
   */
  target: string
  /**
   * The file that holds the recorded answers.
   *
   * @example tapes/pricing.yaml
   */
  to: FilePath
  /**
   * Headers whose values are not written to the file. Default: `[authorization, cookie, set-cookie]`.
   *
   * @example ["authorization"]
   */
  redact?: string[]
}

/**
 * Data or state that tests use as `${fixtures.name}`.
 */
export interface Fixture {
  /**
   * The data itself. Example: `value: [keyvalue, barcode]`.
   */
  value?: unknown
  /**
   * A JSON file.
   *
   * @example data/request.json
   */
  json?: FilePath
  /**
   * A text file in UTF-8.
   *
   * @example data/query.sql
   */
  text?: FilePath
  /**
   * A YAML file.
   *
   * @example data/request.yaml
   */
  yaml?: FilePath
  /**
   * A CSV file with names in its first line; each further line is a row.
   *
   * @example data/rows.csv
   */
  csv?: FilePath
  /**
   * Any file, as bytes.
   *
   * @example data/image.jpg
   */
  file?: FilePath
  /**
   * Any file, as text in base64.
   *
   * @example data/image.jpg
   */
  base64?: FilePath
  /**
   * Whether the file may lie outside the project’s folder. Default: `false`.
   *
   * @example true
   */
  allowOutside?: boolean
  /**
   * The name of a request that makes the value when it is first needed.
   *
   * @example login
   */
  request?: string
  /**
   * Which part of the answer is the value: a JSONPath or a capture. Default: the whole JSON body.
   *
   * @example $.access_token
   */
  capture?: Capture
  /**
   * The name of a function of the hooks file that makes the value.
   *
   * @example createOrder
   */
  setup?: string
  /**
   * The name of a function of the hooks file that undoes it. Default: nothing is undone.
   *
   * @example deleteOrder
   */
  teardown?: string
  /**
   * How long the value lives. Default: `run`.
   */
  scope?: 'run' | 'suite' | 'test'
  /**
   * Whether the value appears as `***` in every output. Default: `false`.
   *
   * @example true
   */
  secret?: boolean
  /**
   * What the fixture is, for readers.
   *
   * @example A token of the test account
   */
  description?: string
}

/**
 * Sends many requests and judges from the memory of the service whether it leaks.
 */
export interface Leak {
  /**
   * What the window is about, for readers and reports.
   *
   * @example The hot path of the shop
   */
  description?: string
  /**
   * The name of the request to send.
   *
   * @example predict
   */
  request?: string
  /**
   * Names of requests with their weights; a weight of 3 is sent three times as often as a weight of 1. Example: `requests: { predict: 3, health: 1 }`.
   */
  requests?: {
    [k: string]: number
  }
  /**
   * How many connections send at the same time. Default: `1`.
   *
   * @example 8
   */
  users?: number | string
  /**
   * A constant rate of requests, all users together. Default: as fast as the users go.
   *
   * @example 500/s
   */
  rate?: Rate
  /**
   * What is sent before anything is judged; with both keys, until both are reached. Default: `requests: 500`.
   */
  warmup?: Amount
  /**
   * What is sent while memory is watched. Default: `requests: 24000`.
   */
  window?: LeakWindow
  /**
   * The pause between two looks at memory. Default: `500ms`.
   *
   * @example 500ms
   */
  sample?: Duration
  /**
   * Which memory is watched. Default: `auto`.
   */
  memory?: 'auto' | 'anon' | 'cgroup' | 'gpu'
  /**
   * How a collection is forced before each judgement where a runtime collects lazily: `auto`, `none`, or a request of the service that does it. Default: `auto`. Example: `probe: { post: /__gc }`.
   *
   * @example auto
   *
   * @example none
   */
  probe?: LeakProbe
  /**
   * Growth that is accepted. Default: none.
   *
   * @example 100B/request
   */
  allow?: Growth
  /**
   * The most memory the service may use; beyond it the window ends and fails. Default: none.
   *
   * @example 1GiB
   */
  limit?: ByteSize
  /**
   * Caches of the service that fill up and then stay: growth is judged only after they are full. Example: `caches: { entries: 5000 }`. Default: none is known.
   */
  caches?: Caches
  /**
   * Whether, after a leak, more requests are sent to find which of them leaks. Default: `false`.
   *
   * @example true
   */
  attribute?: boolean
  /**
   * A file with an earlier result; the window also fails when growth got worse than it. Default: none.
   *
   * @example leak-baseline.json
   */
  baseline?: FilePath
  /**
   * What an undecided result means. Default: `fail`.
   */
  inconclusive?: 'fail' | 'pass'
}

/**
 * Caches of the service that fill up and then stay.
 */
export interface Caches {
  /**
   * How many entries fill them.
   *
   * @example 5000
   */
  entries: number | string
}

/**
 * A number of requests, a length of time, or both.
 */
export interface Amount {
  /**
   * How many requests.
   *
   * @example 500
   */
  requests?: number | string
  /**
   * How long.
   *
   * @example 30s
   */
  duration?: Duration
}

/**
 * How long memory is watched.
 */
export interface LeakWindow {
  /**
   * How many requests. Default: `24000`.
   *
   * @example 24000
   */
  requests?: number | string
  /**
   * How long; with `requests`, until both are reached. Default: no limit of its own.
   *
   * @example 5m
   */
  duration?: Duration
  /**
   * Whether the window doubles once by itself when the result is inconclusive. Default: `true`.
   *
   * @example false
   */
  extend?: boolean
}

/**
 * Load on a service, with thresholds that decide whether it passes: users who wait between requests, arrivals at a rate, or stages of either.
 */
export interface Load {
  /**
   * What the profile is about, for readers and reports.
   *
   * @example A usual Monday morning
   */
  description?: string
  /**
   * How many users send requests, each waiting for its answer (closed model).
   *
   * @example 10
   */
  users?: number | string
  /**
   * How many task runs start, whatever the service does (open model); latency counts from the intended start.
   *
   * @example 200/s
   */
  rate?: Rate
  /**
   * Users or rates that change over time; between two stages they change evenly. Example: `stages: [{ users: 10, duration: 30s }, { users: 0, duration: 30s }]`.
   */
  stages?: Stage[]
  /**
   * How long the load lasts, warm-up excluded.
   *
   * @example 1m
   */
  duration?: Duration
  /**
   * Load before the measurement, shown apart and not counted. Default: none.
   *
   * @example 10s
   */
  warmup?: Duration
  /**
   * How many users start in a second or minute until all are there. Default: all at once.
   *
   * @example 1/s
   */
  spawnRate?: Rate
  /**
   * How long a user waits between two tasks: a duration, a range for a random one, or `{ pacing: 1s }` for a constant cycle. Default: no wait.
   *
   * @example 3s..5s
   *
   * @example 1s
   */
  wait?: Wait
  /**
   * How many connections may be open at the same time; arrivals beyond that wait, and the wait counts. Default: `1000`.
   *
   * @example 500
   */
  maxConnections?: number | string
  /**
   * What is done, chosen by weight. Example: `tasks: [{ request: predict, weight: 3 }]`.
   */
  tasks: Task[]
  /**
   * Rows that the tasks read as `${row.…}`: a fixture or a list. Default: none.
   *
   * @example ${fixtures.rows}
   */
  data?: string | Row[]
  /**
   * Which row is taken next. Default: `sequential`.
   */
  order?: 'sequential' | 'random' | 'unique'
  /**
   * What must hold for the profile to pass. Default: `errors: { lt: 1% }`.
   */
  thresholds?: Thresholds
  /**
   * Also write what runs the profile on several machines. Default: not written. Example: `cluster: { workers: 8 }`.
   */
  cluster?: Cluster
}

/**
 * Files beside the generated scripts: a compose file and Kubernetes manifests for Locust, and a test run for the k6 operator.
 */
export interface Cluster {
  /**
   * How many workers of Locust, or runners of k6, send the load. Default: `4`.
   *
   * @example 8
   */
  workers?: number
  /**
   * The Kubernetes namespace. Default: the one of the command that applies the manifests.
   *
   * @example load-tests
   */
  namespace?: string
}

/**
 * A part of a load profile in which users or rate go evenly to a new value.
 */
export interface Stage {
  /**
   * How many users there are at its end.
   *
   * @example 100
   */
  users?: number | string
  /**
   * The rate at its end.
   *
   * @example 200/s
   */
  rate?: Rate
  /**
   * How long it lasts.
   *
   * @example 30s
   */
  duration: Duration
}

/**
 * Several steps, as in tests, with captures and flows.
 */
export interface StepsTask {
  /**
   * The name in statistics and thresholds.
   *
   * @example browse
   */
  name: string
  /**
   * How often it is chosen, relative to the weights of the other tasks. Default: `1`.
   *
   * @example 3
   */
  weight?: number | string
  /**
   * Labels to choose tasks by (`--tags browse`, `--exclude-tags slow`). Default: none.
   *
   * @example ["browse"]
   */
  tags?: string[]
  /**
   * Requests and flows, one after another.
   */
  steps: Steps
  flow?: never
}

/**
 * A flow.
 */
export interface FlowTask {
  /**
   * The name in statistics and thresholds. Default: that of the request or flow, else method and path.
   *
   * @example browse
   */
  name?: string
  /**
   * How often it is chosen, relative to the weights of the other tasks. Default: `1`.
   *
   * @example 3
   */
  weight?: number | string
  /**
   * Labels to choose tasks by (`--tags browse`, `--exclude-tags slow`). Default: none.
   *
   * @example ["browse"]
   */
  tags?: string[]
  /**
   * The name of the flow to run.
   *
   * @example login
   */
  flow: string
  /**
   * Values for the parameters of the flow. Example: `args: { user: bob }`. Default: the parameters’ own defaults.
   */
  args?: {
    [k: string]: unknown
  }
  steps?: never
}

/**
 * A request, named or written out.
 */
export interface RequestTask {
  /**
   * The name in statistics and thresholds. Default: that of the request or flow, else method and path.
   *
   * @example browse
   */
  name?: string
  /**
   * How often it is chosen, relative to the weights of the other tasks. Default: `1`.
   *
   * @example 3
   */
  weight?: number | string
  /**
   * Labels to choose tasks by (`--tags browse`, `--exclude-tags slow`). Default: none.
   *
   * @example ["browse"]
   */
  tags?: string[]
  /**
   * The name of a request to start from; any request key beside it overrides.
   *
   * @example predict
   */
  request?: string
  /**
   * Sends GET to this path.
   *
   * @example /items
   */
  get?: RequestPath
  /**
   * Sends HEAD to this path; the answer has no body.
   *
   * @example /items
   */
  head?: RequestPath
  /**
   * Sends POST to this path.
   *
   * @example /items
   */
  post?: RequestPath
  /**
   * Sends PUT to this path.
   *
   * @example /items/1
   */
  put?: RequestPath
  /**
   * As text: sends PATCH to this path. As a map: changes the JSON body before it is sent, JSONPath to new value; to do both, write `method: PATCH` with `path`. Example: `patch: { $.mode: fast }`. Default: the body is sent as it is.
   */
  patch?:
    | string
    | {
        [k: string]: unknown
      }
  /**
   * Sends DELETE to this path.
   *
   * @example /items/1
   */
  delete?: RequestPath
  /**
   * Sends OPTIONS to this path.
   *
   * @example /items
   */
  options?: RequestPath
  /**
   * Sends this method, for those without a key of their own; the path stands in `path`.
   *
   * @example PROPFIND
   */
  method?: string
  /**
   * The path for `method`.
   *
   * @example /files
   */
  path?: RequestPath
  /**
   * The name of the service that receives it. Default: that of the test or suite, else the first service.
   *
   * @example web
   */
  service?: string
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * The body as JSON, with content type `application/json`. Example: `json: { sku: abc }`.
   */
  json?: unknown
  /**
   * The body as a form, with content type `application/x-www-form-urlencoded`. Example: `form: { user: alice }`.
   */
  form?: {
    [k: string]: Texts
  }
  /**
   * The body as `multipart/form-data`, field by field.
   */
  multipart?: Multipart
  /**
   * The body as text, with content type `text/plain` unless a header says otherwise.
   *
   * @example hello
   */
  text?: string
  /**
   * The body is the content of this file, or a fixture with bytes.
   *
   * @example image.jpg
   *
   * @example ${fixtures.raw}
   */
  file?: FilePath
  /**
   * The body is a GraphQL query.
   */
  graphql?: GraphQl
  /**
   * JSONPaths that are removed from the JSON body before it is sent, ahead of `patch`. Default: none.
   *
   * @example ["$.debug"]
   */
  unset?: JsonPath[]
  /**
   * How long the answer may take, body included. Default: `30s`.
   *
   * @example 30s
   */
  timeout?: Duration
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * What the answer must be; holds wherever the request is used. Default: a status below 400.
   */
  expect?: Expect
  flow?: never
  steps?: never
}

/**
 * What must hold, by metric: `p95` and other percentiles, `min`, `mean`, `median`, `max` of the response time, `errors`, `rate`; for one endpoint with its name in front, such as `predict.p99`. With `abortAfter: 10s` beside its bound, a broken one ends the load. Example: `thresholds: { p95: { lt: 200ms }, errors: { lt: 1% } }`.
 */
export interface Thresholds {
  /**
   * The response time that 50 % of the answers stay below. Example: `p50: { lt: 200ms }`.
   */
  p50?: TimeThreshold
  /**
   * The response time that 75 % of the answers stay below. Example: `p75: { lt: 200ms }`.
   */
  p75?: TimeThreshold
  /**
   * The response time that 90 % of the answers stay below. Example: `p90: { lt: 200ms }`.
   */
  p90?: TimeThreshold
  /**
   * The response time that 95 % of the answers stay below. Example: `p95: { lt: 200ms }`.
   */
  p95?: TimeThreshold
  /**
   * The response time that 99 % of the answers stay below. Example: `p99: { lt: 200ms }`.
   */
  p99?: TimeThreshold
  /**
   * The response time that 99.9 % of the answers stay below. Example: `p99.9: { lt: 200ms }`.
   */
  'p99.9'?: TimeThreshold
  /**
   * The mean response time. Example: `mean: { lt: 100ms }`.
   */
  mean?: TimeThreshold
  /**
   * The median response time. Example: `median: { lt: 100ms }`.
   */
  median?: TimeThreshold
  /**
   * The shortest response time. Example: `min: { gt: 1ms }`.
   */
  min?: TimeThreshold
  /**
   * The longest response time. Example: `max: { lt: 2s }`.
   */
  max?: TimeThreshold
  /**
   * The share of failed requests. Example: `errors: { lt: 1% }`.
   */
  errors?: ShareThreshold
  /**
   * Answers for each second. Example: `rate: { gt: 2/s }`.
   */
  rate?: RateThreshold
  /**
   * This interface was referenced by `Thresholds`'s JSON-Schema definition
   * via the `patternProperty` "^(?:.+\.(?:p\d{1,2}(?:\.\d+)?|min|mean|median|max)|p(?!(?:50|75|90|95|99|99\.9)$)\d{1,2}(?:\.\d+)?)$".
   *
   * This interface was referenced by `Thresholds`'s JSON-Schema definition
   * via the `patternProperty` "^.+\.errors$".
   *
   * This interface was referenced by `Thresholds`'s JSON-Schema definition
   * via the `patternProperty` "^.+\.rate$".
   */
  [k: string]: TimeThreshold | ShareThreshold | RateThreshold | undefined
}

/**
 * Bounds of a response time; all must hold.
 */
export interface TimeThreshold {
  /**
   * Less than this.
   *
   * @example 200ms
   */
  lt?: Duration
  /**
   * This or less.
   *
   * @example 200ms
   */
  lte?: Duration
  /**
   * Greater than this.
   *
   * @example 200ms
   */
  gt?: Duration
  /**
   * This or greater.
   *
   * @example 200ms
   */
  gte?: Duration
  /**
   * End the load as soon as this is broken, at the earliest this long after its start, warm-up excluded. Default: judged at the end only.
   *
   * @example 10s
   */
  abortAfter?: Duration
}

/**
 * Bounds of a share; all must hold.
 */
export interface ShareThreshold {
  /**
   * Less than this.
   *
   * @example 1%
   */
  lt?: Share
  /**
   * This or less.
   *
   * @example 1%
   */
  lte?: Share
  /**
   * Greater than this.
   *
   * @example 1%
   */
  gt?: Share
  /**
   * This or greater.
   *
   * @example 1%
   */
  gte?: Share
  /**
   * End the load as soon as this is broken, at the earliest this long after its start, warm-up excluded. Default: judged at the end only.
   *
   * @example 10s
   */
  abortAfter?: Duration
}

/**
 * Bounds of a rate; all must hold.
 */
export interface RateThreshold {
  /**
   * Less than this.
   *
   * @example 2/s
   */
  lt?: Rate
  /**
   * This or less.
   *
   * @example 2/s
   */
  lte?: Rate
  /**
   * Greater than this.
   *
   * @example 2/s
   */
  gt?: Rate
  /**
   * This or greater.
   *
   * @example 2/s
   */
  gte?: Rate
  /**
   * End the load as soon as this is broken, at the earliest this long after its start, warm-up excluded. Default: judged at the end only.
   *
   * @example 10s
   */
  abortAfter?: Duration
}

/**
 * When the pipeline runs. Default: for merge or pull requests and pushes to the default branch.
 */
export interface GitLabTriggers {
  /**
   * Whether merge requests run it. Default: `true`.
   *
   * @example true
   */
  mergeRequest?: boolean
  /**
   * Branches whose pushes run it. Default: the default branch.
   *
   * @example ["main"]
   */
  push?: string[]
  /**
   * Tags whose pushes run it, as patterns. Default: none.
   *
   * @example ["v*"]
   */
  tag?: string[]
  /**
   * Files of which at least one must have changed, as patterns from the folder of the spec; `!` before a pattern excludes. Default: any.
   *
   * @example ["project/*.py"]
   */
  changes?: string[]
  /**
   * Times to run it by itself, as a cron expression; GitLab wants it in the settings of the project as well. Default: none.
   *
   * @example 0 3 * * *
   */
  schedule?: string
}

/**
 * When the pipeline runs. Default: for pull requests and pushes to `main` or `master`.
 */
export interface PullRequestTriggers {
  /**
   * Whether pull requests run it. Default: `true`.
   *
   * @example true
   */
  pullRequest?: boolean
  /**
   * Branches whose pushes run it. Default: `main` and `master`, of which one is the default branch of most repositories.
   *
   * @example ["main"]
   */
  push?: string[]
  /**
   * Tags whose pushes run it, as patterns. Default: none.
   *
   * @example ["v*"]
   */
  tag?: string[]
  /**
   * Files of which at least one must have changed, as patterns from the folder of the spec; `!` before a pattern excludes. Default: any.
   *
   * @example ["project/*.py"]
   */
  changes?: string[]
  /**
   * Times to run it by itself, as a cron expression; GitLab wants it in the settings of the project as well. Default: none.
   *
   * @example 0 3 * * *
   */
  schedule?: string
}

/**
 * The jobs of the pipeline. Default: tests always; leaks and loads by hand, where the spec has them.
 */
export interface CiJobs {
  /**
   * Runs the tests. Default: always.
   */
  tests?: CiTestsJob
  /**
   * Checks the spec, and that the generated files are those of the spec (`apitest compile --check`). Default: like tests.
   */
  check?: CiJob
  /**
   * Runs the leak windows. Default: by hand, where the spec has some.
   */
  leaks?: CiJob
  /**
   * Runs the load profiles. Default: by hand, where the spec has some.
   */
  loads?: CiJob
}

/**
 * One job of the pipeline; `{}` takes all defaults.
 */
export interface CiJob {
  /**
   * When the job runs. Default: `always` for tests, `manual` for leaks and loads.
   */
  when?: 'always' | 'manual' | 'schedule' | 'never'
  /**
   * How long the job may take. Default: that of the pipeline.
   *
   * @example 30m
   */
  timeout?: Duration
}

/**
 * The job that runs the tests; `{}` takes all defaults.
 */
export interface CiTestsJob {
  /**
   * When the job runs. Default: `always` for tests, `manual` for leaks and loads.
   */
  when?: 'always' | 'manual' | 'schedule' | 'never'
  /**
   * How long the job may take. Default: that of the pipeline.
   *
   * @example 30m
   */
  timeout?: Duration
  /**
   * Into how many jobs side by side the tests are divided; their reports are merged. Default: `1`.
   *
   * @example 4
   */
  shards?: number
}

/**
 * CI pipelines to generate, by provider; each becomes a file that you commit.
 */
export interface Ci {
  /**
   * A pipeline for GitLab CI.
   */
  gitlab?: GitLabCi
  /**
   * A workflow for GitHub Actions; Gitea and Forgejo read it too.
   */
  github?: GitHubCi
  /**
   * A configuration for CircleCI.
   */
  circleci?: CircleCi
  /**
   * A pipeline for Azure Pipelines.
   */
  azure?: AzureCi
  /**
   * A pipeline for Bitbucket.
   */
  bitbucket?: BitbucketCi
  /**
   * A workflow for Woodpecker.
   */
  woodpecker?: WoodpeckerCi
  /**
   * A Jenkinsfile.
   */
  jenkins?: JenkinsCi
}

/**
 * A pipeline for GitLab CI.
 */
export interface GitLabCi {
  /**
   * The container image in which jobs run. Default: `node:22`; with Docker in Docker `docker:28-cli`, to which Node is added.
   *
   * @example node:22
   */
  image?: string
  /**
   * Tags of the runners that may take the jobs. Default: any runner.
   *
   * @example ["docker"]
   */
  tags?: string[]
  /**
   * The stage of the jobs. Default: `test`.
   *
   * @example test
   */
  stage?: string
  /**
   * When the pipeline runs. Default: for merge requests and pushes to the default branch.
   */
  on?: GitLabTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/.gitlab/apitest.gitlab-ci.yml`.
   *
   * @example .gitlab/apitest.gitlab-ci.yml
   */
  output?: FilePath
  /**
   * Keys of GitLab’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A workflow for GitHub Actions.
 */
export interface GitHubCi {
  /**
   * The label of the runners. Default: `ubuntu-latest`.
   *
   * @example ubuntu-latest
   */
  runsOn?: string
  /**
   * The version of Node. Default: `22`.
   *
   * @example 22
   */
  node?: string
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/.github/workflows/apitest.yml`.
   *
   * @example .github/workflows/apitest.yml
   */
  output?: FilePath
  /**
   * Keys of GitHub’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A configuration for CircleCI.
 */
export interface CircleCi {
  /**
   * The container image in which jobs run, or the image of the virtual machine where services need Docker. Default: `node:22`, and `ubuntu-2404:current` for a machine.
   *
   * @example cimg/node:22.12
   */
  image?: string
  /**
   * The size of the machine. Default: that of CircleCI.
   *
   * @example large
   */
  resourceClass?: string
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/.circleci/config.yml`.
   *
   * @example .circleci/config.yml
   */
  output?: FilePath
  /**
   * Keys of CircleCI’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A pipeline for Azure Pipelines.
 */
export interface AzureCi {
  /**
   * The image of the hosted agent. Default: `ubuntu-latest`.
   *
   * @example ubuntu-latest
   */
  vmImage?: string
  /**
   * The name of a pool of your own agents, instead of `vmImage`. Default: hosted agents.
   *
   * @example linux
   */
  pool?: string
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/azure-pipelines.yml`.
   *
   * @example azure-pipelines.yml
   */
  output?: FilePath
  /**
   * Keys of Azure’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A pipeline for Bitbucket.
 */
export interface BitbucketCi {
  /**
   * The container image in which steps run. Default: `node:22`; where services need Docker `docker:28-cli`, to which Node is added.
   *
   * @example node:22
   */
  image?: string
  /**
   * The size of the machine. Default: `1x`.
   */
  size?: '1x' | '2x' | '4x' | '8x'
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/bitbucket-pipelines.yml`.
   *
   * @example bitbucket-pipelines.yml
   */
  output?: FilePath
  /**
   * Keys of Bitbucket’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A workflow for Woodpecker.
 */
export interface WoodpeckerCi {
  /**
   * The container image in which steps run. Default: `node:22`; where services need Docker `docker:28-cli`, to which Node is added.
   *
   * @example node:22
   */
  image?: string
  /**
   * Labels that an agent must have. Example: `labels: { platform: linux/amd64 }`. Default: none.
   */
  labels?: {
    [k: string]: string
  }
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/.woodpecker/apitest.yaml`.
   *
   * @example .woodpecker/apitest.yaml
   */
  output?: FilePath
  /**
   * Keys of Woodpecker’s format that are merged into the generated file as they are. Example: `extra: { stages: [test] }`. Default: none.
   */
  extra?: {
    [k: string]: unknown
  }
}

/**
 * A Jenkinsfile with a declarative pipeline.
 */
export interface JenkinsCi {
  /**
   * The label of the agents. Default: any agent.
   *
   * @example linux
   */
  agent?: string
  /**
   * The container image in which stages run. Default: none, stages run on the agent.
   *
   * @example node:22
   */
  image?: string
  on?: PullRequestTriggers
  /**
   * How long a job may take. Default: `30m`.
   *
   * @example 10m
   */
  timeout?: Duration
  /**
   * Whether jobs can start containers. Default: `auto`.
   */
  docker?: 'auto' | 'dind' | 'dind-tls' | 'none'
  /**
   * Environment variables of the jobs; variables of the CI system are written as that system does. Never put secrets here. Example: `variables: { SOURCE_MOUNT: /builds/shared/$CI_PROJECT_PATH }`. Default: none.
   */
  variables?: {
    [k: string]: string | number | boolean
  }
  /**
   * The folder of the spec, from the root of the repository. Default: the root itself, or what the `../` of `output` leave.
   *
   * @example services/shop
   */
  folder?: string
  /**
   * Shell commands that install apitest and what the tests need. Default: `npm ci`.
   *
   * @example ["npm install --no-save apitest"]
   */
  install?: string[]
  /**
   * Shell commands that run before the tests. Default: none.
   *
   * @example ["npm run build"]
   */
  before?: string[]
  /**
   * Shell commands that run afterwards, also after a failure. Default: none.
   *
   * @example ["docker image prune --force"]
   */
  after?: string[]
  /**
   * Which jobs there are, and when they run. Default: tests always; leaks and loads by hand, where the spec has them.
   */
  jobs?: CiJobs
  /**
   * Where the file is written. Default: `generated/ci/Jenkinsfile`.
   *
   * @example Jenkinsfile
   */
  output?: FilePath
  /**
   * Directives that are put into the generated pipeline as they are, by name. Example: `extra: { options: "timestamps()" }`. Default: none.
   */
  extra?: {
    [k: string]: string
  }
}

/**
 * Request keys that hold for every request, below what the request itself says. Headers, query, cookies and auth may use fixtures that a request makes, such as a token: `defaults: { auth: { bearer: "${fixtures.token}" } }`; the requests that make a fixture are sent without what needs that fixture.
 */
export interface Defaults {
  /**
   * Headers to send; names are case-insensitive, and `null` leaves out what the service or the defaults would send. Example: `headers: { accept: text/html }`. Default: those of the service and the defaults.
   */
  headers?: Headers
  /**
   * Query parameters by name; a list sends a name several times, `null` leaves out what the service or the defaults would send. Example: `query: { top: 3, tag: [a, b] }`. Default: none.
   */
  query?: {
    [k: string]: Texts
  }
  /**
   * Cookies to send beside those of the test’s cookie jar; `null` leaves one out. Example: `cookies: { theme: dark }`. Default: none of its own.
   */
  cookies?: {
    [k: string]: Text
  }
  /**
   * How the request proves who sends it; `null` sends nothing where the defaults would. Example: `auth: { bearer: "${fixtures.token}" }`. Default: that of the defaults, else none.
   */
  auth?: null | Auth
  /**
   * How long the answer may take, body included. Default: `30s`.
   *
   * @example 30s
   */
  timeout?: Duration
  /**
   * How many redirects are followed; `0` shows the redirect itself. Default: `10`.
   *
   * @example 10
   *
   * @example 0
   */
  redirects?: number | string
  /**
   * Sends the request again when it fails in the ways that are listed; `null` does not where the defaults would. Example: `retry: { times: 3, on: [503, connection] }`. Default: that of the defaults, else none.
   */
  retry?: null | Retry
  /**
   * Expectations of every answer, below those of the request. Default: none.
   */
  expect?: Expect
  /**
   * An expectation that means failure wherever it holds. Default: none.
   */
  failIf?: Expect
}

/**
 * Values that tests share and change. With it all tests run one after another, in the order of the file, and share their cookies; a test that fails does not keep the next from running.
 */
export interface Session {
  /**
   * Values with their start, read as `${session.name}` and changed by `capture` and `before: set`; `null` is not set yet, and shows as its name in double braces. Example: `values: { token: null }`. Default: none.
   */
  values?: {
    [k: string]: unknown
  }
  /**
   * What scripts that came from Postman read besides the values: an environment and globals. Default: none; other projects need none.
   */
  postman?: {
    /**
     * Values that hide those of `values`. Example: `environment: { host: staging }`. Default: none.
     */
    environment?: {
      [k: string]: unknown
    }
    /**
     * Values that those of `values` and `environment` hide. Example: `globals: { runs: 0 }`. Default: none.
     */
    globals?: {
      [k: string]: unknown
    }
    /**
     * Names of the session that scripts read as `null` until something sets them. Default: none; what is not set yet is `undefined`.
     *
     * @example ["bookId"]
     */
    nulls?: string[]
    /**
     * The name of the environment. Default: the name of the project.
     *
     * @example staging
     */
    environmentName?: string
  }
  /**
   * Runs all tests once for each row: a list of rows, or the name of a fixture with rows; its fields are read as `${session.name}` and hide all others. Example: `with: [{ user: ann }, { user: bob }]`. Default: the tests run once.
   */
  with?: string | Row[]
}

/**
 * One thing to do ahead of a request: exactly one of `set`, `wait` and `script`.
 */
export interface BeforeStep {
  /**
   * Session values to set, or captures where the session declares no such name; `null` makes one unset again. Example: `set: { email: "user-${timestamp()}@example.com" }`. Default: none.
   */
  set?: {
    [k: string]: unknown
  }
  /**
   * How long to wait. Default: none.
   *
   * @example 100ms
   */
  wait?: Duration
  /**
   * A pre-request script of Postman to run; it reads and changes the values of the session. Default: none.
   *
   * @example scripts/sign.js
   */
  script?: FilePath
}

/**
 * A part of a check.
 */
export interface Condition {
  /**
   * The part is looked at only where this holds. Example: `when: { status: 200 }`. Default: always.
   */
  when?: Expect
  /**
   * The part is left out where all of this holds. Example: `unless: { status: 404 }`. Default: it never is.
   */
  unless?: Expect
  /**
   * What must hold; the check ends at the first thing that does not. Default: nothing.
   */
  expect?: Expect
  /**
   * Values to keep where the part held. Default: none.
   */
  capture?: Captures
  /**
   * Session values to set where the part held; `null` makes one unset again. Example: `set: { stage: paid }`. Default: none.
   */
  set?: {
    [k: string]: unknown
  }
}

/**
 * A named check, a condition of the checks behind it, or a script.
 */
export interface Check {
  /**
   * The name of the check in reports. Without it the entry is a condition: when it does not hold, those behind it are not looked at. Default: none.
   *
   * @example an order has an id
   */
  check?: string
  /**
   * The entry is looked at only where this holds. Example: `when: { status: 200 }`. Default: always.
   */
  when?: Expect
  /**
   * The entry is left out where all of this holds. Example: `unless: { session: { mode: mock } }`. Default: it never is.
   */
  unless?: Expect
  /**
   * What must hold; the check ends at the first thing that does not. Nothing is implied about the status. Default: nothing, the check passes.
   */
  expect?: Expect
  /**
   * What must hold beside `expect`, one after another, where a check asks for more in some cases than in others. Example: `conditions: [{ when: { jsonPath: { $: { size: { gt: 0 } } } }, expect: { jsonPath: { "$[0].id": { exists: true } } } }]`. Default: none.
   */
  conditions?: Condition[]
  /**
   * Values to keep where the check held. Default: none.
   */
  capture?: Captures
  /**
   * Session values to set where the check held; `null` makes one unset again. Example: `set: { stage: paid }`. Default: none.
   */
  set?: {
    [k: string]: unknown
  }
  /**
   * A test script of Postman to run; its own checks count. Default: none.
   *
   * @example scripts/totals.js
   */
  script?: FilePath
  /**
   * Why the check is left out. Default: it is not.
   *
   * @example ticket 12
   */
  skip?: string
}
