import type { Place } from '../../places/place.ts'
import type { Ci } from '../../spec/types.gen.ts'

/**
 * The whole of what is to be generated, as plain data: names resolved, paths relative to the project's folder, defaults of the
 * language applied, nothing left to look up. `emit` turns it into text without asking anything else.
 */
export interface Plan {
  readonly name: string
  /** YAML files in reading order, the entry first, relative to the project's folder with forward slashes. */
  readonly specs: readonly string[]
  /** From the output folder to the project's folder, such as `../` or `../../specs/quickstart/`. */
  readonly folder: string
  readonly env: readonly PlannedEnv[]
  readonly variables: readonly PlannedVariable[]
  /** Request keys sent with every request (`defaults:`), as written. */
  readonly defaults: MapValue | undefined
  readonly services: readonly PlannedService[]
  readonly stubs: readonly PlannedStub[]
  readonly fixtures: readonly PlannedFixture[]
  readonly requests: readonly PlannedRequest[]
  readonly flows: readonly PlannedFlow[]
  readonly suites: readonly PlannedSuite[]
  /** What all tests share; they stand in one file then. */
  readonly session?: PlannedSession
  /** Modules whose exports are mocked anywhere, which every suite declares. Absent: none. */
  readonly replaceable?: readonly ReplaceableModule[]
  /** The package around the generated files is CommonJS, and they are not. Absent: it is of ES modules, or there is none. */
  readonly commonJs?: true
  readonly hooks: PlannedHooks | undefined
  /** The OpenAPI document, relative to the project's folder. Absent: none. */
  readonly openapi?: string
  readonly leaks: readonly PlannedLeak[]
  readonly loads: readonly PlannedLoad[]
  /** Pipelines of CI systems. Absent: none. */
  readonly ci?: readonly PlannedCi[]
}

export interface Named<T> {
  readonly name: string
  readonly value: T
}

export interface PlannedVariable extends Named<Value> {
  /** Nothing reads it. Absent: something does. */
  readonly unused?: true
}

export interface PlannedEnv {
  readonly name: string
  readonly required: boolean
  readonly secret: boolean
  readonly default: string | undefined
  readonly description: string | undefined
}

export interface PlannedService {
  readonly name: string
  readonly kind: string
  /** The service as written, with its kind key (`process: {…}`), command split into words, paths relative to the project's folder. */
  readonly value: MapValue
  /** The compose file that it starts from, or that changes the user's own. */
  readonly composeFile?: PlannedComposeFile
}

export interface PlannedComposeFile {
  /** Relative to the output folder. */
  readonly path: string
  /** What it is for, and how to use it by hand. */
  readonly about: readonly string[]
  readonly content: ComposeMap
}

/** A part of a compose file; texts are as compose reads them, `${…}` included. */
export type ComposeNode =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly tag?: ComposeTag }
  | { readonly kind: 'list'; readonly items: readonly ComposeNode[]; readonly tag?: ComposeTag }
  | ComposeMap

export interface ComposeMap {
  readonly kind: 'map'
  readonly entries: readonly ComposeEntry[]
  readonly tag?: ComposeTag
}

export interface ComposeEntry {
  readonly key: string
  readonly value: ComposeNode
  /** For readers; stands above the key. */
  readonly comment?: string
}

/** `!reset` takes away what earlier files say, `!override` replaces it; without either compose merges. */
export type ComposeTag = '!reset' | '!override'

export interface PlannedStub {
  readonly name: string
  readonly description: string | undefined
  /** The stub as written, paths relative to the project's folder. */
  readonly value: MapValue
}

export type PlannedFixture =
  /** Data known before any service runs; `value` has one key: value, json, text, yaml, csv, file or base64. */
  | { readonly kind: 'data'; readonly name: string; readonly value: MapValue }
  /** Made by a request once a scope. */
  | {
      readonly kind: 'request'
      readonly name: string
      readonly request: string
      readonly capture: Value | undefined
      readonly secret: boolean
      readonly scope: FixtureScope
    }
  /** Made and undone by functions of the hooks file. */
  | {
      readonly kind: 'hooks'
      readonly name: string
      readonly setup: string
      readonly teardown: string | undefined
      readonly secret: boolean
      readonly scope: FixtureScope
    }

export type FixtureScope = 'run' | 'suite' | 'test'

export interface PlannedRequest {
  readonly name: string
  readonly description: string | undefined
  /** Request keys as written (method key, headers, json, expect …), paths relative to the project's folder. */
  readonly value: MapValue
  readonly uses: Uses
}

/** What a request, row or case needs around it to be evaluated. */
export interface Uses {
  readonly row: boolean
  readonly params: boolean
  readonly captures: boolean
  /** A fixture that needs a request or a hook, or another service's address: known only inside a running test. */
  readonly asynchronous: boolean
}

export interface PlannedFlow {
  readonly name: string
  readonly description: string | undefined
  /** `undefined` as default means required. */
  readonly params: readonly { readonly name: string; readonly default: Value | undefined }[]
  readonly steps: readonly PlannedStep[]
}

export type PlannedStep =
  | {
      readonly kind: 'request'
      readonly name: string | undefined
      /** The named request it starts from. */
      readonly request: string | undefined
      /** Everything written beside `request`, or the whole request; includes capture, poll and expect. */
      readonly changes: MapValue
      /** The named request reads `${row.…}`, so the row is handed to it. */
      readonly passRow: boolean
      /** The named request reads `${params.…}`, so the flow's parameters are handed to it. */
      readonly passParams: boolean
    }
  | { readonly kind: 'flow'; readonly name: string | undefined; readonly flow: string; readonly args: MapValue }

export interface PlannedSession {
  readonly environment: MapValue | undefined
  readonly values: MapValue | undefined
  readonly globals: MapValue | undefined
  readonly environmentName: string | undefined
  /** Names that scripts read as null until they are set. */
  readonly nulls: readonly string[]
  /** Rows written out, or the fixture that has them. */
  readonly with: Value | { readonly kind: 'fixture'; readonly fixture: string } | undefined
}

export interface ReplaceableModule {
  /** As mocks name it: `src/prices.ts`. */
  readonly module: string
  /** As a file of the output folder imports it. */
  readonly from: string
  readonly names: readonly string[]
}

export interface PlannedSuite {
  readonly name: string
  readonly description: string | undefined
  /** Where its tests stand: `<file>#/tests` or `<file>#/suites/<name>/tests`. */
  readonly place: Place
  /** File name without extension under `tests/`, unique and safe on every file system. */
  readonly fileName: string
  readonly parallel: boolean
  /** Fixtures that are made while tests run, prepared for each test even where none reads them. Absent: none. */
  readonly fixtures?: readonly string[]
  readonly tests: readonly PlannedTest[]
}

export interface PlannedTest {
  readonly name: string
  readonly place: Place
  readonly description: string | undefined
  readonly tags: readonly string[]
  readonly skip: string | undefined
  readonly only: boolean
  readonly serial: boolean
  readonly timeoutMs: number | undefined
  readonly retries: number | undefined
  readonly table: PlannedTable | undefined
  /** What the test replaces in a service; undefined for the first one. Absent: nothing. */
  readonly mocks?: { readonly service: string | undefined; readonly value: MapValue }
  readonly steps: readonly PlannedStep[]
  readonly cleanup: readonly PlannedStep[]
  /** Services that its steps, flows and fixtures send to, dependencies excluded, in order of first use. */
  readonly services: readonly string[]
  /** Required environment variables that it needs, those of its services included. Absent: none. */
  readonly env?: readonly string[]
}

export type PlannedTable =
  | { readonly kind: 'rows'; readonly rows: readonly Named<Value>[] }
  | { readonly kind: 'fixture'; readonly fixture: string }
  | { readonly kind: 'cases'; readonly cases: readonly { readonly name: string; readonly changes: MapValue; readonly uses: Uses }[] }

/** One of the things that the users of a load do, or that a leak window sends. */
export interface PlannedTask {
  /** As in statistics: its own, that of its request or flow, else method and path. */
  readonly name: string
  /** How often it is chosen, relative to the others. Absent: 1. */
  readonly weight: Value | undefined
  /** Labels to choose by; none in a leak window. */
  readonly tags?: readonly string[]
  readonly steps: readonly PlannedStep[]
}

export interface PlannedLoad {
  readonly name: string
  readonly place: Place
  readonly description: string | undefined
  /** File name without extension under `loads/`, unique and safe on every file system. */
  readonly fileName: string
  /** `users`, `rate` or `stages`, and every other key whose value is only a value, as written. */
  readonly settings: MapValue
  readonly data: Value | undefined
  readonly tasks: readonly PlannedTask[]
  /** The language's own where the profile has none. */
  readonly thresholds: MapValue
  /** How it is to run on several machines, as written. Absent: not at all. */
  readonly cluster?: MapValue
  /** Services that its tasks send to, dependencies excluded, in order of first use. */
  readonly services: readonly string[]
  /** Required environment variables that it needs, those of its services included. */
  readonly env: readonly string[]
}

export interface PlannedLeak {
  readonly name: string
  readonly place: Place
  readonly description: string | undefined
  /** File name without extension under `leaks/`, unique and safe on every file system. */
  readonly fileName: string
  /** Every key but the requests, as written; paths relative to the project's folder. */
  readonly settings: MapValue
  readonly requests: readonly PlannedTask[]
  /** Services that its requests go to, dependencies excluded, in order of first use. */
  readonly services: readonly string[]
  /** Required environment variables that it needs, those of its services included. */
  readonly env: readonly string[]
}

export interface PlannedHooks {
  /** Relative to the project's folder. */
  readonly path: string
  /** The exported functions that the spec uses. */
  readonly functions: readonly string[]
}

/** A pipeline of one CI system: what it has to do, whatever the system; its kind turns that into the system's own words. */
export interface PlannedCi {
  readonly provider: keyof Ci
  /** Relative to the output folder. */
  readonly path: string
  /** The same, relative to the project's folder. */
  readonly pathFromProject: string
  /** The spec says where it is written, which may be outside the output folder. */
  readonly declared: boolean
  /** Name of the project. */
  readonly name: string
  /** The entry file, relative to `folder`. */
  readonly spec: string
  /** From the root of the repository to the project's folder, without a slash at its end; empty for the root itself. */
  readonly folder: string
  readonly triggers: PlannedTriggers
  /** How jobs reach a Docker engine, where services need one. */
  readonly docker: 'none' | 'dind' | 'dind-tls'
  /** Environment variables of all jobs. */
  readonly variables: readonly Named<string>[]
  /** Declared variables of the spec without default that `variables` does not give: the settings of the CI system have to. */
  readonly expected: readonly PlannedEnv[]
  /** Where coverage of a Python service lies after the run, relative to the project's folder, and the Python that can read it. */
  readonly coverage: { readonly folder: string; readonly python: string } | undefined
  readonly install: readonly string[]
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** In the order check, tests, leaks, loads; those that never run are left out. */
  readonly jobs: readonly PlannedCiJob[]
  /** What the provider alone knows, as written: image, tags, runsOn … */
  readonly own: Readonly<Record<string, unknown>>
  /** Merged into the file as it is. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface PlannedTriggers {
  /** Merge or pull requests. */
  readonly mergeRequest: boolean
  /** Branches by name or pattern; undefined: the default branch. */
  readonly push: readonly string[] | undefined
  readonly tag: readonly string[]
  /** Patterns of files from the root of the repository, of which one must have changed; empty: any. */
  readonly changes: readonly string[]
  /** A cron expression. */
  readonly schedule: string | undefined
}

export interface PlannedCiJob {
  readonly kind: 'check' | 'tests' | 'leaks' | 'loads'
  readonly when: 'always' | 'manual' | 'schedule'
  /** Whole minutes, at least 1. */
  readonly timeoutMinutes: number
  /** Jobs side by side, 1 for all but tests. */
  readonly shards: number
}

/** A value of the spec in which `${…}` has been parsed; key order is the user's. */
export type Value =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | MapValue
  /** A string with text around or between its `${…}`. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  /** A string that is exactly one `${…}`: keeps the type of what it names. */
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** The export of a module of the project, imported when it is needed; `from` as a file of the output folder imports it. */
  | { readonly kind: 'module'; readonly file: string; readonly from: string; readonly name: string; readonly called: boolean }

export interface MapValue {
  readonly kind: 'map'
  readonly entries: readonly (readonly [key: string, value: Value])[]
}

/** Steps behind a name: `.sku`, `[0]`. */
export type Path = readonly (string | number)[]

export type Expression =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string; readonly path: Path }
  | { readonly kind: 'fixture'; readonly name: string; readonly path: Path; readonly asynchronous: boolean }
  /** `name` is `['id']`, or `['login', 'token']` for a capture of a flow. */
  | { readonly kind: 'capture'; readonly name: readonly string[]; readonly path: Path }
  | { readonly kind: 'session'; readonly name: string; readonly path: Path }
  | { readonly kind: 'row'; readonly path: Path }
  | { readonly kind: 'param'; readonly name: string; readonly path: Path }
  | { readonly kind: 'service'; readonly name: string; readonly property: 'url' | 'host' | 'port' }
  | { readonly kind: 'stub'; readonly name: string; readonly property: 'url' | 'host' | 'port' }
  | { readonly kind: 'port' }
  /** In the answer of a stub: a part of its path, a part of the request. */
  | { readonly kind: 'path'; readonly name: string }
  | { readonly kind: 'request'; readonly path: Path }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Argument[] }

export type FunctionName = 'uuid' | 'now' | 'timestamp' | 'randomInt' | 'faker' | 'base64' | 'json' | 'number' | 'string' | 'urlEncode'

export type Argument =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'expression'; readonly expression: Expression }
