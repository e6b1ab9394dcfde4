import { expect, test } from 'vitest'
import type { MockCall, MockRecord } from '../../mocks/mock-definition.ts'
import { check, outcomes } from '../received-response.testing.ts'
import type { CheckContext } from '../types.ts'

const one = (call: Partial<MockCall>): MockCall => ({ args: [], kwargs: {}, bound: undefined, ...call })
const byPosition = one({ args: ['abc'], bound: { sku: 'abc' } })
const mixed = one({ args: ['abc'], kwargs: { top: 3 }, bound: { sku: 'abc', top: 3 } })
const byName = one({ kwargs: { sku: 'abc' } })

/** A test in which `server.predict` was called so. */
function called(...calls: MockCall[]): Partial<CheckContext> {
  const record: MockRecord = { target: 'server.predict', calls, elsewhere: [] }
  return { mocks: { targets: () => ['server.predict'], record: async () => record } }
}

const rows: readonly (readonly [title: string, expected: object, holds: readonly MockCall[], fails: readonly MockCall[], message: string])[] = [
  ['a number of calls', { calls: 1 }, [byPosition], [byPosition, byPosition], 'calls of server.predict: expected 1, got 2'],
  ['no calls at all', { calls: 0 }, [], [byPosition], 'calls of server.predict: expected 0, got 1'],
  ['a matcher of calls', { calls: { gte: 2 } }, [byName, byName], [byName], 'calls of server.predict: expected >= 2, got 1'],
  ['arguments as a list', { with: ['abc'] }, [byPosition], [one({ args: ['abd'] })], 'server.predict: expected ("abc"), but it was called with ("abd")'],
  ['arguments of the last call', { with: ['abc'] }, [one({ args: ['x'] }), byPosition], [byPosition, one({ args: ['x'] })], 'server.predict: expected ("abc"), but it was called, the last of 2 times, with ("x")'],
  ['a list where some were given by name', { with: ['abc'] }, [byPosition], [mixed], 'server.predict: expected ("abc"), but it was called with ("abc", top=3)'],
  ['one argument too few', { with: ['abc'] }, [byPosition], [one({})], 'server.predict: expected ("abc"), but it was called with ()'],
  ['arguments by name', { with: { sku: 'abc' } }, [byName], [mixed], 'server.predict: expected (sku="abc"), but it was called with ("abc", top=3)'],
  ['names for arguments given by position', { with: { sku: 'abc', top: 3 } }, [mixed], [byPosition], 'server.predict: expected (sku="abc", top=3), but it was called with ("abc")'],
  ['names that nobody knows', { with: { sku: 'abc' } }, [byName], [one({ args: ['abc'] })], 'server.predict: expected (sku="abc"), but it was called with ("abc")'],
  ['an empty list', { with: [] }, [one({})], [byPosition], 'server.predict: expected (), but it was called with ("abc")'],
  ['a call that never came', { with: ['abc'] }, [byPosition], [], 'server.predict was not called'],
]

test.for(rows)('%s', async ([, expected, holds, fails, message]) => {
  const mocks = { 'server.predict': expected }
  expect((await check({ mocks }, {}, called(...holds))).map(({ held }) => held)).toEqual([true])
  expect(await outcomes({ mocks }, {}, called(...fails))).toEqual([`✗ ${message}`])
})

test('every part is checked, and blamed where it stands', async () => {
  const failures = await check({ mocks: { 'server.predict': { calls: { gt: 1, lt: 0 }, with: ['x'] } } }, {}, called(byPosition))
  expect(failures.map(({ held, place }) => [held, place.path.slice(4).join(' ')])).toEqual([
    [false, 'server.predict calls gt'],
    [false, 'server.predict calls lt'],
    [false, 'server.predict with'],
  ])
})

test('what is not mocked is a failure, never zero calls', async () => {
  const mocks = { 'server.predct': { calls: 0 } }
  expect(await outcomes({ mocks }, {}, called())).toEqual(['✗ server.predct is not mocked in this test'])
  expect(await outcomes({ mocks }, {})).toEqual(['✗ server.predct is not mocked in this test'])
})

test('an expectation that would check nothing throws', async () => {
  await expect(check({ mocks: {} }, {}, called())).rejects.toThrow('checks nothing')
  await expect(check({ mocks: { 'server.predict': {} } }, {}, called())).rejects.toThrow('needs `calls` or `with`')
  await expect(check({ mocks: { 'server.predict': { cals: 1 } } }, {}, called())).rejects.toThrow('needs `calls` or `with`')
})
