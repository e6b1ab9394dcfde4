import type { Finding, Matcher, MatcherCall, Verdict, Vocabulary } from './matcher.ts'
import { absent } from '../values/describe-value.ts'

interface SimpleMatcher {
  states(operand: unknown, vocabulary: Vocabulary): string
  expects(operand: unknown, vocabulary: Vocabulary): string
  test(actual: unknown, operand: unknown, vocabulary: Vocabulary): Verdict
  /** More about a value that does not match than its one-line form. */
  explain?(actual: unknown, operand: unknown, vocabulary: Vocabulary): Explanation | undefined
  /** True for the matcher that asks whether there is a value. */
  readonly takesAbsent?: boolean
}

export interface Explanation {
  /** Replaces `expected …, got …` behind the subject. */
  readonly message?: string
  readonly diff?: readonly string[]
  readonly hint?: string
}

/** A matcher that compares one value with its operand. */
export function simpleMatcher(definition: SimpleMatcher): Matcher {
  return {
    states: definition.states,
    expects: definition.expects,
    check: (call) => [checkOne(definition, call)],
  }
}

function checkOne(definition: SimpleMatcher, call: MatcherCall): Finding {
  const { subject, value, operand } = call
  const missing = value === absent && definition.takesAbsent !== true
  const verdict = missing ? { cannot: '' } : definition.test(value, operand, subject.vocabulary)
  if (verdict === true) return finding(call, { held: true, text: definition.states(operand, subject.vocabulary) })
  const expects = definition.expects(operand, subject.vocabulary)
  const explanation = verdict === false ? definition.explain?.(value, operand, subject.vocabulary) : undefined
  const reason = verdict === false || verdict.cannot === '' ? '' : `; ${verdict.cannot}`
  return finding(call, {
    held: false,
    cannot: verdict !== false,
    text: definition.states(operand, subject.vocabulary),
    message: `${explanation?.message ?? `expected ${expects}, got ${subject.vocabulary.received(value)}`}${reason}`,
    diff: explanation?.diff,
    hint: explanation?.hint ?? (verdict === false ? undefined : verdict.hint) ?? (missing ? subject.absentHint : undefined),
  })
}

interface Outcome {
  readonly held: boolean
  readonly cannot?: boolean
  /** A verb phrase behind the subject's name. */
  readonly text: string
  /** Behind the subject's name and a colon. */
  readonly message?: string
  readonly diff?: readonly string[] | undefined
  readonly hint?: string | undefined
}

/** The finding of a matcher at its own key. */
export function finding({ subject, value, operand }: Pick<MatcherCall, 'subject' | 'value' | 'operand'>, outcome: Outcome): Finding {
  const text = `${subject.name} ${outcome.text}`
  return {
    path: [],
    held: outcome.held,
    cannot: outcome.cannot ?? false,
    text,
    message: outcome.message === undefined ? text : `${subject.name}: ${outcome.message}`,
    expected: operand,
    actual: value,
    diff: outcome.diff,
    hint: outcome.hint,
  }
}
