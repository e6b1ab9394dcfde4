import type { LoadEndpoint } from '../record/load-record.ts'
import type { GeneratorPart } from './generator.ts'
import type { LoadOverrides } from './load-plan.ts'

/** What a thread is started with. */
export interface WorkerSettings {
  /** The generated file as JavaScript, as a URL. */
  readonly file: string
  readonly worker: number
  readonly workers: number
  readonly overrides: LoadOverrides
  /** Instead of the first service's own address. */
  readonly host: string | undefined
  /** It was changed after the services had started. */
  readonly moved: boolean
  /** Which tasks of the profile are run, by their position. */
  readonly tasks: readonly number[]
  readonly transport: 'auto' | 'undici'
}

export type ToWorker =
  /** `at` in milliseconds since 1970, with fractions. */
  | { readonly kind: 'start'; readonly at: number; readonly overrides: LoadOverrides }
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'stop'; readonly graceMs: number }

export type FromWorker =
  | { readonly kind: 'ready'; readonly program: ProgramFacts }
  | {
      readonly kind: 'part'
      readonly second: number
      readonly last: boolean
      readonly part: GeneratorPart
      /** What users captured in this second that nobody is to see. */
      readonly secrets: readonly string[]
    }
  | { readonly kind: 'failed'; readonly message: string; readonly missing: boolean }

/** What everybody needs to know of a traced program. */
export interface ProgramFacts {
  readonly endpoints: readonly LoadEndpoint[]
  readonly targets: Readonly<Record<string, string>>
  /** Names of tasks with the endpoints that they send to. */
  readonly tasks: readonly { readonly name: string; readonly endpoints: readonly number[] }[]
  /** Requests that no encoder can write, and why. */
  readonly slow: readonly { readonly endpoint: number; readonly reason: string }[]
}
