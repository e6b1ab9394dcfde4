import { describe, expect, it } from 'vitest'
import { text } from './text.ts'

describe('text', () => {
  it.each<[unknown, string]>([
    ['a', 'a'],
    ['', ''],
    [1.5, '1.5'],
    [true, 'true'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [12345678901234567890n, '12345678901234567890'],
    [[1, 'a'], '[1,"a"]'],
    [{ a: { b: null } }, '{"a":{"b":null}}'],
  ])('writes %o as %s', (value, expected) => {
    expect(text`<${value}>`).toBe(`<${expected}>`)
  })

  it('joins several values', () => {
    expect(text`${1}/${2}`).toBe('1/2')
    expect(text`none`).toBe('none')
  })

  it.each<[unknown, string]>([
    [undefined, 'The value between `/items/` and `?x=1` is not there (undefined)'],
    [new Uint8Array(3), 'is 3 bytes, which are no text; use base64(…)'],
    [() => 1, 'is a function, which has no text form'],
  ])('refuses %o', (value, message) => {
    expect(() => text`/items/${value}?x=1`).toThrow(message)
  })
})
