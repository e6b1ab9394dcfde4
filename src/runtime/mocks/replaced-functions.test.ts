import { describe, expect, it, onTestFinished } from 'vitest'
import type { Mocks } from './mock-definition.ts'
import { nodeMocks } from './node-mocks.ts'
import { replaceable } from './replaced-functions.ts'

class Gone extends Error {}

const real = {
  Gone,
  add: (a: number, b: number) => a + b,
  load: async (name: string) => ({ name }),
  Shop: class Shop {
    readonly name: string
    static readonly city = 'Bern'
    constructor(name: string) {
      this.name = name
    }
  },
  limit: 5,
  other: () => 'other',
}

type Module = typeof real

let modules = 0

/** The module as the application imports it, and its mocks. */
async function mocked(mocks: Mocks = {}) {
  const name = `m${modules++}.ts`
  const named = (some: Mocks) => Object.fromEntries(Object.entries(some).map(([target, mock]) => [`${name}#${target}`, mock]))
  const module = (await replaceable(name, async () => real, ['add', 'load', 'Shop', 'limit', 'gone'])) as unknown as Module
  const control = nodeMocks()
  onTestFinished(async () => void (await control.end()))
  await control.begin()
  expect(await control.apply(named(mocks))).toBeUndefined()
  return { module, control, apply: (more: Mocks) => control.apply(named(more)), calls: async (target: string) => (await control.record(`${name}#${target}`))?.calls.map(({ args }) => args) }
}

describe('a module whose exports can be replaced', () => {
  it('is what it was without mocks', async () => {
    const { module } = await mocked()
    expect([module.add(1, 2), module.add.name, module.add.length, module.limit, module.other()]).toEqual([3, 'add', 2, 5, 'other'])
    expect(await module.load('a')).toEqual({ name: 'a' })
    const shop = new module.Shop('s')
    expect([shop.name, shop instanceof real.Shop, shop instanceof module.Shop, module.Shop.city]).toEqual(['s', true, true, 'Bern'])
    expect(new (class extends module.Shop {})('t')).toBeInstanceOf(real.Shop)
  })

  it('gives a value, of its own for each call, and as a promise where the function is async', async () => {
    const { module } = await mocked({ add: { return: { list: [1] } }, load: { return: 1 } })
    const [first, second] = [module.add(1, 2), module.add(1, 2)] as unknown as { list: number[] }[]
    first!.list.push(2)
    expect(second).toEqual({ list: [1] })
    expect(module.load('a')).toBeInstanceOf(Promise)
    expect(await module.load('a')).toBe(1)
  })

  it.each([
    ['Gone("sold out")', Gone, 'sold out'],
    ["RangeError('far')", RangeError, 'far'],
    ['new TypeError("x")', TypeError, 'x'],
    ['Error', Error, ''],
    ['StripeError("card (declined)")', Error, 'card (declined)'],
    ['no such thing', Error, 'no such thing'],
  ])('raises %s', async (raise, kind, message) => {
    const { module } = await mocked({ add: { raise }, load: { raise } })
    expect(() => module.add(1, 2)).toThrow(kind)
    await expect(module.load('a')).rejects.toThrow(message)
  })

  it('gives one value after another, and tells of a call too many', async () => {
    const { module, control } = await mocked({ add: { sequence: [1, 2] } })
    expect([module.add(0, 0), module.add(0, 0)]).toEqual([1, 2])
    expect(() => module.add(0, 0)).toThrow('it was called 3 times, and its sequence has 2 values')
    expect(await control.end()).toMatchObject([{ message: expect.stringContaining('#add has no more values: it was called 3 times') }])
  })

  it('records what a call was given at that moment', async () => {
    const { module, calls } = await mocked({ add: { wraps: true } })
    const list = [1]
    const add = module.add as (...args: unknown[]) => unknown
    expect(module.add(1, 2)).toBe(3)
    add(list, new Date(0), Buffer.from('a'), () => {}, undefined)
    list.push(2)
    const loop: { self?: object } = {}
    loop.self = loop
    add(loop, new Gone('x'), new Map())
    expect(await calls('add')).toEqual([
      [1, 2],
      [[1], { repr: '1970-01-01T00:00:00.000Z' }, { base64: 'YQ==' }, { repr: expect.stringContaining('function') }, { repr: 'undefined' }],
      [{ self: { repr: 'itself' } }, { repr: 'Error: x' }, { repr: 'Map' }],
    ])
  })

  it('has other values, until the test is over', async () => {
    const { module, control } = await mocked({ limit: { value: 7 }, add: { value: null } })
    expect([module.limit, module.add]).toEqual([7, null])
    await control.end()
    expect([module.limit, module.add(1, 1)]).toEqual([5, 2])
  })

  it.each<[title: string, mocks: Mocks, told: RegExp]>([
    ['a value where a function would be', { limit: { return: 1 } }, /#limit is no function/],
    ['an export that is not there', { gone: { return: 1 } }, /no such export/],
    ['autospec', { add: { return: 1, autospec: true } }, /means nothing/],
  ])('refuses %s and replaces nothing then', async (_, mocks, told) => {
    const { module, apply } = await mocked()
    expect((await apply({ add: { return: 9 }, ...mocks }))?.message).toMatch(told)
    expect(module.add(1, 2)).toBe(3)
  })
})

it('mocks of a service hold again after the test that laid its own over them', async () => {
  const module = (await replaceable('own.ts', async () => real, ['add'])) as unknown as Module
  const control = nodeMocks({ 'own.ts#add': { return: 1 } })
  await control.begin()
  await control.apply({ 'own.ts#add': { return: 2 } })
  expect(module.add(5, 5)).toBe(2)
  await control.end()
  expect(module.add(5, 5)).toBe(1)
  await nodeMocks({ 'own.ts#add': { return: 1 } }).begin()
  expect((await control.record('own.ts#add'))?.calls).toEqual([])
})
