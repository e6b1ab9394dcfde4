import type { Symbol } from './symbols.ts'

/** An entry of `checks`, with variables as references. */
export interface CheckEntry {
  readonly check?: string
  readonly when?: Readonly<Record<string, unknown>>
  readonly expect?: Readonly<Record<string, unknown>>
  readonly capture?: Readonly<Record<string, unknown>>
  readonly set?: Readonly<Record<string, unknown>>
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
