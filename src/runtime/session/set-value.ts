import type { TestSession } from '../project/test-session.ts'

/** Keeps a value in the session, or as a capture where the session has no such name; `null` makes one unset. */
export function setValue({ run: { shared }, captured }: TestSession, name: string, value: unknown): void {
  if (shared?.declares(name) !== true) captured.set(name, value)
  else if (value === null) shared.unset(name)
  else shared.set(name, value)
}
