import type { OperationIndex } from '../../openapi/match-operation.ts'

export interface OpenapiFacts {
  /** Relative to the project's folder. */
  readonly file: string
  readonly index: OperationIndex
  /** `defaults` turn the check on for every request. */
  readonly expected: boolean
}
