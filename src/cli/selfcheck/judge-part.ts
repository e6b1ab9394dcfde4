import { checkExpectations } from '../../runtime/assertions/check-expectations.ts'
import type { CheckContext, CheckResult } from '../../runtime/assertions/types.ts'
import { deepEqual, isMap } from '../../runtime/assertions/values/deep-equal.ts'
import { describeValue } from '../../runtime/assertions/values/describe-value.ts'
import type { Answer } from './answer.ts'
import { receive } from './answer.ts'
import { changesOf } from './changes.ts'
import { findSpot, withSecret } from './find-spot.ts'
import type { Recorded } from './find-spot.ts'
import type { Claim, Part } from './split-expectation.ts'
import type { Spot } from './spot.ts'

/** `text`: the part in words. */
export type Verdict =
  | { readonly state: 'can fail'; readonly text: string }
  /** `tried`: what the answer was changed to. */
  | { readonly state: 'always holds'; readonly text: string; readonly tried: readonly string[] }
  | { readonly state: 'not judged'; readonly text: string; readonly reason: string }

/**
 * Changes the recorded answer where the part looks, one value after the other, and holds each answer against it with the code of a run,
 * until one fails. What does not hold for the recorded answer itself (a secret is `***` there) is not judged.
 */
export async function judgePart(part: Part, recorded: Recorded, context: CheckContext): Promise<Verdict> {
  const { claim } = part
  const words = `${part.key}${part.name === undefined ? '' : ` ${part.name}`}`
  const spot = findSpot(part, recorded)
  if (typeof spot === 'string') return { state: 'not judged', text: words, reason: spot }
  const found = await check(part, recorded.answer, context)
  const text = part.key === 'jsonLike' ? likeText(claim) : (found[0]?.text ?? words)
  if (!found.every(({ held }) => held))
    return { state: 'not judged', text, reason: withSecret('it does not hold for the recorded answer', recorded.answer) }
  if (part.key === 'status' && part.expected === 'any') return { state: 'not judged', text, reason: 'it accepts every status, as it says' }
  const tried: string[] = []
  for (const { answer, described } of changedAnswers(claim, spot)) {
    const results = await check(part, answer, context)
    if (!results.every(({ held }) => held)) return { state: 'can fail', text }
    tried.push(described)
  }
  if (tried.length === 0 && claim.matcher !== 'exists') return { state: 'not judged', text, reason: 'no other answer could be made for it' }
  if (isBeyondGuessing(claim)) return { state: 'not judged', text, reason: 'no value could be found that it forbids' }
  return { state: 'always holds', text, tried: [...new Set(tried)] }
}

async function check({ key, expected, place }: Part, answer: Answer, context: CheckContext): Promise<readonly CheckResult[]> {
  return checkExpectations(receive(answer), [{ key, expected, place }], context)
}

interface Changed {
  readonly answer: Answer
  readonly described: string
}

function* changedAnswers(claim: Claim, spot: Spot): Iterable<Changed> {
  const describe = spot.show ?? ((value: unknown) => describeValue(value, 40))
  for (const answer of spot.answers ?? []) yield { answer, described: 'other documents' }
  for (const { values, seen } of changedValues(claim, spot)) {
    const answer = spot.put(values)
    if (answer !== undefined) yield { answer, described: values.length === 0 ? 'nothing there' : describe(seen) }
  }
}

function* changedValues(claim: Claim, spot: Spot): Iterable<{ values: readonly unknown[]; seen: unknown }> {
  const { matcher } = claim
  if (asks(claim, 'exists')) {
    if (spot.values.length > 0) yield { values: [], seen: undefined }
    else for (const value of ['apitest', null]) yield { values: [value], seen: value }
    return
  }
  const isList = looksAtList(claim, spot)
  const value = isList ? spot.values : spot.values.length > 1 ? spot.values.join(', ') : spot.values[0]
  for (const seen of [...(isList || matcher === 'type' ? [] : (spot.more ?? [])), ...changesOf(claim, value, spot.read)]) {
    if (deepEqual(seen, value)) continue
    if (!isList) yield { values: [seen], seen }
    else if (Array.isArray(seen)) yield { values: seen, seen }
  }
}

function looksAtList({ matcher, operand }: Claim, { listMatchers, values }: Spot): boolean {
  if (listMatchers === undefined || listMatchers.size === 0) return false
  if (matcher === 'not' && isMap(operand)) return Object.keys(operand).some((name) => listMatchers.has(name)) || values.length > 1
  return listMatchers.has(matcher) || (matcher === 'equals' && Array.isArray(operand))
}

function asks({ matcher, operand }: Claim, name: string): boolean {
  return matcher === name || (matcher === 'not' && isMap(operand) && Object.hasOwn(operand, name))
}

/** What a regular expression or a schema refuses under `not` cannot always be made up. */
function isBeyondGuessing({ matcher, operand }: Claim): boolean {
  return matcher === 'not' && isMap(operand) && ['matches', 'schema', 'not'].some((name) => Object.hasOwn(operand, name))
}

function likeText({ path = [], operand }: Claim): string {
  return `${path.length === 0 ? 'body' : path.join('.')} holds ${describeValue(operand, 60)}`
}
