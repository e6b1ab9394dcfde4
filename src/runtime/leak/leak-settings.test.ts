import { expect, test } from 'vitest'
import { leakSettings } from './leak-settings.ts'

const requests = [] as const

test('what is left out has a default', () => {
  expect(leakSettings({ requests })).toMatchObject({
    users: 1,
    rate: undefined,
    warmup: { requests: 500, durationMs: 0 },
    window: { requests: 24_000, durationMs: 0 },
    extend: true,
    sampleMs: 500,
    allow: 0,
    probe: 'auto',
    inconclusive: 'fail',
  })
})

test('units become numbers', () => {
  const settings = leakSettings({ requests, rate: '600/m', allow: '2KiB/request', limit: '1GiB', window: { duration: '5m' }, users: '8' })
  expect(settings).toMatchObject({ rate: 10, allow: 2048, limit: 1024 ** 3, users: 8, window: { requests: 0, durationMs: 300_000 } })
})

test('the warm-up is long enough to fill the caches that are named', () => {
  expect(leakSettings({ requests, caches: { entries: 5000 }, warmup: { requests: 100 } }).warmup.requests).toBe(6000)
})

test.for<[string, object, RegExp]>([
  ['users', { users: 'many' }, /`users` is `many`/],
  ['rate', { rate: '0/s' }, /`rate` is `0\/s`/],
  ['limit', { limit: 'much' }, /`limit` is `much`/],
])('a wrong %s says what to write', ([, keys, message]) => {
  expect(() => leakSettings({ requests, ...keys })).toThrow(message)
})
