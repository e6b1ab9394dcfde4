import type { Symbol } from './symbol.ts'

/** A part of a check, with variables as references. */
export interface ConditionEntry {
  readonly when?: Readonly<Record<string, unknown>>
  readonly unless?: Readonly<Record<string, unknown>>
  readonly expect?: Readonly<Record<string, unknown>>
  readonly capture?: Readonly<Record<string, unknown>>
  readonly set?: Readonly<Record<string, unknown>>
}

/** An entry of `checks`. */
export interface CheckEntry extends ConditionEntry {
  readonly check?: string
  readonly conditions?: readonly ConditionEntry[]
  readonly script?: string
  readonly skip?: string
}

export type WriteScope = 'environment' | 'values' | 'globals' | 'local'

/** A variable that a script sets or removes. */
export interface Write {
  readonly scope: WriteScope
  readonly name: string
  readonly value: Symbol
  readonly unset: boolean
}
