import type { ApiNode } from '../../openapi/api-document.ts'

/** What of a call its operation forbids. */
export interface Violation {
  readonly message: string
  /** What of the document says so; absent: the operation as a whole. */
  readonly rule?: Pick<ApiNode, 'file' | 'path'> | undefined
}

export function violation(message: string, rule?: Violation['rule']): Violation {
  return { message, rule }
}

/** The same with more words around the message. */
export function reworded(violations: readonly Violation[], change: (message: string) => string): readonly Violation[] {
  return violations.map(({ message, rule }) => ({ message: change(message), rule }))
}
