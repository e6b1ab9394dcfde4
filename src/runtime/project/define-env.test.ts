import { afterEach, describe, expect, it, vi } from 'vitest'
import { redact } from '../values/secrets.ts'
import { text } from '../values/text.ts'
import { uuid } from '../values/functions.ts'
import { defineEnv, missingEnv } from './define-env.ts'
import { defineVariables } from './define-variables.ts'

afterEach(() => vi.unstubAllEnvs())

describe('defineEnv', () => {
  it('reads variables and defaults', () => {
    vi.stubEnv('E_SET', 'x')
    vi.stubEnv('E_EMPTY', '')
    const env = defineEnv({ E_SET: { required: true }, E_DEFAULT: { default: 'd' }, E_EMPTY: { default: 'd' } })
    expect([env.E_SET, env.E_DEFAULT, env.E_EMPTY]).toEqual(['x', 'd', ''])
    expect({ ...env }).toEqual({ E_SET: 'x', E_DEFAULT: 'd', E_EMPTY: '' })
  })

  it('tells which required ones are missing', () => {
    const env = defineEnv({
      E_ONE: { required: true, description: 'the key' },
      E_TWO: { required: true },
      E_THREE: { required: true, default: 'x' },
      E_FOUR: {},
    })
    expect(missingEnv(env)).toEqual([
      { name: 'E_ONE', description: 'the key', empty: false },
      { name: 'E_TWO', description: undefined, empty: false },
    ])
    vi.stubEnv('APITEST_ENV', 'E_TWO')
    expect(missingEnv(env).map(({ name }) => name)).toEqual(['E_TWO'])
  })

  it('takes an empty text for a required one that is not set', () => {
    vi.stubEnv('E_ONE', '')
    vi.stubEnv('E_TWO', '')
    const env = defineEnv({ E_ONE: { required: true }, E_TWO: { required: true, default: 'x' } })
    expect(missingEnv(env)).toEqual([{ name: 'E_ONE', description: undefined, empty: true }])
    expect(() => env.E_ONE).toThrow('The environment variable `E_ONE` is empty\nhint: Give it a value')
    expect(env.E_TWO).toBe('x')
  })

  it('tells of one without default when it is read', () => {
    const env = defineEnv({ E_LATER: { description: 'for later' } })
    expect(() => env.E_LATER).toThrow('The environment variable `E_LATER` (for later) is not set\nhint: Set it, or')
  })

  it('hides secrets', () => {
    vi.stubEnv('E_SECRET', 'env-secret-1')
    defineEnv({ E_SECRET: { secret: true }, E_OTHER: { secret: true, default: 'default-secret' } })
    expect(redact('env-secret-1 default-secret')).toBe('*** ***')
  })
})

const define = () => defineVariables({ region: 'eu', count: 3, on: true, list: ['a'], nothing: null, greeting: () => text`hello ${1}` })

describe('defineVariables', () => {
  it('reads constants and computes functions once', () => {
    let calls = 0
    const variables = defineVariables({ a: { b: [1] }, counted: () => ++calls })
    expect([variables.a.b[0], variables.counted, variables.counted, calls]).toEqual([1, 1, 1, 1])
    expect(() => (variables.a.b as number[]).push(2)).toThrow('not extensible')
    const typed: string = define().greeting
    expect(typed).toBe('hello 1')
  })

  it('are overridden by --var, as the type they have', () => {
    vi.stubEnv('APITEST_VARS', JSON.stringify({ region: '1', count: '5', on: 'false', list: '["x"]', nothing: '{"a":1}', greeting: '7' }))
    expect({ ...define() }).toEqual({ region: '1', count: 5, on: false, list: ['x'], nothing: { a: 1 }, greeting: '7' })
  })

  it.each([
    [{ count: 'many' }, '--var count=many: `count` is a number, such as 7, and this text is none'],
    [{ on: '1' }, '--var on=1: `on` is true or false, and this text is none'],
    [{ list: '{}' }, '--var list={}: `list` is a list in JSON, such as ["a", "b"], and this text is none'],
  ])('refuse %o', (vars, message) => {
    vi.stubEnv('APITEST_VARS', JSON.stringify(vars))
    expect(() => ({ ...define() })).toThrow(message)
  })

  it('refuse a name that does not exist, before anything is read', () => {
    vi.stubEnv('APITEST_VARS', '{"regoin":"us"}')
    expect(define).toThrow('No variable is named `regoin` (--var); known are region, count, on, list, nothing, greeting')
    expect(() => defineVariables({})).toThrow('there are none')
  })

  it('tell of one that needs itself', () => {
    const variables: Readonly<Record<string, string>> = defineVariables({
      a: (): string => text`${variables['b']}`,
      b: (): string => text`${variables['a']}`,
    })
    expect(() => variables['a']).toThrow('The variable `a` needs its own value')
  })

  it('have random values that depend on their name alone', () => {
    vi.stubEnv('APITEST_SEED', '1')
    const one = defineVariables({ a: () => uuid(), b: () => uuid() })
    const two = defineVariables({ a: () => uuid(), b: () => uuid() })
    const b = two.b
    expect([one.a, one.b]).toEqual([two.a, b])
  })
})
