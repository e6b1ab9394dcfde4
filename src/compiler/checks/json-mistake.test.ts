import { describe, expect, it } from 'vitest'
import { jsonMistake } from './json-mistake.ts'

const parses = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a JSON text', () => {
  it.each(['{}', '[]', '1', '"a"', 'null', ' [1, {"a": [true, false, null]}, "\\u00e9\\n"] ', '-1.5e+3', '{"a":1,"b":{}}', '"\u2028"'])('%s is valid', (text) => {
    expect(parses(text)).toBe(true)
    expect(jsonMistake(text)).toBeUndefined()
  })

  it.each([
    ['', 'expected a value, found the end of the file'],
    ['▸', 'expected a value, found the end of the file'],
    ['{"a": ▸}', 'expected a value, found `}`'],
    ['{▸a: 1}', 'expected a key in double quotes, found `a`'],
    ['{"a" ▸1}', 'expected `:`, found `1`'],
    ['[1, ▸]', 'expected a value, found `]`'],
    ['[1 ▸2]', 'expected `,` or `]`, found `2`'],
    ['{"a": 1▸', 'expected `,` or `}`, found the end of the file'],
    ['{"a": 1, ▸}', 'expected a key in double quotes, found `}`'],
    ['{} ▸x', 'expected nothing more, found `x`'],
    ['[▸01]', 'expected a value, found `0`'],
    ["▸'a'", "expected a value, found `'`"],
    ['[▸"a\nb"]', 'expected a value, found `"`'],
    ['[▸NaN]', 'expected a value, found `N`'],
    ['// x'.replace('//', '▸//'), 'expected a value, found `/`'],
  ])('%s is marked', (marked, reason) => {
    const text = marked.replace('▸', '')
    expect(parses(text)).toBe(false)
    expect(jsonMistake(text)).toEqual({ offset: Math.max(0, marked.indexOf('▸')), reason })
  })

  it('may be deep', () => {
    expect(jsonMistake('['.repeat(200_000))).toMatchObject({ offset: 200_000 })
  })
})
