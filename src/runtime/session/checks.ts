import type { Place } from '../../places/place.ts'
import { checkExpectations } from '../assertions/check-expectations.ts'
import type { CheckContext, CheckResult, ReceivedResponse } from '../assertions/types.ts'
import { keepCaptures } from '../project/keep-captures.ts'
import { below } from '../project/merge-request.ts'
import { problemOf } from '../project/request-failure.ts'
import type { Problem } from '../project/request-failure.ts'
import type { Capture, Expect, RequestDefinition } from '../project/request-types.ts'
import type { Session } from '../project/session.ts'
import type { SharedSession } from './shared-session.ts'

/** One entry of `checks`. */
export interface Check {
  /** Its name in reports. An entry without one is a condition of those behind it. */
  check?: string
  /** Looked at only where this holds. */
  when?: Expect
  expect?: Expect
  /** Taken where the check held. */
  capture?: Readonly<Record<string, Capture>>
  /** Session values to set where the check held; `null` makes one unset. */
  set?: Readonly<Record<string, unknown>>
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
  readonly session: Session
  readonly place: Place
  readonly request: RequestDefinition
  /** Not there when the request was not answered. */
  readonly response: ReceivedResponse | undefined
  readonly context: CheckContext
}

/** Goes through `checks` in order. A check ends at the first thing that does not hold; a condition that fails ends the list. */
export async function runChecks(checks: readonly Check[], options: RunChecks): Promise<ChecksOutcome> {
  const { session, place, response } = options
  const { shared } = session.run
  const context = { ...options.context, requestPlace: undefined }
  const records: CheckRecord[] = []
  const mistakes: ScriptMistake[] = []
  const results: CheckResult[] = []
  const problems: Problem[] = []
  for (const [index, { check, when, expect, capture, set, script, skip }] of checks.entries()) {
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
      if (when === undefined) records.push({ name: check, state: 'failed', message: 'the request was not answered' })
      continue
    }
    if (when !== undefined && (await firstFailure(when, { response, context, place: below(at, 'when'), shared })).failed !== undefined)
      continue
    const { failed, held } = await firstFailure(expect ?? {}, { response, context, place: below(at, 'expect'), shared })
    results.push(...held)
    if (failed === undefined) {
      const taken = await keepCaptures(
        session,
        response,
        Object.entries(capture ?? {}).map(([name, source]) => ({ name, capture: source, place: below(at, 'capture', name) })),
      )
      problems.push(...taken)
      for (const [name, value] of Object.entries(set ?? {})) setValue(session, name, value)
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

/** Keeps a value in the session, or as a capture where the session has no such name. */
export function setValue({ run: { shared }, captured }: Session, name: string, value: unknown): void {
  if (shared?.declares(name) !== true) captured.set(name, value)
  else if (value === null) shared.unset(name)
  else shared.set(name, value)
}

/** A value that is not set equals one that is not there. */
function orAbsent(expected: unknown, shared: SharedSession | undefined): unknown {
  const text = typeof expected === 'object' && expected !== null && 'equals' in expected ? expected.equals : expected
  const name = typeof text === 'string' ? /^\{\{(.+)\}\}$/s.exec(text)?.[1] : undefined
  if (name === undefined || shared?.has(name) !== false) return expected
  return { ...(typeof expected === 'object' ? expected : { equals: expected }), optional: true }
}

async function firstFailure(
  expect: Expect,
  {
    response,
    context,
    place,
    shared,
  }: { response: ReceivedResponse; context: CheckContext; place: Place; shared: SharedSession | undefined },
): Promise<{ failed: CheckResult | undefined; held: readonly CheckResult[] }> {
  const held: CheckResult[] = []
  for (const [key, given] of Object.entries(expect)) {
    const expected =
      key === 'jsonPath' && shared !== undefined
        ? Object.fromEntries(Object.entries(given as object).map(([path, value]) => [path, orAbsent(value, shared)]))
        : given
    for (const result of await checkExpectations(response, [{ key, expected, place: below(place, key) }], context)) {
      if (!result.held) return { failed: result, held }
      held.push(result)
    }
  }
  return { failed: undefined, held }
}
