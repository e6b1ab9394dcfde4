import { expect, it } from 'vitest'
import { diffLines } from './text-difference.ts'

it.each([
  ['a\nb\nc', 'a\nx\nc', ['  a', '- b', '+ x', '  c']],
  ['a\nb', 'a\nb\nc', ['  b', '+ c']],
  ['ok', 'ok\n', ['  ok', '+ ']],
  ['a\r\nb', 'a\nb', ['- a␍', '+ a', '  b']],
  ['1\n2\n3\n4', '1\n3\n4\n5', ['  1', '- 2', '  3', '  4', '+ 5']],
])('%j and %j', (expected, actual, lines) => {
  expect(diffLines(expected, actual)).toEqual(lines)
})

it('caps what it shows', () => {
  expect(diffLines('a\n'.repeat(50), 'b\n'.repeat(50))).toHaveLength(12)
})
