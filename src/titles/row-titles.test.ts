import { expect, it } from 'vitest'
import { rowTitles } from './row-titles.ts'

it.each<[readonly unknown[], readonly string[]]>([
  [[{ sku: 'a', n: 1 }, { name: 'second', n: 1 }, { sku: 'a', n: 1 }], ['sku=a, n=1', 'second', 'sku=a, n=1 (2)']],
  [[{ name: '' }, { name: 5 }, {}], ['name=', 'name=5', 'row 3']],
  [[{ a: null, b: [1, { c: true }] }, { text: 'line\nbreak  and\tmore' }], ['a=null, b=[1,{"c":true}]', 'text=line break and more']],
  [[{ long: 'x'.repeat(200) }, 'text', 7, null], [`long=${'x'.repeat(94)}…`, 'text', '7', 'null']],
  [[{ name: 'a' }, { name: 'a' }, { name: 'a (2)' }], ['a', 'a (2)', 'a (2) (2)']],
])('names rows by their `name` or values, each once: %j', (rows, expected) => {
  expect(rowTitles(rows)).toEqual(expected)
})
