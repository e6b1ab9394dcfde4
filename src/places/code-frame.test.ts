import { describe, expect, it } from 'vitest'
import { codeFrame } from './code-frame.ts'

const at = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({
  start: { line: startLine, column: startColumn },
  end: { line: endLine, column: endColumn },
})

describe('codeFrame', () => {
  it('marks a word', () => {
    expect(codeFrame('a: 1\nservice: wbe\n', at(2, 10, 2, 13))).toBe('    2 | service: wbe\n      |          ^^^')
  })

  it('marks at least one column, also behind the end of a line', () => {
    expect(codeFrame('a:\n', at(1, 3, 1, 3))).toBe('    1 | a:\n      |   ^')
  })

  it('shows up to three lines whole', () => {
    expect(codeFrame('a: |\n  one\n  two\nb: 1\n', at(1, 4, 3, 6))).toBe(
      ['    1 | a: |', '      |    ^', '    2 |   one', '      |   ^^^', '    3 |   two', '      |   ^^^'].join('\n'),
    )
  })

  it('shows the first and last line of a longer range', () => {
    const text = 'a:\n  b: 1\n  c: 2\n  d: 3\n  e: 4\n'
    expect(codeFrame(text, at(2, 3, 5, 7))).toBe(['    2 |   b: 1', '      |   ^^^^', '    ⋮', '    5 |   e: 4', '      |   ^^^^'].join('\n'))
  })

  it('leaves out a last line of which nothing is meant', () => {
    expect(codeFrame('a: 1\nb: 2\n', at(1, 1, 2, 1))).toBe('    1 | a: 1\n      | ^^^^')
  })

  it('widens tabs and keeps the carets below the word', () => {
    expect(codeFrame('\ta:\twbe\n', at(1, 5, 1, 8))).toBe('    1 |   a:  wbe\n      |       ^^^')
  })

  it('counts wide characters and emoji as two columns and combining marks as none', () => {
    expect(codeFrame('名前🎉e\u0301: wbe\n', at(1, 9, 1, 12))).toBe('    1 | 名前🎉e\u0301: wbe\n      |          ^^^')
  })

  it('cuts a long line around the mark', () => {
    const text = `${'x'.repeat(500)}wbe${'y'.repeat(500)}`
    const [line, carets] = codeFrame(text, at(1, 501, 1, 504)).split('\n')
    expect(line!.length).toBeLessThan(125)
    expect(line).toMatch(/\| …x+wbey+…$/)
    expect(line!.slice(carets!.indexOf('^'), carets!.lastIndexOf('^') + 1)).toBe('wbe')
  })

  it('cuts the carets of a range that is longer than the line shown', () => {
    const rows = codeFrame(`a: ${'x'.repeat(1000)}`, at(1, 4, 1, 1004)).split('\n')
    for (const row of rows) expect(row.length).toBeLessThan(125)
  })

  it('shows no control or direction characters', () => {
    expect(codeFrame('a: \u001B[31mred\u202E\r\n', at(1, 1, 1, 2))).toBe('    1 | a: \uFFFD[31mred\uFFFD\n      | ^')
  })

  it('survives a range that the text no longer has', () => {
    expect(codeFrame('a: 1', at(9, 9, 9, 12))).toContain('9 |')
  })

  it('lines up numbers of five digits', () => {
    const text = `${'\n'.repeat(12344)}a: 1`
    expect(codeFrame(text, at(12345, 1, 12345, 2))).toBe('   12345 | a: 1\n         | ^')
  })
})
