import type { PlannedEnv, PlannedFixture, Value } from '../../../plan/plan.ts'
import type { Check, Source } from './check.ts'

/** A load profile ready to be written as a script: requests merged with what lies below them, names followed, settings in numbers. */
export interface LoadScript {
  readonly name: string
  readonly description: string | undefined
  /** The YAML file that the profile stands in. */
  readonly source: string
  /** From the folder of the script to that of the project, without a slash at its end. */
  readonly folder: string
  /** It also runs in containers, where the project lies somewhere else. */
  readonly movable: boolean
  readonly services: readonly ScriptService[]
  readonly env: readonly PlannedEnv[]
  /** Constants and fixtures, each behind those that it reads. */
  readonly constants: readonly ScriptConstant[]
  /** Variables and fixtures that are another value each time they are read, by `variable NAME` and `fixture NAME`. */
  readonly changing: ReadonlyMap<string, Value>
  readonly flows: readonly ScriptFlow[]
  /** Fixtures that are made once before the load, each by one of the flows and behind those that it needs. */
  readonly made: readonly { readonly name: string; readonly flow: string }[]
  readonly tasks: readonly ScriptTask[]
  readonly rows: ScriptRows | undefined
  readonly pace: Pace
  readonly thresholds: readonly ScriptThreshold[]
  /** What no script can say: it ends with these words instead of sending something else. */
  readonly impossible: readonly string[]
}

export interface ScriptService {
  readonly name: string
  /** Where it listens, if the specification says so. */
  readonly url: string | undefined
}

export type ScriptConstant =
  | { readonly kind: 'variable'; readonly name: string; readonly value: Value }
  | { readonly kind: 'fixture'; readonly name: string; readonly fixture: PlannedFixture & { kind: 'data' } }

export interface ScriptFlow {
  readonly name: string
  readonly params: readonly { readonly name: string; readonly default: Value | undefined }[]
  readonly steps: readonly ScriptStep[]
}

export interface ScriptTask {
  readonly name: string
  readonly weight: number
  readonly tags: readonly string[]
  readonly steps: readonly ScriptStep[]
  readonly readsRow: boolean
}

export interface ScriptRows {
  readonly value: Value
  readonly order: 'sequential' | 'random' | 'unique'
}

export type ScriptStep = ScriptRequest | ScriptFlowCall

export interface ScriptFlowCall {
  readonly kind: 'flow'
  readonly flow: string
  readonly args: readonly (readonly [name: string, value: Value])[]
  /** The captures that the flow makes. */
  readonly captures: readonly string[]
}

export interface ScriptRequest {
  readonly kind: 'request'
  /** In statistics, beside the method. */
  readonly name: string
  readonly method: string
  /** Undefined where the path is a whole address. */
  readonly service: string | undefined
  /** With the base path of the service in front and the constant part encoded. */
  readonly path: Value
  readonly query: readonly (readonly [name: string, value: Value])[]
  readonly headers: readonly (readonly [name: string, value: Value])[]
  readonly cookies: readonly (readonly [name: string, value: Value])[]
  readonly login: { readonly kind: 'basic' | 'digest'; readonly username: Value; readonly password: Value } | undefined
  readonly body: ScriptBody | undefined
  readonly timeoutMs: number
  readonly redirects: number
  readonly checks: readonly Check[]
  readonly captures: readonly ScriptCapture[]
  /** Parts of the request that scripts do not have, in words. */
  readonly leftOut: readonly string[]
}

export type ScriptBody =
  | { readonly kind: 'json'; readonly value: Value; readonly changes: readonly JsonChange[] }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [name: string, value: Value])[] }
  | { readonly kind: 'text'; readonly value: Value }
  | { readonly kind: 'file'; readonly file: ScriptFile }
  | { readonly kind: 'multipart'; readonly fields: readonly ScriptField[] }

export type JsonChange =
  | { readonly kind: 'set'; readonly path: readonly (string | number)[]; readonly value: Value }
  | { readonly kind: 'remove'; readonly path: readonly (string | number)[] }

export interface ScriptField {
  readonly name: string
  readonly content:
    | { readonly kind: 'text'; readonly value: Value }
    | { readonly kind: 'json'; readonly value: Value }
    | { readonly kind: 'file'; readonly file: ScriptFile }
  readonly fileName: Value | undefined
  readonly contentType: Value | undefined
}

/** A file of the project, or a fixture of bytes. */
export type ScriptFile =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'fixture'; readonly fixture: string; readonly path: string }

export interface ScriptCapture {
  readonly name: string
  readonly source: Source
  /** How it stands in the YAML, for messages. */
  readonly written: string
}

/** Seconds, users, arrivals a second. */
export type Pace =
  | {
      readonly kind: 'users'
      readonly users: number
      readonly spawnRate: number | undefined
      readonly duration: number
      readonly warmup: number
      readonly wait: Wait
    }
  | { readonly kind: 'user-stages'; readonly stages: readonly Stage[]; readonly warmup: number; readonly wait: Wait }
  | { readonly kind: 'rate'; readonly rate: number; readonly duration: number; readonly warmup: number; readonly maxConnections: number }
  | { readonly kind: 'rate-stages'; readonly stages: readonly Stage[]; readonly warmup: number; readonly maxConnections: number }

export interface Stage {
  readonly duration: number
  readonly target: number
}

export type Wait =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly seconds: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  | { readonly kind: 'pacing'; readonly seconds: number }

export interface ScriptThreshold {
  /** As written: `predict.p99`. */
  readonly key: string
  readonly endpoint: { readonly name: string; readonly method: string } | undefined
  readonly measure:
    | { readonly kind: 'percentile'; readonly percentile: number }
    | { readonly kind: 'mean' | 'min' | 'max' | 'errors' | 'rate' }
  readonly operator: '<' | '<=' | '>' | '>='
  /** Milliseconds, a share of 1, requests a second. */
  readonly limit: number
  /** For readers: `p95 < 200 ms`. */
  readonly title: string
  /** Seconds behind the warm-up from which a broken one ends the load. */
  readonly abortAfter?: number
}
