import { describe, expect, it } from 'vitest'
import { deepEqual } from './deep-equal.ts'
import type { Extent } from './json-difference.ts'
import { findDifferences, renderDifferences } from './json-difference.ts'

const diff = (expected: unknown, actual: unknown, extent: Extent = 'exactly'): string[] =>
  renderDifferences(findDifferences(expected, actual, extent))
const item = (id: number, name = `n${id}`) => ({ id, name })

describe('exactly', () => {
  it.each([
    [1, 2, ['$: expected 1, got 2']],
    [{ a: 1 }, { a: '1' }, ['$.a: expected 1 (a number), got "1" (a string)']],
    [{ a: 1, b: 2 }, { b: 2 }, ['$.a: missing, expected 1']],
    [{ a: 1 }, { a: 1, 'b c': 2 }, ["$['b c']: unexpected 2"]],
    [{ items: [item(1), item(2, 'c')] }, { items: [item(1), item(2, 'b')] }, ['$.items[1].name: expected "c", got "b"']],
    [[1, 2], [1, 2, 3], ['$[2]: unexpected 3']],
    [[1, 2, 3], [1, 3], ['$[1]: missing, expected 2']],
    [[item(1), item(2)], [item(0), item(1), item(2)], ['$[0]: unexpected {"id": 0, "name": "n0"}']],
    [['a', 'b', 'c'], ['b', 'c', 'a'], ['$[2]: expected at index 0: "a"']],
    [['a', 'b'], ['b', 'a'], ['$[1]: expected at index 0: "a"']],
    [{ a: null }, {}, ['$.a: missing, expected null']],
    [{ a: {} }, { a: [] }, ['$.a: expected {}, got []']],
    [{ a: null }, { a: 0 }, ['$.a: expected null, got 0']],
    [
      'x'.repeat(90) + 'a',
      'x'.repeat(90) + 'b',
      [`$: differs from character 91 on: expected …"${'x'.repeat(20)}a", got …"${'x'.repeat(20)}b"`],
    ],
  ] as [unknown, unknown, string[]][])('%j and %j', (expected, actual, lines) => {
    expect(diff(expected, actual)).toEqual(lines)
  })

  it('caps what it shows and counts the rest', () => {
    const lines = diff(
      Array.from({ length: 30 }, (_, index) => index),
      Array.from({ length: 30 }, (_, index) => index + 100),
    )
    expect(lines).toHaveLength(13)
    expect(lines.at(-1)).toBe('… and 18 more differences')
  })

  it('stays quick on long lists', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => item(index))
    const started = performance.now()
    expect(diff(list, list.slice(1)).length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('finds a difference exactly where values are not equal', () => {
    let seed = 7
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below
    const value = (depth: number): unknown => {
      const kind = random(depth > 2 ? 5 : 7)
      if (kind < 5) return [null, 0, '0', true, 1n][kind]
      const length = random(4)
      if (kind === 5) return Array.from({ length }, () => value(depth + 1))
      return Object.fromEntries(Array.from({ length }, () => ['abc'[random(3)], value(depth + 1)]))
    }
    let equal = 0
    for (let round = 0; round < 5000; round++) {
      const [left, right] = [value(0), value(0)]
      expect(
        findDifferences(left, right).length === 0,
        JSON.stringify([left, right], (_, part) => (typeof part === 'bigint' ? `${part}n` : part)),
      ).toBe(deepEqual(left, right))
      if (deepEqual(left, right)) equal++
      expect(findDifferences(left, left, 'at least')).toEqual([])
    }
    expect(equal).toBeGreaterThan(100)
  })
})

describe('at least', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
    [[{ id: 2 }], [item(1), item(2), item(3)]],
    [
      [{ id: 1 }, { id: 3 }],
      [item(1), item(2), item(3)],
    ],
    [{ a: [] }, { a: [] }],
    [{}, { a: 1 }],
  ])('%j is in %j', (expected, actual) => {
    expect(diff(expected, actual, 'at least')).toEqual([])
  })

  it.each([
    [{ a: 1 }, { b: 1 }, ['$.a: missing, expected 1']],
    [{ a: null }, {}, ['$.a: missing, expected null']],
    [{ a: [] }, { a: [1] }, ['$.a[0]: unexpected 1']],
    [[{ id: 2, name: 'x' }], [item(1), item(2)], ['$[1].name: expected "x", got "n2"']],
    [[{ id: 9 }], [], ['$[0]: missing, expected {"id": 9}']],
    [[{ id: 2 }, { id: 1 }], [item(1), item(2)], ['$[0]: out of order, expected behind index 1: {"id": 1}']],
    [[1, 1], [1], ['$[0]: out of order, expected behind index 0: 1']],
    [{}, [], ['$: expected {}, got []']],
    ['a', 'ab', ['$: expected "a", got "ab"']],
  ] as [unknown, unknown, string[]][])('%j is not in %j', (expected, actual, lines) => {
    expect(diff(expected, actual, 'at least')).toEqual(lines)
  })
})
