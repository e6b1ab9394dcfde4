import type { Severity } from './diagnostic.ts'

/** What is wrong and what to do, without the place. */
export interface Problem<Code extends string = string> {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly hint?: string
}

export function error<const Code extends string>(code: Code, message: string, hint?: string): Problem<Code> {
  return problem({ code, severity: 'error', message }, hint)
}

export function warning<const Code extends string>(code: Code, message: string, hint?: string): Problem<Code> {
  return problem({ code, severity: 'warning', message }, hint)
}

function problem<Code extends string>(body: Problem<Code>, hint: string | undefined): Problem<Code> {
  return hint === undefined ? body : { ...body, hint }
}
