import { isMap } from '../values/deep-equal.ts'
import { compileSchema } from './compile-schema.ts'
import { renderViolation } from './render-violation.ts'

export interface SchemaCheck {
  /** In place, or the path of a JSON or YAML file relative to the project's folder. */
  readonly schema: unknown
  readonly value: unknown
  readonly folder: string
}

/** What a value violates, one line each; `problem` when the schema itself cannot be used. */
export type SchemaOutcome = { readonly violations: readonly string[] } | { readonly problem: string }

export function checkSchema({ schema, value, folder }: SchemaCheck): SchemaOutcome {
  const compiled = compileSchema(schema, folder)
  if ('problem' in compiled) return compiled
  const { validate } = compiled
  if (validate(withoutBigints(value))) return { violations: [] }
  return { violations: [...new Set((validate.errors ?? []).map(renderViolation))] }
}

/** The validator knows JavaScript's numbers only; a schema cannot tell neighbours beyond 2^53 apart anyway. */
export function withoutBigints(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.some(holdsBigint) ? value.map(withoutBigints) : value
  if (!isMap(value) || !holdsBigint(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutBigints(part)]))
}

function holdsBigint(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  if (Array.isArray(value)) return value.some(holdsBigint)
  return isMap(value) && Object.values(value).some(holdsBigint)
}
