import { describe, expect, it } from 'vitest'
import { hostileTexts } from '../../../../test/support/plans/hostile-texts.ts'
import { groupedNumber, hasLines, numberLiteral, propertyKey, quote, templateText } from './literal.ts'

/** The value of an expression, in a function of its own. */
function evaluate(code: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- to run what was written is the point
  return new Function(`'use strict'; return ${code}`)()
}

describe('quote', () => {
  it('uses single quotes, and double ones where that needs fewer escapes', () => {
    expect(['plain', "it's", 'say "hi"', `it's "so"`].map(quote)).toEqual(["'plain'", `"it's"`, `'say "hi"'`, `'it\\'s "so"'`])
  })

  it.each(hostileTexts.map((text) => [JSON.stringify(text), text]))('%s is the same string in the program', (_, text) => {
    expect(evaluate(quote(text))).toBe(text)
    expect(quote(text)).toMatch(/^[^\n\r\u2028\u2029]*$/)
  })

  it('shows what an editor would hide', () => {
    expect(quote('a\u202eb\u200bc\u0000\u00a0')).toBe(String.raw`'a\u202eb\u200bc\x00\xa0'`)
    expect(quote('\ud83d\ude00 \ud83d')).toBe(String.raw`'😀 \ud83d'`)
  })

  it('keeps vitest and vite from finding orders in a string', () => {
    // in pieces, because here too they would be obeyed
    const orders = ['@vitest', '-environment jsdom', '//# sourceMapping', 'URL=x']
    expect(quote(orders.join(''))).toBe(String.raw`'\x40vitest-environment jsdom//# sourceMappingURL\x3dx'`)
  })

  it('takes long texts without trouble', () => {
    const long = `${'abc'.repeat(2_000_000)}é`
    expect(quote(long)).toHaveLength(long.length + 2)
  })
})

describe('templateText', () => {
  it.each(hostileTexts.map((text) => [JSON.stringify(text), text]))('%s is the same text between backticks', (_, text) => {
    expect(evaluate(`\`${templateText(text, { lines: 'escaped' })}\``)).toBe(text)
    expect(evaluate(`\`${templateText(text, { lines: 'kept' })}\``)).toBe(text)
  })

  it('keeps line breaks where it is told to, and protects spaces before them', () => {
    expect(templateText('a  \nb\n', { lines: 'kept' })).toBe('a \\x20\nb\n')
    expect(hasLines('a\nb')).toBe(false)
    expect(hasLines('a\nb\n')).toBe(true)
  })
})

describe('propertyKey', () => {
  it('quotes only what needs it', () => {
    expect(['name', 'x-y', '200', 'class', 'größe', 'a b', ''].map(propertyKey)).toEqual(['name', "'x-y'", "'200'", 'class', 'größe', "'a b'", "''"])
  })

  it('keeps `__proto__` a property like any other', () => {
    expect(Object.keys(evaluate(`({ ${propertyKey('__proto__')}: 1 })`) as object)).toEqual(['__proto__'])
  })
})

describe('numbers', () => {
  it('are written as formatters write them', () => {
    expect([1.5, 1e21, -0, 1e-7, Number.NaN, Number.NEGATIVE_INFINITY].map(numberLiteral)).toEqual(['1.5', '1e21', '-0', '1e-7', 'Number.NaN', '-Infinity'])
    expect([500, 5000, 10_000, 1_234_567].map(groupedNumber)).toEqual(['500', '5000', '10_000', '1_234_567'])
  })
})
