import { setTimeout as sleep } from 'node:timers/promises'
import { readDuration } from '../http/prepare-request.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import type { TestSession } from '../project/test-session.ts'
import { setValue } from './set-value.ts'
import type { CheckRecord, ScriptMistake } from './checks.ts'

/** One thing to do ahead of a request: exactly one key. */
export interface BeforeStep {
  /** Values of the session; the function is called when it is the step's turn. */
  set?: () => Readonly<Record<string, unknown>>
  /** Path of a Postman script, relative to the project's folder. */
  script?: string
  /** A pause, such as `'500ms'`. */
  wait?: string
}

export interface BeforeOutcome {
  /** What scripts changed of the request. */
  readonly overlay: RequestDefinition | undefined
  readonly checks: readonly CheckRecord[]
  readonly mistakes: readonly ScriptMistake[]
  /** A script took the request out of the run. */
  readonly skipped: boolean
}

export async function runBefore(
  steps: readonly BeforeStep[],
  { session, current }: { session: TestSession; current: () => Promise<RequestDefinition> },
): Promise<BeforeOutcome> {
  const checks: CheckRecord[] = []
  const mistakes: ScriptMistake[] = []
  let overlay: RequestDefinition | undefined
  for (const [index, { set, script, wait }] of steps.entries()) {
    if (wait !== undefined) await sleep(readDuration(wait, 'wait'), undefined, { signal: session.signal }).catch(() => undefined)
    for (const [name, value] of Object.entries(set?.() ?? {})) {
      setValue(session, name, value)
    }
    if (script === undefined) continue
    const { runScript } = await import('../postman/run-script.ts')
    const outcome = await runScript({ session, file: script, listen: 'prerequest', request: { ...(await current()), ...overlay } })
    checks.push(...outcome.checks)
    if (outcome.mistake !== undefined) mistakes.push({ script, message: outcome.mistake, path: ['before', index] })
    if (outcome.request !== undefined) overlay = { ...overlay, ...outcome.request }
    if (outcome.skipped) return { overlay, checks, mistakes, skipped: true }
  }
  return { overlay, checks, mistakes, skipped: false }
}
