import { expect, it } from 'vitest'
import { patternOf } from './pattern.ts'

it.each([
  [String.raw`^[\p{L}]+$`, 'Zoë', 'a1'],
  [String.raw`^[\w\-\.]+\@x$`, 'a-b.c@x', 'a b@x'],
  [String.raw`\A[a-z]+\Z`, 'abc', 'abc1'],
  [String.raw`^\\Z$`, String.raw`\Z`, 'Z'],
  ['(?i)^abc$', 'ABC', 'abd'],
])('%s is read as it was meant', (pattern, right, wrong) => {
  expect([patternOf(pattern)?.test(right), patternOf(pattern)?.test(wrong)]).toEqual([true, false])
})

it('says nothing of what is no pattern', () => {
  expect(patternOf('(')).toBeUndefined()
})
