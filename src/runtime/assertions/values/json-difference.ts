import { redact } from '../../values/secrets.ts'
import { alignLists } from './align-lists.ts'
import { deepEqual, isMap } from './deep-equal.ts'
import { cut, describeType, describeValue } from './describe-value.ts'
import { formatPath } from './json-path.ts'

export type Path = readonly (string | number)[]

export interface Difference {
  /** In the expected value for what is missing, in the received one for the rest. */
  readonly path: Path
  /** In words, behind the path. */
  readonly text: string
}

/** `exactly`: the same value. `at least`: what is expected is there, other keys and list elements may be there too. */
export type Extent = 'exactly' | 'at least'

/**
 * Every way in which `actual` differs from `expected`, in the order of the expected value; empty when it does not.
 *
 * With `at least` the elements of an expected list must be found in the received list in the same order, with others allowed before,
 * between and behind; an expected empty list means an empty list, because otherwise it would say nothing.
 */
export function findDifferences(expected: unknown, actual: unknown, extent: Extent = 'exactly'): Difference[] {
  const differences: Difference[] = []
  compare({ extent, differences }, [], expected, actual)
  return differences
}

/** `$.items[1].name: expected "c", got "b"`; at most `limit` lines and a count of the rest. */
export function renderDifferences(differences: readonly Difference[], limit = 12): string[] {
  const lines = differences.slice(0, limit).map((difference) => `${formatPath(difference.path)}: ${difference.text}`)
  const rest = differences.length - lines.length
  return rest > 0 ? [...lines, `… and ${rest} more ${rest === 1 ? 'difference' : 'differences'}`] : lines
}

interface Comparison {
  readonly extent: Extent
  readonly differences: Difference[]
}

function compare(comparison: Comparison, path: Path, expected: unknown, actual: unknown): void {
  if (isMap(expected) && isMap(actual)) compareMaps(comparison, path, { expected, actual })
  else if (Array.isArray(expected) && Array.isArray(actual)) compareLists(comparison, path, { expected, actual })
  else if (!deepEqual(expected, actual)) comparison.differences.push({ path, text: describeChange(expected, actual) })
}

function compareMaps(
  comparison: Comparison,
  path: Path,
  values: { expected: Readonly<Record<string, unknown>>; actual: Readonly<Record<string, unknown>> },
): void {
  const { expected, actual } = values
  for (const key of Object.keys(expected)) {
    if (Object.hasOwn(actual, key)) compare(comparison, [...path, key], expected[key], actual[key])
    else comparison.differences.push({ path: [...path, key], text: `missing, expected ${describeValue(expected[key])}` })
  }
  if (comparison.extent === 'at least') return
  for (const key of Object.keys(actual)) {
    if (!Object.hasOwn(expected, key))
      comparison.differences.push({ path: [...path, key], text: `unexpected ${describeValue(actual[key])}` })
  }
}

function compareLists(comparison: Comparison, path: Path, values: { expected: readonly unknown[]; actual: readonly unknown[] }): void {
  const { expected, actual } = values
  if (comparison.extent === 'at least' && expected.length > 0) return compareSubsequence(comparison, path, values)
  for (const step of alignLists(expected, actual)) {
    if (step.kind === 'changed') compare(comparison, [...path, step.to], expected[step.from], actual[step.to])
    else if (step.kind === 'missing')
      comparison.differences.push({ path: [...path, step.from], text: `missing, expected ${describeValue(expected[step.from])}` })
    else if (step.kind === 'unexpected')
      comparison.differences.push({ path: [...path, step.to], text: `unexpected ${describeValue(actual[step.to])}` })
    else
      comparison.differences.push({ path: [...path, step.to], text: `expected at index ${step.from}: ${describeValue(actual[step.to])}` })
  }
}

/** Taking the first fit for each element is right: if any choice works, the earliest one does. */
function compareSubsequence(
  comparison: Comparison,
  path: Path,
  values: { expected: readonly unknown[]; actual: readonly unknown[] },
): void {
  const { expected, actual } = values
  let next = 0
  for (const [index, element] of expected.entries()) {
    const fits = (candidate: unknown): boolean => findDifferences(element, candidate, 'at least').length === 0
    const found = actual.findIndex((candidate, position) => position >= next && fits(candidate))
    if (found >= 0) {
      next = found + 1
      continue
    }
    const earlier = actual.slice(0, next).findIndex(fits)
    const nearest = earlier < 0 ? findNearest(element, actual, next) : undefined
    if (nearest !== undefined) {
      compare(comparison, [...path, nearest], element, actual[nearest])
      next = nearest + 1
    } else if (earlier >= 0) {
      comparison.differences.push({
        path: [...path, earlier],
        text: `out of order, expected behind index ${next - 1}: ${describeValue(element)}`,
      })
    } else {
      comparison.differences.push({ path: [...path, index], text: `missing, expected ${describeValue(element)}` })
    }
  }
}

/** The element that was probably meant: it shares something with the expected one. Lists beyond the first few hundred are not searched. */
function findNearest(element: unknown, actual: readonly unknown[], start: number): number | undefined {
  if (!isMap(element)) return actual.length - start === 1 ? start : undefined
  const total = Object.keys(element).length
  let best: { index: number; shared: number } | undefined
  for (let index = start; index < Math.min(actual.length, start + 300); index++) {
    const candidate = actual[index]
    if (!isMap(candidate)) continue
    const differing = Object.keys(element).filter(
      (key) => !Object.hasOwn(candidate, key) || findDifferences(element[key], candidate[key], 'at least').length > 0,
    )
    const shared = total - differing.length
    if (shared > (best?.shared ?? 0)) best = { index, shared }
  }
  return best?.index ?? (actual.length - start === 1 && isMap(actual[start]) ? start : undefined)
}

/** `expected 1 (a number), got "1" (a string)`; long texts are shown from where they part. */
export function describeChange(expected: unknown, actual: unknown): string {
  if (typeof expected === 'string' && typeof actual === 'string') return describeTextChange(expected, actual)
  const types = [describeType(expected), describeType(actual)]
  const simple = !types.some(
    (type) => type === 'an object' || type === 'an array' || type === 'null' || type === 'undefined' || type === 'nothing',
  )
  if (types[0] !== types[1] && simple)
    return `expected ${describeValue(expected)} (${types[0]}), got ${describeValue(actual)} (${types[1]})`
  return `expected ${describeValue(expected)}, got ${describeValue(actual)}`
}

function describeTextChange(...texts: [expected: string, actual: string]): string {
  const [expected = '', actual = ''] = texts.map(redact)
  const start = sharedLength(expected, actual) - 20
  if (Math.max(expected.length, actual.length) <= 80 || start < 20)
    return `expected ${describeValue(expected)}, got ${describeValue(actual)}`
  const from = (text: string): string => `…${describeValue(text.slice(cut(text, start).length), 60)}`
  return `differs from character ${start + 21} on: expected ${from(expected)}, got ${from(actual)}`
}

function sharedLength(left: string, right: string): number {
  let index = 0
  while (index < left.length && left[index] === right[index]) index++
  return index
}
