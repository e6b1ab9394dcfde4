import { describe, expect, it } from 'vitest'
import { JsonSyntaxError, parseJson } from './parse-json.ts'
import { stringifyJson } from './stringify-json.ts'

// Sixteen digits send a text through the own parser.
const long = '"1234567890123456"'

describe('agrees with JSON.parse', () => {
  it.each([
    '{}',
    '[]',
    '"a"',
    '1',
    '-0',
    '1.5e3',
    'true',
    'false',
    'null',
    ' [1 , 2]\n',
    '{"a":{"b":[null,"\\u00e9\\n\\/\\"\\ud83d\\ude00"]}}',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '[[[[]]]]',
    '"\u2028"',
    '1e400',
    '{"":0}',
  ])('%s', (text) => {
    const wrapped = `[${long},${text}]`
    expect(parseJson(wrapped)).toEqual(JSON.parse(wrapped))
    expect(Object.is((parseJson(wrapped) as unknown[])[1], (JSON.parse(wrapped) as unknown[])[1])).toBe(
      typeof JSON.parse(text) !== 'object' || JSON.parse(text) === null,
    )
  })

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    'NaN',
    'Infinity',
    '01',
    '1.',
    '.5',
    '+1',
    '-',
    '1e',
    '"a',
    '"\n"',
    '"\\x"',
    '"\\u12"',
    'tru',
    'nul',
    '[1 2]',
    '{"a" 1}',
    '1 2',
    '\ufeff1',
    '\u00a01',
    '// c\n1',
    '"\u0000"',
  ])('on %j being wrong', (text) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(() => parseJson(text)).toThrow(JsonSyntaxError)
    expect(() => parseJson(`[${long},${text}]`)).toThrow(JsonSyntaxError)
  })
})

it('keeps integers beyond 2^53 exactly, and only those', () => {
  expect(parseJson('[9007199254740991, 9007199254740993, -12345678901234567890, 9007199254740993.0, 1e300]')).toEqual([
    9007199254740991,
    9007199254740993n,
    -12345678901234567890n,
    9007199254740992,
    1e300,
  ])
})

it('names line and column of a mistake', () => {
  expect(() => parseJson('{\n  "a": 1,\n  b: 2\n}')).toThrow('Expected a key in double quotes, found "b" at line 3, column 3')
  expect(() => parseJson('<html>')).toThrow('Unexpected "<" at line 1, column 1')
  expect(() => parseJson('{"a": 1')).toThrow('Expected `,` or `}`, found the end of the text at line 1, column 8')
})

it('is undone by stringifyJson', () => {
  const text = '{"id":9007199254740993,"text":"9007199254740993","list":[-12345678901234567890]}'
  expect(stringifyJson(parseJson(text))).toBe(text)
  expect(stringifyJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}')
})
