import type { Value } from '../../../plan/plan.ts'

/** Something that must hold of an answer. */
export interface Check {
  /** A sentence for statistics, the same in every engine: `status is 200`. */
  readonly title: string
  /** All must hold; with `negated`, not all may. */
  readonly tests: readonly Test[]
  readonly negated: boolean
}

export interface Test {
  readonly source: Source
  readonly condition: Condition
}

/** A part of an answer. */
export type Source =
  | { readonly kind: 'status' | 'body' | 'text' | 'size' | 'time' }
  | { readonly kind: 'header' | 'cookie'; readonly name: string }
  | { readonly kind: 'json'; readonly path: readonly (string | number)[] }
  /** The one group of a regular expression. */
  | { readonly kind: 'group'; readonly pattern: string }

/** What must be true of one value. */
export type Condition =
  | { readonly kind: 'equals'; readonly value: Value }
  | { readonly kind: 'class'; readonly first: number }
  | { readonly kind: 'compare'; readonly operator: '<' | '<=' | '>' | '>='; readonly value: Value }
  | { readonly kind: 'one-of'; readonly items: readonly Condition[] }
  | { readonly kind: 'all'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'contains' | 'starts' | 'ends'; readonly value: Value }
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'size'; readonly item: Condition }
  | { readonly kind: 'empty'; readonly is: boolean }
  | { readonly kind: 'exists'; readonly is: boolean }
  | { readonly kind: 'each' | 'any'; readonly item: Condition }
  | { readonly kind: 'close'; readonly value: number; readonly within: number }
  | { readonly kind: 'part'; readonly value: Value }
