import { expect, it } from 'vitest'
import { docComment, lineComment } from './comment.ts'

it('a text cannot end its comment', () => {
  expect(docComment('a */ process.exit(1) /* b')).toEqual(['/** a *\\/ process.exit(1) /* b */'])
  expect(lineComment('a\nb\u2028c\rd')).toEqual(['// a', '// b', '// c', '// d'])
})

it('a text cannot speak to the compiler or the test runner', () => {
  expect(lineComment(['@ts-nocheck @vitest', 'environment jsdom'].join('-'))).toEqual(['// @ ts-nocheck @ vitest-environment jsdom'])
})

it('several lines stand below each other, without spaces at their ends', () => {
  expect(docComment('first  \n\n  indented\n')).toEqual(['/**', ' * first', ' *', ' *   indented', ' */'])
})

it('a line that is too long for one line of code is no one-line comment', () => {
  expect(docComment('x'.repeat(100))).toHaveLength(3)
})
