import { deepEqual, isMap } from '../values/deep-equal.ts'
import { describeValue } from '../values/describe-value.ts'
import type { Difference, Extent } from '../values/json-difference.ts'
import { findDifferences, renderDifferences } from '../values/json-difference.ts'
import { formatPath } from '../values/json-path.ts'
import { matchers } from '../matchers/matchers.ts'
import type { CheckResult } from '../types.ts'
import { bodyJson, notJson } from './body-json.ts'
import type { ExpectKind, KindCall } from './expect-kind.ts'
import { result } from './expect-kind.ts'

/** The whole body, exactly. */
export const json: ExpectKind = (call) => [compareBody(call, 'exactly', `body is ${describeValue(call.expected)}`)]

/** A recursive subset of the body; `findDifferences` states the rule for lists. */
export const jsonLike: ExpectKind = (call) => [compareBody(call, 'at least', `body holds ${describeValue(call.expected)}`)]

function compareBody(call: KindCall, extent: Extent, text: string): CheckResult {
  const { expected, response } = call
  const body = bodyJson(response)
  if ('problem' in body) return notJson(call, text, body.problem)
  const actual = body.value
  const differences = extent === 'exactly' && deepEqual(expected, actual) ? [] : findDifferences(expected, actual, extent)
  if (differences.length === 0) return result(call, { held: true, text, actual })
  const [first] = differences
  const message =
    differences.length === 1 && first ? `${formatPath(first.path)}: ${first.text}` : `body differs in ${differences.length} places`
  const diff = differences.length > 1 ? renderDifferences(differences) : undefined
  return result(call, {
    held: false,
    text,
    message,
    actual,
    diff,
    hint: differences.some(({ path }) => isMatcher(valueAt(expected, path))) ? matcherHint(call.key) : undefined,
    path: differences.length === 1 && first ? pathInSpec(expected, first) : [],
  })
}

const matcherHint = (key: string) => `Maps under \`${key}\` are compared as they are; matchers stand under \`jsonPath\``

/** The body has something else where a matcher would make sense, so that it was probably meant as one. */
function isMatcher(expected: unknown): boolean {
  return isMap(expected) && Object.keys(expected).length > 0 && Object.keys(expected).every((name) => Object.hasOwn(matchers, name))
}

function valueAt(value: unknown, path: Difference['path']): unknown {
  return path.reduce(partOf, value)
}

function partOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

/** As much of the path as the spec spells out: nobody wrote the line of an unexpected key. */
function pathInSpec(expected: unknown, { path }: Difference): readonly (string | number)[] {
  let value = expected
  for (const [index, part] of path.entries()) {
    if (Array.isArray(value) && typeof part === 'number' && part < value.length) value = value[part]
    else if (isMap(value) && Object.hasOwn(value, part)) value = value[part]
    else return path.slice(0, index)
  }
  return path
}
