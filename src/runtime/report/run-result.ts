import type { ApiCoverage, CalledOperation } from '../openapi/coverage.ts'

/** What one run found out, written as `results.json`; every report is rendered from this alone. */
export interface RunResult {
  readonly version: 1
  readonly name: string
  readonly startedAt: string
  readonly durationMs: number
  readonly seed: number
  /** Which part of the tests it is about, for a run with `--shard`. */
  readonly shard?: { readonly index: number; readonly count: number }
  readonly status: 'passed' | 'failed' | 'interrupted'
  readonly environment: { readonly node: string; readonly platform: string; readonly apitest: string; readonly ci: string | undefined }
  readonly suites: readonly SuiteResult[]
  readonly services: readonly ServiceResult[]
  /** Leaks and loads that this run left out, by name. */
  readonly notRun: { readonly leaks: readonly string[]; readonly loads: readonly string[] }
  /** How much of the project's OpenAPI document was called; absent without one. */
  readonly openapi?: ApiCoverage
  /** Leak windows that were run; absent where none was. */
  readonly leaks?: readonly LeakOutcome[]
  /** Load profiles that were run; absent where none was. */
  readonly loads?: readonly LoadOutcome[]
  /** Failures outside any test: a service that did not start, a suite that could not be loaded. */
  readonly errors: readonly Failure[]
}

export interface SuiteResult {
  readonly name: string
  readonly tests: readonly TestResult[]
}

export interface TestResult {
  /** The test's title in the spec, with the row or case behind ` › ` where it has one. */
  readonly name: string
  readonly suite: string
  readonly state: 'passed' | 'failed' | 'skipped' | 'flaky' | 'not run'
  readonly durationMs: number
  readonly tags: readonly string[]
  readonly skipReason: string | undefined
  /** How often it was tried again. */
  readonly retries: number
  readonly place: SourcePlace | undefined
  readonly failures: readonly Failure[]
  readonly exchanges: readonly Exchange[]
}

/** A line of the user's YAML at the time of the run. */
export interface SourcePlace {
  /** Relative to the project's folder. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One expectation that did not hold, or one thing that went wrong. All text is free of secrets. */
export interface Failure {
  /** `status`, `json`, `jsonPath` … for expectations; `request`, `service`, `capture`, `timeout`, `hook`, `cleanup` for the rest. */
  readonly kind: string
  /** One line: what was expected and what came. */
  readonly message: string
  readonly place: SourcePlace | undefined
  /** The YAML around the place, with a caret, ready to print. */
  readonly frame: string | undefined
  /** What to try. */
  readonly hint: string | undefined
  /** Differences, one line each, `path: expected 1, got 2` or `- …`/`+ …` lines; absent where the message says it all. */
  readonly diff: readonly string[] | undefined
  /** Which attempt of the test it belongs to, from 1; absent where the test was tried once. */
  readonly attempt?: number
  /** Index into the test's exchanges. */
  readonly exchange: number | undefined
  /** Lines that the service printed while the request ran, or its last lines when it did not start. */
  readonly log: readonly string[] | undefined
  /** Lines of the same moment that are not in `log`. Absent: none. */
  readonly logBefore?: LinesBefore
  /** The service that it is about and that printed the log, where no exchange says so. */
  readonly service?: string
}

/** `atLeast`: the service has printed too much for an exact figure. */
export interface LinesBefore {
  readonly count: number
  readonly atLeast: boolean
}

/** One request and its answer; bodies as text, cut at 16 KiB (1 MiB in the runs of `apitest selfcheck`), secrets replaced by `***`. */
export interface Exchange {
  readonly name: string | undefined
  readonly service: string | undefined
  readonly startedAt: string
  readonly durationMs: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body: Body | undefined
  }
  readonly response:
    | { readonly status: number; readonly headers: readonly (readonly [string, string])[]; readonly body: Body | undefined }
    | undefined
  /** Why there is no response. */
  readonly error: string | undefined
  /** A command that sends the same request; secrets as environment variables. */
  readonly curl: string
  /** Each expectation in words and whether it held. */
  readonly expectations: readonly { readonly text: string; readonly held: boolean }[]
  /** Attempts made by `poll` or `retry`. */
  readonly attempts: number
  /** What the project's OpenAPI document calls this. */
  readonly openapi?: CalledOperation
  /** The test that it belongs to, in a project with a session: a jump back sends requests of earlier ones. */
  readonly item?: string
  /** The named checks of `checks:` and of scripts, in order. */
  readonly checks?: readonly { readonly name: string; readonly state: 'passed' | 'failed' | 'skipped'; readonly message?: string }[]
  /** What ended scripts, or the list of checks, early. */
  readonly mistakes?: readonly string[]
  /** What `apitest selfcheck` holds changed answers against; absent where there is no answer. */
  readonly checked?: CheckedAnswer
}

/** What was expected of an answer, and what of it the rest of the exchange does not say. Secrets are replaced by `***`. */
export interface CheckedAnswer {
  /** Milliseconds after which the request would have failed anyway. */
  readonly timeoutMs: number
  readonly redirects: readonly { readonly status: number; readonly location: string }[]
  readonly expectations: readonly CheckedExpectation[]
}

/** One key of an `expect` map. */
export interface CheckedExpectation {
  readonly key: string
  /** As `formatPlace` writes it. */
  readonly place: string
  /** With all values filled in; absent for what has no form in JSON, numbers that are secret, and more than 64 Ki characters. */
  readonly expected?: unknown
}

export interface Body {
  readonly text: string
  /** Full size in bytes before cutting. */
  readonly bytes: number
  readonly contentType: string | undefined
  readonly truncated: boolean
}

export interface ServiceResult {
  readonly name: string
  readonly kind: string
  readonly url: string | undefined
  readonly state: 'stopped' | 'failed' | 'kept'
  readonly readyMs: number | undefined
  /** True when it had to be killed. */
  readonly forced: boolean
  /** Relative to the report folder. */
  readonly log: string | undefined
}

/** What a load run came to, for the report of the whole run; its own report says the rest. */
export interface LoadOutcome {
  readonly name: string
  readonly status: 'passed' | 'failed'
  /** Each broken threshold and whatever else made it fail, one line each. */
  readonly reasons: readonly string[]
  readonly durationSeconds: number
  readonly requests: number
  readonly requestsPerSecond: number
  /** Of 1. */
  readonly failureShare: number
  /** Milliseconds. */
  readonly p95: number
  readonly thresholds: readonly { readonly key: string; readonly expected: string; readonly held: boolean; readonly text: string }[]
  /** Its report, relative to the report folder: `loads/peak/report.html`. */
  readonly report: string
}

/** What a leak window came to, for the report of the whole run; its own page says the rest. */
export interface LeakOutcome {
  readonly name: string
  /** The one that the verdict is about; empty when none could be watched. */
  readonly service: string
  readonly status: 'passed' | 'failed'
  readonly verdict: 'leak' | 'no leak' | 'inconclusive' | 'not judged'
  readonly reason: string
  readonly hint: string | undefined
  readonly notes: readonly string[]
  readonly durationMs: number
  readonly requests: number
  /** With its 99 % interval; undefined where nothing was judged. */
  readonly bytesPerRequest: number | undefined
  readonly low: number | undefined
  readonly high: number | undefined
  /** What was judged, such as `live heap`. */
  readonly metric: string | undefined
  /** Relative to the report folder: `leaks/memory/leak.html`; undefined where there was nothing to draw. */
  readonly report: string | undefined
}
