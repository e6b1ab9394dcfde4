import { isMap } from '../../runtime/assertions/values/deep-equal.ts'
import type { SourcedExpectation } from '../../runtime/assertions/types.ts'

/** The smallest part of an expectation that can fail on its own: one matcher, or one value of `jsonLike`. */
export interface Part extends SourcedExpectation {
  /** Header, path or selector; `undefined` for keys that are no map of names. */
  readonly name: string | undefined
  readonly claim: Claim
}

/** One matcher and its operand; `inner` where the operand is a matcher of its own (`size`, `each`). */
export interface Claim {
  readonly matcher: string
  readonly operand: unknown
  readonly inner?: Claim
  /** Of a value of `jsonLike`. */
  readonly path?: readonly (string | number)[]
}

const keyedByName: ReadonlySet<string> = new Set(['headers', 'cookies', 'jsonPath', 'html', 'xpath'])
const ofMatchers: ReadonlySet<string> = new Set(['status', 'text', 'time', 'size', 'redirects'])

/** Maps of matchers are ANDed, so each of their entries is held against changed answers alone. */
export function splitExpectation(expectation: SourcedExpectation): readonly Part[] {
  const { key, expected } = expectation
  if (keyedByName.has(key) && isMap(expected))
    return Object.entries(expected).flatMap(([name, of]) =>
      splitMatchers(of).map((split) =>
        part(expectation, { ...split, path: [name, ...split.path], expected: { [name]: split.expected }, name }),
      ),
    )
  if (ofMatchers.has(key)) return splitMatchers(expected).map((split) => part(expectation, split))
  return key === 'jsonLike'
    ? splitSubset(expectation)
    : [part(expectation, { claim: { matcher: key, operand: expected }, path: [], expected })]
}

interface Split {
  readonly claim: Claim
  readonly path: readonly (string | number)[]
  readonly expected: unknown
  readonly name?: string
}

function part({ key, place }: SourcedExpectation, { claim, path, expected, name }: Split): Part {
  return { key, expected, claim, name, place: { file: place.file, path: [...place.path, ...path] } }
}

/** The matchers of a plain value or a map; those under `size` and `each` one by one, since they are ANDed too. */
export function splitMatchers(expected: unknown): readonly Split[] {
  if (!isMap(expected)) return [{ claim: { matcher: 'equals', operand: expected }, path: [], expected }]
  return Object.entries(expected).flatMap(([matcher, operand]): readonly Split[] => {
    if (matcher !== 'size' && matcher !== 'each')
      return [{ claim: { matcher, operand }, path: [matcher], expected: { [matcher]: operand } }]
    return splitMatchers(operand).map((inner) => ({
      claim: { matcher, operand: inner.expected, inner: inner.claim },
      path: [matcher, ...inner.path],
      expected: { [matcher]: inner.expected },
    }))
  })
}

/** Each value that a subset names; the whole subset stays the expectation, since lists are found by all that is said of an element. */
function splitSubset(expectation: SourcedExpectation): readonly Part[] {
  const { expected } = expectation
  return leaves(expected).map((path) =>
    part(expectation, { claim: { matcher: 'jsonLike', operand: at(expected, path), path }, path, expected }),
  )
}

function leaves(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item, index) => leaves(item, [...path, index]))
  if (isMap(value) && Object.keys(value).length > 0) return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
  return [path]
}

/** The value at a path; `undefined` where there is none. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? (parent as Record<string, unknown>)[key] : undefined),
    value,
  )
}
