import type { Range } from '../../places/range.ts'

/** What the spec needs to know about the user's hooks file, as plain data. */
export interface HooksFacts {
  /** Relative to the project's folder. */
  readonly file: string
  readonly exports: ReadonlyMap<string, HookExport>
  readonly hasDefault: boolean
  /** True when names may exist that could not be read, such as those of `export * from 'a-package'`. */
  readonly open: boolean
  readonly mistakes: readonly { readonly message: string; readonly range: Range }[]
}

export type HookExport =
  | { readonly kind: 'function'; readonly range: Range; readonly required: number; readonly most: number }
  /** A value whose shape only shows when it runs. */
  | { readonly kind: 'unknown'; readonly range: Range }
  /** In words, such as `a class`. */
  | { readonly kind: 'other'; readonly range: Range; readonly what: string }
