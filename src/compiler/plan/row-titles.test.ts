import { expect, it } from 'vitest'
import { table } from '../../runtime/project/table.ts'
import { rowTitles } from './row-titles.ts'

it.each<[readonly unknown[]]>([
  [[{ sku: 'a', n: 1 }, { name: 'second', n: 1 }, { sku: 'a', n: 1 }]],
  [[{ name: '' }, { name: 5 }, {}, { a: null, b: [1, { c: true }] }, { text: 'line\nbreak  and\tmore' }]],
  [[{ long: 'x'.repeat(200) }, 'text', 7, null]],
  [[{ name: 'a' }, { name: 'a' }, { name: 'a (2)' }]],
])('the compiler and the runtime name rows alike', (rows) => {
  expect(rowTitles(rows)).toEqual(table(rows).map(([title]) => title))
})
