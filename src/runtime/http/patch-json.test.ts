import { describe, expect, it } from 'vitest'
import { patchJson } from './patch-json.ts'

const body = Object.freeze({ mode: 'slow', items: Object.freeze([{ n: 1 }, { n: 2 }, { n: 3 }]), deep: Object.freeze({ a: null }) })
const patch = (changes: Record<string, unknown>): unknown => patchJson(body, [{ unset: [], patch: changes }])
const unset = (...paths: string[]): unknown => patchJson(body, [{ unset: paths, patch: {} }])

describe('changes to a JSON body', () => {
  it.each([
    [{ '$.mode': 'fast' }, { ...body, mode: 'fast' }],
    [{ '$.deep.a': { b: [1] } }, { ...body, deep: { a: { b: [1] } } }],
    [{ '$.items[1].n': 9 }, { ...body, items: [{ n: 1 }, { n: 9 }, { n: 3 }] }],
    [{ '$.items[-1].n': 9 }, { ...body, items: [{ n: 1 }, { n: 2 }, { n: 9 }] }],
    [{ '$.items[*].n': 0 }, { ...body, items: [{ n: 0 }, { n: 0 }, { n: 0 }] }],
    [{ '$.items[?@.n > 1].n': 0 }, { ...body, items: [{ n: 1 }, { n: 0 }, { n: 0 }] }],
    [{ '$.new': 1 }, { ...body, new: 1 }],
    [{ "$['a key']": 1 }, { ...body, 'a key': 1 }],
    [{ '$.items[3]': { n: 4 } }, { ...body, items: [...body.items, { n: 4 }] }],
    [{ $: [1] }, [1]],
    [{ '$.mode': null }, { ...body, mode: null }],
  ])('sets %o', (changes, expected) => {
    expect(patch(changes)).toEqual(expected)
  })

  it.each([
    [['$.mode'], { items: body.items, deep: body.deep }],
    [['$.items[0]', '$.items[0]'], { ...body, items: [{ n: 3 }] }],
    [['$.items[*]'], { ...body, items: [] }],
    [['$.items[*].n'], { ...body, items: [{}, {}, {}] }],
    [['$..n', '$.deep.a'], { mode: 'slow', items: [{}, {}, {}], deep: {} }],
  ])('removes %o', (paths, expected) => {
    expect(unset(...paths)).toEqual(expected)
  })

  it('leaves the body as it was', () => {
    const before = JSON.stringify(body)
    patch({ '$.items[0].n': 5 })
    expect(JSON.stringify(body)).toBe(before)
  })

  it('sets a key named __proto__ as data', () => {
    expect(JSON.stringify(patch({ "$['__proto__']": { polluted: true } }))).toContain('"__proto__":{"polluted":true}')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('applies the changes of several levels in order', () => {
    expect(
      patchJson({ a: 1 }, [
        { unset: ['$.a'], patch: { '$.b': 2 } },
        { unset: [], patch: { '$.b': 3, '$.c': 4 } },
      ]),
    ).toEqual({ b: 3, c: 4 })
  })

  it.each([
    [{ '$.missing.key': 1 }, 'patch: `$.missing.key` selects nothing in the body and cannot be added: `$` is an object without `missing`'],
    [{ '$.mode.key': 1 }, 'patch: `$.mode.key` selects nothing in the body and cannot be added: `$.mode` is a string without `key`'],
    [{ '$.items[7]': 1 }, 'patch: `$.items[7]` selects nothing in the body and cannot be added: `$.items` is an array without item 7'],
    [{ '$.items[?@.n > 5].n': 1 }, 'patch: `$.items[?@.n > 5].n` selects nothing in the body and cannot be added'],
    [{ '$.mode[': 1 }, '`$.mode[` is no JSONPath'],
  ])('says why it cannot set %o', (changes, message) => {
    expect(() => patch(changes)).toThrow(message)
  })

  it.each([
    ['$.mood', 'unset: `$.mood` selects nothing in the body: `$` is an object without `mood`'],
    ['$', 'unset: `$` would remove the whole body'],
  ])('says why it cannot remove %s', (path, message) => {
    expect(() => unset(path)).toThrow(message)
  })
})
