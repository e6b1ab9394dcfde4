import { expect, it } from 'vitest'
import { duration, formatDuration, formatSize, parseDuration, parseSize, size } from './units.ts'

it.each([
  ['500ms', 500],
  ['3s', 3000],
  ['1.5s', 1500],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
  ['500', undefined],
  ['5 s', undefined],
  ['-5s', undefined],
  ['s', undefined],
  ['', undefined],
])('the duration %j is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

it.each([
  ['100B', 100],
  ['64KiB', 65_536],
  ['2GB', 2e9],
  ['1.5MiB', 1_572_864],
  ['100', undefined],
  ['1kb', undefined],
])('the size %j is %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

it.each([
  [4.23, '4.2ms'],
  [812.4, '812ms'],
  [999.7, '1s'],
  [1250, '1.25s'],
  [59_999, '1m'],
  [125_000, '2m5s'],
  [5_400_000, '1h30m'],
])('%s ms read %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it.each([
  [512, '512B'],
  [1229, '1.2KiB'],
  [3_565_158, '3.4MiB'],
])('%s bytes read %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

it('a value that just missed its limit does not read like the limit', () => {
  expect(duration.format(500.2)).toBe('500.2ms')
  expect(duration.format(1250.3)).toBe('1.2503s')
  expect(size.format(1025)).toBe('1KiB (1025B)')
})
