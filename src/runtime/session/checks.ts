import type { Place } from '../../places/place.ts'
import type { CheckContext, CheckResult, ReceivedResponse } from '../assertions/types.ts'
import { below } from '../project/merge-request.ts'
import { problemOf } from '../project/request-failure.ts'
import type { Problem } from '../project/request-failure.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import type { TestSession } from '../project/test-session.ts'
import { runConditions } from './conditions.ts'
import type { Condition } from './conditions.ts'

/** One entry of `checks`. */
export interface Check extends Condition {
  /** Its name in reports. An entry without one is a condition of those behind it. */
  check?: string
  /** What must hold beside `expect`, one after another. */
  conditions?: readonly Condition[]
  /** Path of a Postman script, relative to the project's folder, whose own checks count. */
  script?: string
  /** Why it is not looked at. */
  skip?: string
}

/** How one named check ended. */
export interface CheckRecord {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly message: string | undefined
}

/** A script, or an entry without a name, that ended early. */
export interface ScriptMistake {
  readonly script: string | undefined
  readonly message: string
  /** Below the request's place. */
  readonly path: readonly (string | number)[]
}

export interface ChecksOutcome {
  readonly records: readonly CheckRecord[]
  readonly mistakes: readonly ScriptMistake[]
  readonly results: readonly CheckResult[]
  readonly problems: readonly Problem[]
}

export interface RunChecks {
  readonly session: TestSession
  readonly place: Place
  readonly request: RequestDefinition
  /** Not there when the request was not answered. */
  readonly response: ReceivedResponse | undefined
  readonly context: CheckContext
}

/** Goes through `checks` in order. A check ends at the first thing that does not hold; a condition that fails ends the list. */
export async function runChecks(checks: readonly Check[], options: RunChecks): Promise<ChecksOutcome> {
  const { session, place, response } = options
  const context = { ...options.context, requestPlace: undefined }
  const records: CheckRecord[] = []
  const mistakes: ScriptMistake[] = []
  const results: CheckResult[] = []
  const problems: Problem[] = []
  for (const [index, entry] of checks.entries()) {
    const { check, when, unless, conditions = [], script, skip } = entry
    const at = below(place, 'checks', index)
    if (skip !== undefined) {
      records.push({ name: check ?? '', state: 'skipped', message: skip })
      continue
    }
    if (script !== undefined) {
      const { runScript } = await import('../postman/run-script.ts')
      const outcome = await runScript({ session, file: script, listen: 'test', request: options.request, response })
      records.push(...outcome.checks)
      for (const { name, state, message } of outcome.checks)
        if (state === 'failed') problems.push({ kind: 'check', message: `${name}: ${message ?? 'failed'}`, place: at })
      if (outcome.mistake !== undefined) {
        mistakes.push({ script, message: outcome.mistake, path: ['checks', index] })
        problems.push({ kind: 'script', message: `${script}: ${outcome.mistake}`, place: at })
      }
      continue
    }
    if (response === undefined) {
      if (check === undefined) break
      if (when === undefined && unless === undefined)
        records.push({ name: check, state: 'failed', message: 'the request was not answered' })
      continue
    }
    const outcome = await runConditions([entry, ...conditions], { ...options, response, context, place: at })
    if (outcome === undefined) continue
    const { failed, held, taken } = outcome
    results.push(...held)
    problems.push(...taken)
    if (failed === undefined) {
      if (check !== undefined) records.push({ name: check, state: 'passed', message: undefined })
      continue
    }
    results.push(failed)
    const problem = problemOf(failed)
    problems.push(check === undefined ? problem : { ...problem, kind: 'check', message: `${check}: ${problem.message}` })
    if (check === undefined) {
      mistakes.push({ script: undefined, message: problem.message, path: ['checks', index] })
      break
    }
    records.push({ name: check, state: 'failed', message: problem.message })
  }
  return { records, mistakes, results, problems }
}
