import { expect, it } from 'vitest'
import { inlineFixtures } from './inline-fixtures.ts'

it('puts data and text in place, and leaves what it cannot read', () => {
  const inline = inlineFixtures({ a: { json: 'a.json' }, gone: { json: 'b.json' }, list: { value: [1] } }, readOne)
  expect(inline({ json: '${fixtures.a}', rows: ['${fixtures.list}', '${fixtures.gone}', 'x ${fixtures.a}'] })).toEqual({
    json: { sku: 1 },
    rows: [[1], '${fixtures.gone}', 'x ${fixtures.a}'],
  })
})

function readOne(file: string): string {
  if (file === 'a.json') return '{"sku":1}'
  throw new Error('no such file')
}
