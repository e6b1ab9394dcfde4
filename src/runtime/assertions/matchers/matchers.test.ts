import { describe, expect, it } from 'vitest'
import { evaluate } from './evaluate.ts'
import type { MatcherName, Subject } from './matcher.ts'
import { matchers } from './matchers.ts'
import { plainVocabulary } from './vocabulary.ts'

const subject = (value: unknown): Subject => ({ name: '$.x', content: { kind: 'value', value }, vocabulary: plainVocabulary('/nowhere') })
const outcome = (value: unknown, expected: unknown): string =>
  evaluate(subject(value), expected)
    .map(({ held, cannot, message }) => `${held ? 'held' : cannot ? 'cannot' : 'failed'}: ${message}`)
    .join('\n')

interface Row {
  readonly matcher: MatcherName
  readonly operand: unknown
  readonly holds: unknown
  readonly fails: unknown
  readonly text: string
  readonly message: string
}

const big = 9007199254740993n
const table: readonly Row[] = [
  { matcher: 'equals', operand: 1, holds: 1, fails: '1', text: 'is 1', message: 'expected 1 (a number), got "1" (a string)' },
  { matcher: 'equals', operand: null, holds: null, fails: 0, text: 'is null', message: 'expected null, got 0' },
  { matcher: 'equals', operand: 0, holds: -0, fails: false, text: 'is 0', message: 'expected 0 (a number), got false (a boolean)' },
  {
    matcher: 'equals',
    operand: big,
    holds: big,
    fails: 9007199254740992,
    text: `is ${big}`,
    message: `expected ${big}, got 9007199254740992`,
  },
  {
    matcher: 'equals',
    operand: { a: [1, { b: 2 }] },
    holds: { a: [1, { b: 2 }] },
    fails: { a: [1, { b: 3 }] },
    text: 'is {"a": [1, {"b": 2}]}',
    message: '$.a[1].b expected 2, got 3',
  },
  { matcher: 'not', operand: 1, holds: 2, fails: 1, text: 'is not 1', message: 'expected not 1, got 1' },
  {
    matcher: 'not',
    operand: { contains: 'b' },
    holds: 'a',
    fails: 'ab',
    text: 'does not contain "b"',
    message: 'expected not to contain "b", got "ab"',
  },
  { matcher: 'gt', operand: 3, holds: 4, fails: 3, text: 'is > 3', message: 'expected > 3, got 3' },
  {
    matcher: 'gt',
    operand: 9007199254740992,
    holds: big,
    fails: 9007199254740992n,
    text: 'is > 9007199254740992',
    message: 'expected > 9007199254740992, got 9007199254740992',
  },
  { matcher: 'gte', operand: 3, holds: 3, fails: 2.9, text: 'is >= 3', message: 'expected >= 3, got 2.9' },
  { matcher: 'lt', operand: 3, holds: 2, fails: 3, text: 'is < 3', message: 'expected < 3, got 3' },
  { matcher: 'lte', operand: 3, holds: 3, fails: 3.1, text: 'is <= 3', message: 'expected <= 3, got 3.1' },
  { matcher: 'oneOf', operand: ['a', 1], holds: 1, fails: '1', text: 'is one of "a", 1', message: 'expected one of "a", 1, got "1"' },
  { matcher: 'contains', operand: 'b', holds: 'abc', fails: 'ac', text: 'contains "b"', message: 'expected to contain "b", got "ac"' },
  {
    matcher: 'contains',
    operand: { a: 1 },
    holds: [{ a: 1 }],
    fails: [{ a: 1, b: 2 }],
    text: 'contains {"a": 1}',
    message: 'expected to contain {"a": 1}, got [{"a": 1, "b": 2}]',
  },
  {
    matcher: 'startsWith',
    operand: 'a',
    holds: 'ab',
    fails: 'ba',
    text: 'starts with "a"',
    message: 'expected to start with "a", got "ba"',
  },
  { matcher: 'endsWith', operand: 'b', holds: 'ab', fails: 'ba', text: 'ends with "b"', message: 'expected to end with "b", got "ba"' },
  {
    matcher: 'matches',
    operand: '^a\\d$',
    holds: 'a1',
    fails: 'ab',
    text: 'matches /^a\\d$/',
    message: 'expected to match /^a\\d$/, got "ab"',
  },
  { matcher: 'type', operand: 'integer', holds: 3, fails: 3.5, text: 'is an integer', message: 'expected an integer, got 3.5 (a number)' },
  {
    matcher: 'type',
    operand: ['string', 'null'],
    holds: null,
    fails: 3,
    text: 'is a string or null',
    message: 'expected a string or null, got 3 (a number)',
  },
  { matcher: 'type', operand: 'object', holds: {}, fails: [], text: 'is an object', message: 'expected an object, got [] (an array)' },
  { matcher: 'size', operand: 2, holds: ['a', 'b'], fails: ['a'], text: 'has size 2', message: 'expected 2, got 1' },
  { matcher: 'size', operand: 1, holds: '😀', fails: '', text: 'has size 1', message: 'expected 1, got 0' },
  { matcher: 'size', operand: 1, holds: { a: 1 }, fails: {}, text: 'has size 1', message: 'expected 1, got 0' },
  { matcher: 'size', operand: { gt: 0 }, holds: ['a'], fails: [], text: 'has size > 0', message: 'expected > 0, got 0' },
  { matcher: 'empty', operand: true, holds: [], fails: [1], text: 'is empty', message: 'expected to be empty, got [1]' },
  { matcher: 'empty', operand: false, holds: 'a', fails: '', text: 'is not empty', message: 'expected some content, got ""' },
  { matcher: 'exists', operand: false, holds: undefined, fails: null, text: 'does not exist', message: 'expected nothing, got null' },
  { matcher: 'optional', operand: false, holds: 1, fails: undefined, text: 'is present', message: 'expected to exist, got nothing' },
  {
    matcher: 'each',
    operand: { gt: 0, lt: 9 },
    holds: [1, 2],
    fails: [1, -1],
    text: 'has only elements of which each is > 0 and is < 9',
    message: 'expected > 0, got -1',
  },
  {
    matcher: 'any',
    operand: { startsWith: 'b' },
    holds: ['a', 'b'],
    fails: ['a'],
    text: 'has an element that starts with "b"',
    message: 'expected an element that starts with "b", got ["a"]',
  },
  {
    matcher: 'closeTo',
    operand: { value: 1, within: 0.1 },
    holds: 1.1,
    fails: 1.11,
    text: 'is within 0.1 of 1',
    message: 'expected within 0.1 of 1, got 1.11',
  },
  {
    matcher: 'schema',
    operand: { type: 'object', required: ['a'] },
    holds: { a: 1 },
    fails: {},
    text: 'fits the schema',
    message: 'does not fit the schema: $: missing key "a"',
  },
  {
    matcher: 'unique',
    operand: true,
    holds: [1, '1', { a: 1 }],
    fails: [{ a: 1, b: 2 }, 3, { b: 2, a: 1 }],
    text: 'has no two equal elements',
    message: 'expected no two equal elements, got {"b": 2, "a": 1} at index 0 and 2',
  },
]

// `undefined` in the table stands for "there is nothing".
const selected = (value: unknown): Subject =>
  value === undefined ? { ...subject(0), content: { kind: 'selection', values: [], listMatchers: new Set() } } : subject(value)

describe.each(table)('$matcher $operand', ({ matcher, operand, holds, fails, text, message }) => {
  it('holds for a value that fits', () => {
    expect(evaluate(selected(holds), { [matcher]: operand })).toMatchObject([{ held: true, cannot: false, text: `$.x ${text}` }])
  })

  it('fails for one that does not, and says what came', () => {
    const [finding, ...more] = evaluate(selected(fails), { [matcher]: operand })
    expect(more).toEqual([])
    expect(finding).toMatchObject({ held: false, cannot: false, text: `$.x ${text}` })
    expect(finding?.message.replace(/^(?:size of )?\$\.x(?:\[\d\])?: /, '')).toBe(message)
    expect(finding?.path[0]).toBe(matcher)
  })

  it('is turned round by `not`', () => {
    expect(evaluate(selected(holds), { not: { [matcher]: operand } }).every(({ held }) => held)).toBe(false)
    expect(evaluate(selected(fails), { not: { [matcher]: operand } }).every(({ held }) => held)).toBe(true)
  })
})

it('has a row for every matcher', () => {
  expect([...new Set(table.map((row) => row.matcher))].sort()).toEqual(Object.keys(matchers).sort())
})

describe('a matcher that does not apply', () => {
  const rows: readonly (readonly [operand: Record<string, unknown>, value: unknown, reason: string])[] = [
    [{ gt: 3 }, '4', '`gt` compares numbers, and this is a string'],
    [{ lt: 3 }, null, '`lt` compares numbers, and this is null'],
    [{ gt: '3' }, 4, 'the expected value "3" is a string, not a number'],
    [{ contains: 'a' }, 5, '`contains` looks into texts and lists, and this is a number'],
    [{ contains: 5 }, 'a5', 'a text cannot contain a number'],
    [{ contains: '' }, 'a', 'an empty text is in every text'],
    [{ startsWith: '' }, 'a', 'every text starts with an empty text'],
    [{ endsWith: 5 }, 'a', '`endsWith` needs a text, and 5 is a number'],
    [{ matches: '' }, 'a', 'an empty regular expression matches every text'],
    [{ matches: '(' }, 'a', 'Invalid regular expression: /(/: Unterminated group'],
    [{ matches: 'a' }, ['a'], '`matches` looks at texts, and this is an array'],
    [{ size: 1 }, 5, 'a number has no size'],
    [{ size: { gt: '1' } }, 'a', 'the expected value "1" is a string, not a number'],
    [{ empty: true }, null, '`empty` looks at texts, lists and objects, and this is null'],
    [{ exists: 'yes' }, 1, '`exists` is true or false, not "yes"'],
    [{ each: 1 }, { a: 1 }, 'this is an object, not a list'],
    [{ each: 1 }, [], 'an empty list has no elements to check'],
    [{ any: 1 }, 'abc', 'this is a string, not a list'],
    [{ oneOf: [] }, 1, 'the list of `oneOf` is empty'],
    [{ oneOf: 1 }, 1, '`oneOf` needs a list of values'],
    [{ type: 'text' }, 'a', '"text" is not a type; the types are string, number, integer, boolean, array, object, null'],
    [{ closeTo: { value: 1 } }, 1, 'the expected value undefined is undefined, not a number'],
    [{ closeTo: { value: 1, within: 1 } }, '1', '`closeTo` compares numbers, and this is a string'],
    [{ unique: true }, 'aa', '`unique` looks at lists, and this is a string'],
    [{ schema: { typ: 'object' } }, {}, 'unknown keyword: "typ"'],
  ]

  it.each(rows)('%j on %j fails with a reason, and so does its opposite', (operand, value, reason) => {
    expect(outcome(value, operand)).toMatch(/^cannot: /)
    expect(outcome(value, operand)).toContain(reason)
    expect(outcome(value, { not: operand })).toMatch(/^cannot: /)
  })
})

it('says what `not` wanted of a value that is not there', () => {
  const nothing: Subject = { ...subject(1), content: { kind: 'selection', values: [], listMatchers: new Set() } }
  expect(evaluate(nothing, { not: 1 })).toMatchObject([{ held: false, text: '$.x is not 1', message: '$.x: expected not 1, got nothing' }])
  expect(evaluate(subject('a'), { not: { gt: 1 } })).toMatchObject([
    { held: false, message: '$.x: expected not > 1, got "a"; `gt` compares numbers, and this is a string' },
  ])
})

it('checks every key of a map', () => {
  expect(outcome(5, { gte: 1, lt: 3 })).toBe('held: $.x is >= 1\nfailed: $.x: expected < 3, got 5')
})

it.each([
  [{ gtee: 1 }],
  [{ gt: 1, Lt: 2 }],
  [{ not: { foo: 1 } }],
  [{ size: { foo: 1 } }],
  [{ constructor: 1 }],
  [{ closeTo: { value: 1, within: 1, by: 1 } }],
  [{}],
])('throws for %j, which would check nothing', (expected) => {
  expect(() => evaluate(subject(5), expected)).toThrow(/Unknown matcher|Unknown key|empty map|Unknown/)
  expect(() => evaluate(subject('text'), { not: expected })).toThrow()
})

it('never accepts an expected value that is undefined', () => {
  expect(outcome(undefined, undefined)).toMatch(/^failed/)
  expect(outcome({ a: undefined }, { equals: { a: undefined } })).toMatch(/^failed/)
})

it('says once for many elements what is wrong with each', () => {
  const [finding] = evaluate(subject([1, -1, -2]), { each: { gt: 0 } })
  expect(finding).toMatchObject({
    path: ['each', 'gt'],
    message: '$.x[1]: expected > 0, got -1',
    diff: ['$.x[1]: expected > 0, got -1', '$.x[2]: expected > 0, got -2'],
  })
})
