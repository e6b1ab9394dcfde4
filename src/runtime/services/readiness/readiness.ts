import { milliseconds } from '../milliseconds.ts'
import type { ReadyDefinition } from '../service-definition.ts'

/** When a service counts as ready, with what the user left out filled in. */
export type Readiness = ReadinessTarget & {
  readonly timeoutMs: number
  /** Undefined grows from short to longer. */
  readonly intervalMs: number | undefined
}

export type ReadinessTarget =
  | { readonly kind: 'http'; readonly path: string; readonly status: readonly (number | string)[] | undefined }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'log'; readonly pattern: RegExp }
  | { readonly kind: 'command'; readonly command: readonly string[] }

export function readiness(ready: ReadyDefinition = {}, { timeoutMs }: { timeoutMs: number }): Readiness {
  return { ...target(ready), timeoutMs: milliseconds(ready.timeout) ?? timeoutMs, intervalMs: milliseconds(ready.interval) }
}

function target({ http, status, log, command }: ReadyDefinition): ReadinessTarget {
  if (http !== undefined)
    return { kind: 'http', path: http.startsWith('/') ? http : `/${http}`, status: status === undefined ? undefined : [status].flat() }
  if (log !== undefined) return { kind: 'log', pattern: new RegExp(log) }
  if (command !== undefined) return { kind: 'command', command: command.map((word) => String(word)) }
  return { kind: 'tcp' }
}
