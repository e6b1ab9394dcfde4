import { describe, expect, it } from 'vitest'
import { cases, caseIndexOf, table } from './table.ts'

const titles = (rows: readonly unknown[]): string[] => table(rows).map(([title]) => title)

describe('table', () => {
  it.each<[unknown[], string[]]>([
    [
      [
        { sku: 'abc', n: 1 },
        { sku: 'def', n: 2 },
      ],
      ['sku=abc, n=1', 'sku=def, n=2'],
    ],
    [
      [
        { name: 'first', n: 1 },
        { name: '', n: 2 },
      ],
      ['first', 'name=, n=2'],
    ],
    [
      [{ a: 1 }, { a: 1 }, { a: 1 }],
      ['a=1', 'a=1 (2)', 'a=1 (3)'],
    ],
    [
      [{ a: 1 }, { name: 'a=1 (2)' }, { a: 1 }],
      ['a=1', 'a=1 (2)', 'a=1 (3)'],
    ],
    [[{ a: { b: [1] }, c: null }], ['a={"b":[1]}, c=null']],
    [[{}], ['row 1']],
    [
      ['plain', 7],
      ['plain', '7'],
    ],
    [[{ a: 'x\ny' }], ['a=x y']],
    [[{ a: 'y'.repeat(200) }], [`a=${'y'.repeat(97)}…`]],
  ])('titles %o', (rows, expected) => {
    expect(titles(rows)).toEqual(expected)
  })

  it('refuses what would test nothing', () => {
    expect(() => table([])).toThrow('The table has no rows')
    expect(() => table({} as never)).toThrow('table needs a list of rows, got object')
    expect(() => cases([])).toThrow('The list of cases is empty')
  })
})

const compute = () => ({ json: 1 })

describe('cases', () => {
  it('take the name out of the changes and remember their place', () => {
    const list = cases([
      { name: 'a', patch: { '$.x': 1 } },
      { name: 'b', changes: compute },
    ])
    expect(list).toEqual([
      ['a', { patch: { '$.x': 1 } }],
      ['b', compute],
    ])
    expect(list.map(([, changes]) => caseIndexOf(changes))).toEqual([0, 1])
    expect(caseIndexOf({})).toBeUndefined()
  })
})
