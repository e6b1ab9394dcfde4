import type { AnyNode } from './parse-script.ts'

/** Stands for every item of a list in a path. */
export const eachItem = { each: true } as const

export type Path = readonly (string | number | typeof eachItem)[]

/** What an expression of a script stands for, as far as the language has words for it. */
export type Symbol =
  /** A part of the body; `soft` stands for an empty object where it is not there (`body.user || {}`). */
  | { readonly kind: 'body'; readonly path: Path; readonly soft?: boolean; readonly chained?: boolean }
  | { readonly kind: 'status' | 'reason' | 'time' | 'text' | 'bodySize' | 'response' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly source: string }
  /** Text with the values of variables in it; `whole` is one variable alone, `stale` one whose value the script has changed. */
  | {
      readonly kind: 'variable'
      readonly text: string
      readonly names: readonly string[]
      readonly whole: boolean
      readonly stale?: boolean
      /** It is made a number. */
      readonly number?: boolean
    }
  /** `value || 'other'` */
  | { readonly kind: 'fallback'; readonly of: Symbol; readonly other: unknown }
  /** What `find` found in a list of the body, by the value of a part of the items. */
  | { readonly kind: 'found'; readonly list: Path; readonly by: Path; readonly value: Symbol; readonly path: Path }
  /** `() => …`, whose body may throw. */
  | { readonly kind: 'thunk'; readonly body: readonly AnyNode[] }
  /** The library `uuid`, or its function `v4`. */
  | { readonly kind: 'uuid' }
  | { readonly kind: 'validator'; readonly schema?: unknown }
  | { readonly kind: 'length' | 'typeof' | 'keys'; readonly of: Symbol }
  | { readonly kind: 'lower'; readonly of: Symbol }
  | { readonly kind: 'boolean'; readonly test: Test }
  /** The item of a list inside `forEach` and its like. */
  | { readonly kind: 'item'; readonly list: Symbol; readonly path: Path }

export type Test =
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Symbol; readonly right: Symbol }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'includes'; readonly of: Symbol; readonly part: Symbol }
  | { readonly kind: 'edge'; readonly of: Symbol; readonly part: Symbol; readonly at: 'startsWith' | 'endsWith' }
  | { readonly kind: 'has'; readonly of: Symbol; readonly name: string }
  | { readonly kind: 'hasHeader'; readonly name: string }
  | { readonly kind: 'isArray'; readonly of: Symbol }
  | { readonly kind: 'isInteger'; readonly of: Symbol }
  | { readonly kind: 'matches'; readonly of: Symbol; readonly pattern: string }
  | { readonly kind: 'truthy'; readonly of: Symbol }
  | { readonly kind: 'schema'; readonly of: Symbol; readonly schema: unknown }
  | { readonly kind: 'every'; readonly of: Symbol; readonly test: Test; readonly item: Symbol }
  | { readonly kind: 'some'; readonly of: Symbol; readonly test: Test; readonly item: Symbol }

export interface Names {
  /** What local names stand for. */
  readonly values: Map<string, Symbol>
  /** Names of the collection's variables. */
  readonly known: ReadonlySet<string>
  /** Set earlier in the same script, so that their value is not that of before the request. */
  readonly written: Set<string>
  /** Called for a variable that nothing sets. */
  readonly onUnset: (name: string) => void
  /** Gives a name of the script that was declared without a value its value. */
  readonly assign: (name: string, value: Symbol) => void
  /** What `tests[…]` of the same script asked. */
  readonly tests: Map<string, Test>
  /** Called when the body is read as JSON. */
  readonly onJson: () => void
  readonly onDeref: (path: Path) => void
  /** Called when a part of the body is gone through as a list. */
  readonly onList: (path: Path) => void
}
