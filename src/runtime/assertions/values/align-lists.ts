import { identify } from './identify.ts'
import { longestCommonSubsequence } from './longest-common-subsequence.ts'

/** How an element of the expected list (`from`) and one of the received list (`to`) belong together; equal pairs are left out. */
export type Alignment =
  | { readonly kind: 'changed'; readonly from: number; readonly to: number }
  | { readonly kind: 'missing'; readonly from: number }
  | { readonly kind: 'unexpected'; readonly to: number }
  | { readonly kind: 'moved'; readonly from: number; readonly to: number }

/**
 * Explains the difference of two lists as a person would: an element inserted in front does not make every later one "changed", and
 * elements that only changed their places are said to have moved.
 */
export function alignLists(expected: readonly unknown[], actual: readonly unknown[]): Alignment[] {
  const [left, right] = [expected.map(identify), actual.map(identify)]
  const anchors = findAnchors(left, right)
  const steps: Alignment[] = []
  const [missing, unexpected]: [number[], number[]] = [[], []]
  let [from, to] = [0, 0]
  for (const [anchorFrom, anchorTo] of [...anchors, [left.length, right.length] as const]) {
    while (from < anchorFrom && to < anchorTo) steps.push({ kind: 'changed', from: from++, to: to++ })
    while (from < anchorFrom) missing.push(from++)
    while (to < anchorTo) unexpected.push(to++)
    from = anchorFrom + 1
    to = anchorTo + 1
  }
  return explainMoves({ left, right }, [
    ...steps,
    ...missing.map((index) => ({ kind: 'missing', from: index }) as const),
    ...unexpected.map((index) => ({ kind: 'unexpected', to: index }) as const),
  ])
}

/** Pairs of equal elements in order: the longest common subsequence where the lists are small enough, pairs of equal index otherwise. */
function findAnchors(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const samePlace = left.flatMap((text, index) => (text === right[index] ? [[index, index] as const] : []))
  const sameLength = left.length === right.length
  if (samePlace.length === left.length && sameLength) return samePlace
  // Lists of one length with changes in place are explained best in place.
  if ((sameLength && samePlace.length * 2 >= left.length) || left.length * right.length > 250_000) return samePlace
  return longestCommonSubsequence(left, right)
}

/** Turns a missing and an unexpected element that are equal into one that moved. */
function explainMoves(texts: { left: readonly string[]; right: readonly string[] }, steps: readonly Alignment[]): Alignment[] {
  const arrivals = new Map<string, number[]>()
  for (const step of steps) {
    if ('to' in step) push(arrivals, texts.right[step.to] ?? '', step.to)
  }
  const taken = new Set<number>()
  const result: Alignment[] = []
  const moved = new Set<number>()
  for (const step of steps) {
    if (!('from' in step)) continue
    const to = arrivals.get(texts.left[step.from] ?? '')?.shift()
    if (to === undefined) continue
    taken.add(to)
    moved.add(step.from)
    result.push({ kind: 'moved', from: step.from, to })
  }
  for (const step of steps) result.push(...withoutMoved(step, { moved, taken }))
  return result
}

/** What is left of a step when one or both of its elements turned out to have moved. */
function withoutMoved(step: Alignment, { moved, taken }: { moved: ReadonlySet<number>; taken: ReadonlySet<number> }): Alignment[] {
  const fromMoved = 'from' in step && moved.has(step.from)
  const toMoved = 'to' in step && taken.has(step.to)
  if (!fromMoved && !toMoved) return [step]
  if (step.kind !== 'changed' || (fromMoved && toMoved)) return []
  return fromMoved ? [{ kind: 'unexpected', to: step.to }] : [{ kind: 'missing', from: step.from }]
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
