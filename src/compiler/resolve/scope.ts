import type { Cursor } from '../checks/cursor.ts'
import type { TemplateReference } from '../templates/template.ts'
import type { Spot } from '../checks/reporter.ts'

/** First names in `${…}`. */
export const scopeNames = [
  'env',
  'variables',
  'fixtures',
  'captures',
  'session',
  'row',
  'params',
  'services',
  'stubs',
  'port',
  'path',
  'request',
] as const

export type ScopeName = (typeof scopeNames)[number]

/** What `${…}` may name at a place. */
export interface Scope {
  /** In words, behind "in": `a variable`, `a test`. */
  readonly where: string
  readonly allowed: ReadonlySet<ScopeName>
  readonly captures?: CaptureScope
  /** The rows that `${row.…}` walks through; `undefined` with `row` allowed means that their fields are not known. */
  readonly rows?: Rows
  readonly params?: readonly string[]
  /** The `{…}` of the route whose answer this is. */
  readonly pathParameters?: readonly string[]
  /** Only what is known before any service runs. */
  readonly dataOnly?: boolean
  /** A named request does not know who uses it: names of its users' scopes are collected here and checked with each user. */
  readonly needs?: Need[]
}

export interface Need {
  readonly reference: TemplateReference
  readonly spot: Spot
}

export interface CaptureScope {
  /** Made by steps before this one; a flow's captures lie below the flow's name. */
  readonly made: CaptureTree
  /** Where this step or a later one makes it. */
  later(name: string): Cursor | undefined
}

export interface CaptureTree extends ReadonlyMap<string, CaptureTree | undefined> {}

export interface Rows {
  readonly data: readonly unknown[]
  /** Where each inline row stands; absent for rows of a file. */
  readonly cursors?: readonly Cursor[]
  /** In words, such as `this test`. */
  readonly origin: string
  /** Strings of the rows may hold `${…}` themselves. */
  readonly templated: boolean
}

const always = ['env', 'variables'] as const

export function scopeOf(where: string, names: readonly ScopeName[], extra: Omit<Scope, 'where' | 'allowed'> = {}): Scope {
  return { where, allowed: new Set([...always, ...names]), ...extra }
}
