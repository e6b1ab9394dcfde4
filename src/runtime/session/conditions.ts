import type { Place } from '../../places/place.ts'
import { checkExpectations } from '../assertions/check-expectations.ts'
import type { CheckContext, CheckResult, ReceivedResponse } from '../assertions/types.ts'
import { keepCaptures } from '../project/keep-captures.ts'
import { below } from '../project/merge-request.ts'
import type { Problem } from '../project/request-failure.ts'
import type { Capture, Expect } from '../project/request-types.ts'
import type { TestSession } from '../project/test-session.ts'
import { setValue } from './set-value.ts'
import type { SharedSession } from './shared-session.ts'

/** A part of a check. */
export interface Condition {
  /** Looked at only where this holds. */
  when?: Expect
  /** Left out where all of this holds. */
  unless?: Expect
  expect?: Expect
  /** Taken where it held. */
  capture?: Readonly<Record<string, Capture>>
  /** Session values to set where it held; `null` makes one unset. */
  set?: Readonly<Record<string, unknown>>
}

export interface ConditionSite {
  readonly session: TestSession
  /** Of the check, which is the first condition; the others stand below `conditions`. */
  readonly place: Place
  readonly response: ReceivedResponse
  readonly context: CheckContext
}

export interface ConditionsOutcome {
  readonly failed: CheckResult | undefined
  readonly held: readonly CheckResult[]
  /** What could not be captured. */
  readonly taken: readonly Problem[]
}

/** Looks at the parts of a check in order, up to the first that fails; `undefined` where the check as a whole is not for this answer. */
export async function runConditions(conditions: readonly Condition[], site: ConditionSite): Promise<ConditionsOutcome | undefined> {
  const held: CheckResult[] = []
  const taken: Problem[] = []
  for (const [index, { when, unless, expect, capture, set }] of conditions.entries()) {
    const at = { ...site, place: index === 0 ? site.place : below(site.place, 'conditions', index - 1) }
    if (!(await applies({ when, unless }, at))) {
      if (index === 0) return undefined
      continue
    }
    const outcome = await firstFailure(expect ?? {}, at, 'expect')
    held.push(...outcome.held)
    if (outcome.failed !== undefined) return { failed: outcome.failed, held, taken }
    const sources = Object.entries(capture ?? {}).map(([name, source]) => ({
      name,
      capture: source,
      place: below(at.place, 'capture', name),
    }))
    taken.push(...(await keepCaptures(site.session, site.response, sources)))
    for (const [name, value] of Object.entries(set ?? {})) setValue(site.session, name, value)
  }
  return { failed: undefined, held, taken }
}

async function applies({ when, unless }: { when: Expect | undefined; unless: Expect | undefined }, site: ConditionSite): Promise<boolean> {
  if (when !== undefined && (await firstFailure(when, site, 'when')).failed !== undefined) return false
  return unless === undefined || (await firstFailure(unless, site, 'unless')).failed !== undefined
}

async function firstFailure(
  expect: Expect,
  { session, place, response, context }: ConditionSite,
  under: 'when' | 'unless' | 'expect',
): Promise<{ failed: CheckResult | undefined; held: readonly CheckResult[] }> {
  const { shared } = session.run
  const held: CheckResult[] = []
  for (const [key, given] of Object.entries(expect)) {
    const expected =
      mayBeAbsent.has(key) && shared !== undefined
        ? Object.fromEntries(Object.entries(given as object).map(([path, value]) => [path, orAbsent(value, shared)]))
        : given
    for (const result of await checkExpectations(response, [{ key, expected, place: below(place, under, key) }], context)) {
      if (!result.held) return { failed: result, held }
      held.push(result)
    }
  }
  return { failed: undefined, held }
}

/** What is asked by name, of values that may not be there. */
const mayBeAbsent = new Set(['jsonPath', 'headers', 'session'])

/** A value that is not set equals one that is not there. */
function orAbsent(expected: unknown, shared: SharedSession): unknown {
  const text = typeof expected === 'object' && expected !== null && 'equals' in expected ? expected.equals : expected
  const name = typeof text === 'string' ? /^\{\{(.+)\}\}$/s.exec(text)?.[1] : undefined
  if (name === undefined || !shared.declares(name) || shared.has(name)) return expected
  if (shared.isVoid(name)) return { equals: null }
  return { ...(typeof expected === 'object' ? expected : { equals: expected }), optional: true }
}
