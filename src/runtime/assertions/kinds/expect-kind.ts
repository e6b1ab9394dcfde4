import type { Place } from '../../../places/place.ts'
import type { Finding } from '../matchers/matcher.ts'
import type { CheckContext, CheckResult, ReceivedResponse } from '../types.ts'
import { absent } from '../values/describe-value.ts'

/** One key of an `expect` map. Values of the expectation that make no sense throw: the compiler has refused them. */
export type ExpectKind = (call: KindCall) => CheckResult[] | Promise<CheckResult[]>

export interface KindCall {
  readonly key: string
  readonly expected: unknown
  readonly place: Place
  readonly response: ReceivedResponse
  readonly context: CheckContext
  /** Whether everything checked so far held; a snapshot is only written from an answer that is right otherwise. */
  readonly heldSoFar: boolean
}

interface Outcome {
  readonly held: boolean
  readonly text: string
  /** @default the text */
  readonly message?: string
  /** Below the key's place. */
  readonly path?: readonly (string | number)[]
  /** @default the whole expectation */
  readonly expected?: unknown
  readonly actual?: unknown
  readonly diff?: readonly string[] | undefined
  readonly hint?: string | undefined
}

export function result(call: KindCall, outcome: Outcome): CheckResult {
  return {
    kind: call.key,
    text: outcome.text,
    held: outcome.held,
    message: outcome.message ?? outcome.text,
    place: below(call.place, outcome.path ?? []),
    expected: 'expected' in outcome ? outcome.expected : call.expected,
    actual: outcome.actual === absent ? undefined : outcome.actual,
    diff: outcome.diff,
    hint: outcome.hint,
  }
}

/** Findings of matchers as results, `path` between the key and the matchers. */
export function results(call: KindCall, path: readonly (string | number)[], findings: readonly Finding[]): CheckResult[] {
  return findings.map((found) => result(call, { ...found, path: [...path, ...found.path] }))
}

/** The entries of an expectation that is a map of names. */
export function entriesOf({ key, expected }: KindCall): (readonly [name: string, expected: unknown])[] {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) throw new Error(`\`expect: ${key}\` is a map`)
  const entries = Object.entries(expected)
  if (entries.length === 0) throw new Error(`\`expect: ${key}\` is empty, which checks nothing`)
  return entries
}

function below(place: Place, path: readonly (string | number)[]): Place {
  return path.length === 0 ? place : { file: place.file, path: [...place.path, ...path] }
}
