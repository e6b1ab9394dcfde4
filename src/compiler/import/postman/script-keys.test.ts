import { expect, it } from 'vitest'
import type { Item } from './collection.ts'
import { scriptKeys } from './script-keys.ts'
import type { CheckEntry } from './scripts/check-entry.ts'

const kept = { capture: { token: '$.token' } }

it('puts a value that is kept whatever comes where people write it', () => {
  const check = { check: 'ok', expect: { status: 200 } }
  expect(keysOf([kept, check])).toEqual({ checks: [check], ...kept })
})

it.each<[string, CheckEntry]>([
  ['a check', { check: 'stored', expect: { session: { token: { exists: true } } } }],
  ['the condition of a check', { check: 'stored', when: { session: { token: 'a' } }, expect: { status: 200 } }],
  ['a part of a check', { check: 'stored', conditions: [{ unless: { session: { token: 'a' } }, expect: { status: 200 } }] }],
])('keeps it at its place where %s asks about it', (_, check) => {
  expect(keysOf([kept, check])).toEqual({ checks: [kept, check] })
})

function keysOf(checks: readonly CheckEntry[]): Record<string, unknown> {
  return scriptKeys({} as Item, { before: () => [], checks: () => checks } as unknown as Parameters<typeof scriptKeys>[1])
}
