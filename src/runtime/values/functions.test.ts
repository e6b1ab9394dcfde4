import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { base64, faker, json, now, randomInt, timestamp, urlEncode, uuid } from './functions.ts'
import { createRandom, enterRandom, runSeed, useRandom, withRandom } from './random.ts'

const sample = (): unknown[] => [uuid(), randomInt(1, 1000), faker('person.firstName'), faker('string.alphanumeric', 12)]

const sampleOf = (purpose: string): unknown[] => {
  useRandom(createRandom(purpose))
  return sample()
}

const sampleSlowly = async (purpose: string): Promise<unknown[]> => {
  enterRandom(createRandom(purpose))
  const found = []
  for (let turn = 0; turn < 3; turn++) {
    found.push(uuid())
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return found
}

describe('random values', () => {
  beforeEach(() => vi.stubEnv('APITEST_SEED', '42'))
  afterEach(() => {
    useRandom(undefined)
    vi.unstubAllEnvs()
  })

  it('are the same for the same seed and test, whatever ran before', () => {
    const first = sampleOf('test a')
    sampleOf('test b')
    expect(sampleOf('test a')).toEqual(first)
  })

  it('differ between tests and between seeds', () => {
    const first = sampleOf('test a')
    expect(sampleOf('test b')).not.toEqual(first)
    vi.stubEnv('APITEST_SEED', '43')
    expect(sampleOf('test a')).not.toEqual(first)
  })

  it('of a variable do not depend on the test that reads it first', () => {
    useRandom(createRandom('test a'))
    const one = withRandom('variable x', uuid)
    const next = uuid()
    useRandom(createRandom('test a'))
    expect(uuid()).toBe(next)
    expect(withRandom('variable x', uuid)).toBe(one)
  })

  it('of tests side by side do not mix', async () => {
    const alone = [await sampleSlowly('a'), await sampleSlowly('b')]
    expect(await Promise.all([sampleSlowly('a'), sampleSlowly('b')])).toEqual(alone)
  })

  it('have a seed that is picked once where none is set', () => {
    vi.stubEnv('APITEST_SEED', '')
    expect(runSeed()).toBe(runSeed())
    expect(Number.isSafeInteger(runSeed())).toBe(true)
  })

  it('are well formed and within their bounds', () => {
    useRandom(createRandom('bounds'))
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const numbers = Array.from({ length: 400 }, () => randomInt(-1, 2))
    expect(new Set(numbers)).toEqual(new Set([-1, 0, 1, 2]))
    expect(randomInt(5, 5)).toBe(5)
    expect(new Set(Array.from({ length: 500 }, () => uuid())).size).toBe(500)
  })

  it.each<[() => unknown, string]>([
    [() => randomInt(3, 1), 'randomInt(3, 1): the second number is below the first'],
    [() => randomInt(0.5, 2), 'randomInt needs two whole numbers, got 0.5 and 2'],
    [() => faker('person.firstNam'), 'faker has no `person.firstNam`'],
    [() => faker('nothing'), 'faker has no `nothing`'],
    [() => faker('person.constructor'), 'faker has no `person.constructor`'],
    [() => faker('constructor.name'), 'faker has no `constructor.name`'],
    [() => faker('__proto__.toString'), 'faker has no `__proto__.toString`'],
  ])('refuse what makes no sense', (call, message) => {
    expect(call).toThrow(message)
  })

  it('of faker that are dates become text', () => {
    expect(faker('date.past')).toMatch(/^\d{4}-\d\d-\d\dT/)
  })
})

describe('the other functions', () => {
  it('tell the time', () => {
    expect(Math.abs(Date.parse(now()) - Date.now())).toBeLessThan(2000)
    expect(Math.abs(timestamp() - Date.now() / 1000)).toBeLessThan(2)
    expect(Number.isInteger(timestamp())).toBe(true)
  })

  it.each<[unknown, unknown]>([
    [base64('käse'), 'a8Okc2U='],
    [base64(Uint8Array.of(0, 255)), 'AP8='],
    [base64(12), 'MTI='],
    [json({ a: [1n, 'é'] }), '{"a":[1,"é"]}'],
    [json('x'), '"x"'],
    [urlEncode('a b/c&d=é'), 'a%20b%2Fc%26d%3D%C3%A9'],
    [urlEncode(7), '7'],
  ])('make %s', (made, expected) => {
    expect(made).toBe(expected)
  })

  it('refuse what is not there', () => {
    expect(() => base64(undefined)).toThrow('given to base64 is not there')
    expect(() => json(undefined)).toThrow('json was given a value that is not there')
    expect(() => urlEncode(undefined)).toThrow('given to urlEncode is not there')
    expect(() => json(new Uint8Array(2))).toThrow('json was given 2 bytes')
  })
})
