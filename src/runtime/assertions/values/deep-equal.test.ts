import { expect, it } from 'vitest'
import { deepEqual } from './deep-equal.ts'
import { identify } from './identify.ts'
import { findDifferences } from './json-difference.ts'
import { parseJson } from './parse-json.ts'

const equal: readonly (readonly [unknown, unknown])[] = [
  [1, 1],
  [0, -0],
  [1, 1n],
  [Number.NaN, Number.NaN],
  [
    { a: 1, b: [2] },
    { b: [2], a: 1 },
  ],
  [[], []],
  [2 ** 60, 1152921504606846976n],
  [Buffer.from('a'), new Uint8Array([97])],
  [parseJson('{"__proto__": 1}'), parseJson('{"__proto__": 1}')],
]

const different: readonly (readonly [unknown, unknown])[] = [
  [1, '1'],
  [1, true],
  [0, null],
  [0, ''],
  [null, undefined],
  [undefined, undefined],
  [9007199254740992, 9007199254740993n],
  [9007199254740992n, 9007199254740993n],
  [[], {}],
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: null }, {}],
  [{ constructor: 1 }, {}],
  [parseJson('{"__proto__": 1}'), {}],
  [[undefined], [null]],
  [Buffer.from('a'), Buffer.from('b')],
]

it.each(equal)('%o equals %o, both ways and in every form of comparison', (left, right) => {
  expect([deepEqual(left, right), deepEqual(right, left)]).toEqual([true, true])
  expect(findDifferences([left], [right])).toEqual([])
  expect(identify(left)).toBe(identify(right))
})

it.each(different)('%o does not equal %o, both ways and in every form of comparison', (left, right) => {
  expect([deepEqual(left, right), deepEqual(right, left)]).toEqual([false, false])
  expect(findDifferences([left], [right]).length).toBeGreaterThan(0)
  expect(identify(left)).not.toBe(identify(right))
})
