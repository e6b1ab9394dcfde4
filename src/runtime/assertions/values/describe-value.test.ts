import { expect, it } from 'vitest'
import { absent, cut, describeValue } from './describe-value.ts'

it.each([
  [{ a: [1, null, 'x'] }, '{"a": [1, null, "x"]}'],
  [absent, 'nothing'],
  [undefined, 'undefined'],
  [9007199254740993n, '9007199254740993'],
  [new Uint8Array(3), '3 bytes'],
  [-0, '0'],
  ['{"error":"boom"}', `'{"error":"boom"}'`],
  [{ body: '{"error":"it\'s"}' }, '{"body": `{"error":"it\'s"}`}'],
  [`"'\``, '"\\"\'`"'],
  ['say "a\\nb"\n', `'say "a\\\\nb"\\n'`],
  ['a\u001b[31m\u202e', '"a\\u001b[31m\\u202e"'],
])('%o reads %s', (value, text) => {
  expect(describeValue(value)).toBe(text)
})

it('costs little for big values', () => {
  const big = Array.from({ length: 1_000_000 }, () => ({ a: 'x'.repeat(50) }))
  const started = performance.now()
  expect(describeValue(big)).toHaveLength(120)
  expect(performance.now() - started).toBeLessThan(1000)
})

it('survives depth and cycles', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  expect(describeValue(cycle)).toContain('{…}')
})

it('never cuts a character in half', () => {
  expect(cut('a😀', 2)).toBe('a')
  expect(cut('a😀', 3)).toBe('a😀')
})
