import { lengthOf } from '../../runtime/assertions/matchers/presence.ts'
import { isMap, isNumeric } from '../../runtime/assertions/values/deep-equal.ts'
import { otherStructures } from './other-structures.ts'
import { otherValues, resized, samples } from './other-values.ts'
import { splitMatchers } from './split-expectation.ts'
import type { Claim } from './split-expectation.ts'
import { textsThatMatch } from './texts-that-match.ts'

/** Reads an expected number that has a unit. */
type Read = (operand: unknown) => unknown

const longestMade = 5000

/**
 * Values that differ from the received one in what the claim is about: another size for `size`, another type for `type`, other elements
 * for `each`, another value of the same type for the rest. Only so `size: { gte: 0 }` is found out; any answer of another type would
 * break it.
 */
export function changesOf(claim: Claim, value: unknown, read: Read = (operand) => operand): readonly unknown[] {
  const { matcher, operand, inner } = claim
  if (matcher === 'type') return samples
  if (matcher === 'size' && inner !== undefined) return sizes(inner, value).map((length) => resized(value, length))
  if (matcher === 'empty') return [resized(value, 0), resized(value, (lengthOf(value) ?? 0) + 1)]
  if (matcher === 'not') return valuesThatMeetAll(operand, value, read)
  if (matcher === 'closeTo' && isMap(operand)) return beyond(operand, value, read)
  if (structural.has(matcher)) return otherStructures(value)
  if (Array.isArray(value)) {
    if (matcher === 'unique') return [[...value, value[0] ?? 1, value[0] ?? 1], value.slice(0, 1)]
    if (matcher === 'each' && inner !== undefined) return changedElements(inner, value)
    if (matcher === 'any') return changedEverywhere(operand, value)
  }
  return otherValues(value, hintsOf(operand).map(read))
}

const structural: ReadonlySet<string> = new Set(['schema', 'jsonSchema', 'json', 'snapshot'])

function sizes(inner: Claim, value: unknown): readonly number[] {
  return changesOf(inner, lengthOf(value) ?? 0).filter(
    (length): length is number => Number.isInteger(length) && Number(length) >= 0 && Number(length) <= longestMade,
  )
}

function beyond(operand: Readonly<Record<string, unknown>>, received: unknown, read: Read): readonly unknown[] {
  const [value, within] = [Number(read(operand['value'])), Number(read(operand['within']))]
  return otherValues(received, [value + within * 2 + 1, value - within * 2 - 1])
}

/** One element changed: that is enough to break `each`. An empty list is another matter. */
function changedElements(inner: Claim, list: readonly unknown[]): readonly unknown[] {
  return list.slice(0, 3).flatMap((element, index) => changesOf(inner, element).map((changed) => list.with(index, changed)))
}

/** All elements changed: one that still fits would be enough for `any`. */
function changedEverywhere(operand: unknown, list: readonly unknown[]): readonly unknown[] {
  const claims = splitMatchers(operand).map(({ claim }) => claim)
  const changed = claims.flatMap((claim) => list.slice(0, 3).flatMap((element) => changesOf(claim, element)))
  return changed.map((other) => list.map(() => other))
}

/** What would break a `not`. Its matchers are ANDed, so several of them need a text in which there is something of each. */
function valuesThatMeetAll(operand: unknown, value: unknown, read: Read): readonly unknown[] {
  const claims = splitMatchers(operand).map(({ claim }) => claim)
  const each = claims.flatMap((claim) => valuesThatMeet(claim, value, read))
  if (claims.length < 2 || typeof value !== 'string') return each
  const texts = claims.map((claim) => statedTexts(claim).slice(0, 4))
  return [...each, ...texts.reduce<readonly string[]>((made, more) => made.flatMap((text) => more.map((other) => text + other)), [''])]
}

function statedTexts({ matcher, operand }: Claim): readonly string[] {
  if (typeof operand !== 'string') return ['']
  return matcher === 'matches' ? textsThatMatch(operand) : [operand]
}

/** What would break a `not` around the claim. */
function valuesThatMeet(claim: Claim, value: unknown, read: Read): readonly unknown[] {
  const { matcher, operand } = claim
  const hints = hintsOf(operand).map(read)
  const own = matcher === 'matches' ? statedTexts(claim) : []
  const stated = matcher === 'equals' || matcher === 'oneOf' ? [operand, ...hints] : []
  return [...stated, ...own, ...changesOf(claim, value, read), ...otherValues(value, hints)]
}

/** The values that an operand names, at whatever depth. */
function hintsOf(operand: unknown): readonly unknown[] {
  if (Array.isArray(operand)) return [operand, ...operand.flatMap(hintsOf)]
  return isMap(operand) ? Object.values(operand).flatMap(hintsOf) : isNumeric(operand) || operand !== undefined ? [operand] : []
}
