import type { absent } from '../values/describe-value.ts'
import type { Unit } from '../values/units.ts'

export type MatcherName =
  | 'equals'
  | 'not'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'oneOf'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'type'
  | 'size'
  | 'empty'
  | 'exists'
  | 'optional'
  | 'each'
  | 'any'
  | 'closeTo'
  | 'schema'
  | 'unique'

/** What a matcher looks at, and how to speak of it. */
export interface Subject {
  /** `$.sku`, `header content-type`, `size of $.sku`. */
  readonly name: string
  readonly content: Content
  readonly vocabulary: Vocabulary
  /** Shown when there is nothing to compare. */
  readonly absentHint?: string
}

export type Content =
  | { readonly kind: 'value'; readonly value: unknown }
  /**
   * What a path that may select several values found. The form of the expectation decides, never the number that happened to be found:
   * matchers in `listMatchers` and plain lists speak of the list, all others of the one selected value, and fail when there are several.
   */
  | {
      readonly kind: 'selection'
      readonly values: readonly unknown[]
      readonly names?: readonly string[]
      readonly listMatchers: ReadonlySet<MatcherName>
    }

/** How plain values of an expectation are read and written. */
export interface Vocabulary {
  readonly unit?: Unit
  /** An expected value in words. */
  literal(expected: unknown): string
  /** A received value in words. */
  received(actual: unknown): string
  equals(expected: unknown, actual: unknown): Verdict
  /** The project's folder, for schemas in files. */
  readonly folder: string
}

/** `cannot`: the matcher does not apply to such a value, which is a failure that `not` does not turn round. */
export type Verdict = boolean | Cannot

export interface Cannot {
  readonly cannot: string
  readonly hint?: string
}

export interface MatcherCall {
  readonly subject: Subject
  /** The subject's value, picked by the rules of its content; `absent` when there is none. */
  readonly value: unknown
  readonly operand: unknown
  readonly language: Language
}

/** The parts of the evaluation that matchers over other expectations need; handed in, because they need the matchers in turn. */
export interface Language {
  evaluate(subject: Subject, expected: unknown): Finding[]
  states(expected: unknown, vocabulary: Vocabulary): string
  expects(expected: unknown, vocabulary: Vocabulary): string
}

export interface Matcher {
  /** A verb phrase: `is > 0`, `contains "json"`. */
  states(operand: unknown, vocabulary: Vocabulary, language: Language): string
  /** Completes "expected …": `> 0`, `to contain "json"`. */
  expects(operand: unknown, vocabulary: Vocabulary, language: Language): string
  /** One finding, unless the operand is a map whose entries are findings of their own. Paths start below the matcher's key. */
  check(call: MatcherCall): Finding[]
}

/** The outcome of one matcher. */
export interface Finding {
  /** From the expectation down to the matcher: `['size', 'gt']`. */
  readonly path: readonly (string | number)[]
  readonly held: boolean
  /** It did not apply, so its opposite does not hold either. */
  readonly cannot: boolean
  readonly text: string
  readonly message: string
  readonly expected: unknown
  readonly actual: unknown | typeof absent
  readonly diff: readonly string[] | undefined
  readonly hint: string | undefined
}
